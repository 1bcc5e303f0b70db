using Gald.Generators.Emission;
using Gald.Generators.Emission.CSharp;
using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Passes;
using Gald.Generators.Shapes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Gald.Generators.Tests.Generation;

/// <summary>A published module's key may be a word of C#, such as <c>out</c>.</summary>
public sealed class KeywordTests
{
    /// <summary>All of them, but the discard, and the word that the generated code has for itself.</summary>
    private static readonly string[] Words =
        [.. SyntaxFacts.GetReservedKeywordKinds().Concat(SyntaxFacts.GetContextualKeywordKinds()).Select(SyntaxFacts.GetText).Distinct().Except(["", "_", "module"])];

    /// <summary>Modules, those that a program folds into one, and modules of a module inside.</summary>
    [Fact]
    public void Modules_may_be_called_as_keywords_are()
    {
        var outer = new BlockBuilder("Outer", "Outside.");
        var y = outer.Input("features");
        foreach (var (word, index) in Words.Select((word, index) => (word, index)))
            y = index % 2 == 0 ? outer.Call(word, Inner(word), y) : outer.Layer(word, new BatchNorm2d(8), y);

        AssertCompiles(outer.Build(y));

        static Block Inner(string word)
        {
            var inner = new BlockBuilder("Inner", "Inside.");
            return inner.Build(inner.Layer(word, new Conv2d(8, 8, 1), inner.Layer("first", new Conv2d(8, 8, 3) { Padding = 1 }, inner.Input("features"))));
        }
    }

    /// <summary>Variables, parameters and results.</summary>
    [Fact]
    public void Values_may_be_called_as_keywords_are()
    {
        var inner = new BlockBuilder("Inner", "Inside.");
        var x = inner.Input("in");
        foreach (var word in Words)
            x = inner.Apply(new Sigmoid(), x, word);
        var outer = new BlockBuilder("Outer", "Outside.");
        var results = outer.Call(outer.Child("inner", inner.Build(x, inner.Apply(new Multiply(), [x, x], "ref"))), [outer.Input("params")], ["out", "string"]);

        AssertCompiles(outer.Build([.. results]));
    }

    private static void AssertCompiles(Block block)
    {
        var whole = new BlockBuilder("Whole", "All.");
        var results = whole.Call(whole.Child("outer", block), [whole.Input("input")], [.. block.Results.Select((_, index) => $"result{index}")]);
        var trace = ShapeTrace.Of(whole.Build([.. results]), Shape.Map(8, 12, 16));
        var classes = BlockClasses.Of(trace);
        using var writer = new SourceWriter();
        var modules = new ModulePrinter(new Programs(classes), writer);
        writer.Line("#nullable enable");
        foreach (var one in classes.Ordered)
            modules.PrintClass(one);

        Assert.Contains(classes.Ordered, one => one.Predicts);
        Assert.DoesNotContain(GeneratorRun.Compilation(writer.ToString()).GetDiagnostics(), found => found.Severity == DiagnosticSeverity.Error);
    }
}
