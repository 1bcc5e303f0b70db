using Gald.Generators.Diagnostics;
using Gald.Generators.Graph;
using Gald.Generators.Parsing;
using Gald.Generators.Shapes;

namespace Gald.Generators.Tests.Shapes;

/// <summary>A declaration as far as its shapes and costs.</summary>
internal static class Compiled
{
    /// <summary>A network with the given attributes beside <c>[SegmentationNetwork]</c>.</summary>
    public static CompiledModule Of(string attributes, int height = 769, int width = 769)
    {
        var compilation = GeneratorRun.Compilation($$"""
            using Gald;
            [SegmentationNetwork(Classes = 19, Height = {{height}}, Width = {{width}})]
            {{attributes}}
            public partial class Streets;
            """);
        var problems = new Problems();
        var compiled = NetworkCompiler.Compile(DeclarationParser.Parse(compilation.GetTypeByMetadataName("Streets")!, compilation), problems);
        return problems.HasErrors ? throw new InvalidOperationException(string.Join(Environment.NewLine, problems.Found)) : compiled!;
    }

    /// <summary>What comes out of a module, which is named by its path in the state.</summary>
    public static Shape OutputOf(ShapeTrace trace, string path)
    {
        var (key, rest) = path.Split('.', 2) is [var first, var others] ? (first, others) : (path, null);
        var call = trace.Block.Statements.OfType<Call>().First(call => call.Child.Key == key);
        return rest is null ? trace[call.Result] : OutputOf(trace[call], rest);
    }
}
