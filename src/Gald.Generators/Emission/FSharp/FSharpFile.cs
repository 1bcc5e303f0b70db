using Gald.Generators.Architecture;

namespace Gald.Generators.Emission.FSharp;

/// <summary>A generated F# file.</summary>
internal static class FSharpFile
{
    public static string Print(IReadOnlyList<Declaration> declarations) =>
        "namespace global\n" + string.Concat(declarations.Select(one => $"// {one.Type.Name} {(Verdict.Compile(one).Module is null ? "stub" : "module")}\n"));
}
