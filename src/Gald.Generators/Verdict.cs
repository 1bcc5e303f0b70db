using Gald.Generators.Architecture;
using Gald.Generators.Diagnostics;
using Gald.Generators.Emission;

namespace Gald.Generators;

/// <summary>What there is to know about a declaration without its module.</summary>
/// <param name="Problems">What is wrong with it.</param>
/// <param name="Refusal">Why it has no module; null if it has one.</param>
/// <param name="Members">The members that are generated for it.</param>
/// <param name="Constants">The numbers that its class states.</param>
internal sealed record Verdict(
    EquatableArray<Problem> Problems, Refusal? Refusal, EquatableArray<string> Members, EquatableArray<ModuleConstant> Constants)
{
    /// <summary>
    /// Recently compiled declarations. Generator and analyzer see the same ones, the analyzer all of a project's after each
    /// keystroke, when at most one is new.
    /// </summary>
    private static readonly RecentValues<Declaration, Verdict> Recent = new(capacity: 1024);

    /// <summary>Its errors, of which there are none if the only ones are reported elsewhere.</summary>
    public IEnumerable<Problem> Errors => Problems.Where(problem => problem.Rule.Severity == Severity.Error);

    /// <summary>Compiles a declaration; the module is what it would be without its errors, as far as that can be told.</summary>
    public static (CompiledModule? Module, Verdict Verdict) Compile(Declaration declaration)
    {
        var problems = new Problems();
        CompiledModule? compiled;
        Verdict verdict;
        try
        {
            compiled = NetworkCompiler.Compile(declaration, problems);
            verdict = Of(declaration, compiled, problems);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // After an error, what failed was the guess at what the declaration becomes without it.
            compiled = null;
            verdict = problems.HasErrors ? Of(declaration, null, problems) : Failed(declaration, failure);
        }

        Recent.Add(declaration, verdict);
        return (compiled, verdict);
    }

    /// <summary>The verdict on a declaration.</summary>
    public static Verdict Of(Declaration declaration) => Recent.Find(declaration) ?? Compile(declaration).Verdict;

    /// <summary>The verdict on a declaration that the compiler fails on.</summary>
    public static Verdict Failed(Declaration declaration, Exception failure)
    {
        var problems = new Problems();
        TypeRules.ReportFailure(declaration.Type.Name, failure, problems);
        return Of(declaration, null, problems);
    }

    private static Verdict Of(Declaration declaration, CompiledModule? compiled, Problems problems)
    {
        var refusal = Refusal.Of(problems);
        return new Verdict(
            new(problems.Found),
            refusal,
            new(GeneratedMembers.Of(declaration, compiled)),
            new(ModuleConstant.Of(ModuleForms.Of(declaration), compiled)));
    }
}
