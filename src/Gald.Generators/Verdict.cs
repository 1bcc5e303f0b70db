using Gald.Generators.Architecture;
using Gald.Generators.Diagnostics;

namespace Gald.Generators;

/// <summary>What the analyzer has to know about a declaration, without its module.</summary>
/// <param name="Problems">What is wrong with it.</param>
/// <param name="Members">The members that are generated for it.</param>
internal sealed record Verdict(EquatableArray<Problem> Problems, EquatableArray<string> Members)
{
    /// <summary>
    /// The verdicts of late. Generator and analyzer see the same declarations, the analyzer all of a project's after each
    /// keystroke, when at most one is new.
    /// </summary>
    private static readonly RecentValues<Declaration, Verdict> Recent = new(capacity: 1024);

    /// <summary>Compiles a declaration; the module is null if something is wrong with it.</summary>
    public static (CompiledModule? Module, Verdict Verdict) Compile(Declaration declaration)
    {
        var problems = new Problems();
        var compiled = NetworkCompiler.Compile(declaration, problems);
        var verdict = new Verdict(new(problems.Found), new(GeneratedMembers.Of(declaration, compiled)));
        Recent.Add(declaration, verdict);
        return (compiled, verdict);
    }

    /// <summary>The verdict on a declaration.</summary>
    public static Verdict Of(Declaration declaration) => Recent.Find(declaration) ?? Compile(declaration).Verdict;
}
