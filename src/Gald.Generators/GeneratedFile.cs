using Gald.Generators.Architecture;
using Gald.Generators.Diagnostics;
using Gald.Generators.Emission.CSharp;

namespace Gald.Generators;

/// <summary>What is generated for a declaration: the code of its module, or of a stub along with the reasons for it.</summary>
/// <param name="Declaration">The declaration.</param>
/// <param name="Members">The members that the code adds.</param>
/// <param name="Text">The code; null if nothing can be added to the class.</param>
/// <param name="Errors">What is wrong with the declaration, except what is reported elsewhere.</param>
internal sealed record GeneratedFile(Declaration Declaration, EquatableArray<string> Members, string? Text, EquatableArray<Problem> Errors)
{
    private static readonly OwnMembers Nothing = new("", default);

    /// <summary>The class, by which its file is named.</summary>
    public string FullMetadataName => Declaration.Type.FullMetadataName;

    /// <summary>The file for a declaration.</summary>
    public static GeneratedFile Of(Declaration declaration)
    {
        var (compiled, verdict) = Verdict.Compile(declaration);
        if (verdict.Refusal is { } refusal)
            return Stub(declaration, compiled, verdict, refusal, Nothing);
        try
        {
            var form = ModuleForms.Of(declaration);
            var text = compiled!.Module is SegmentationNetwork network
                ? NetworkPrinter.Print(declaration.Type, network, compiled)
                : FeatureModulePrinter.Print(declaration.Type, form, compiled);
            return new GeneratedFile(declaration, verdict.Members, text, default);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            var failed = Verdict.Failed(declaration, failure);
            return Stub(declaration, null, failed, failed.Refusal!, Nothing);
        }
    }

    /// <summary>The members of the class that the code cannot stand beside.</summary>
    public IReadOnlyList<Problem> FindClashes(OwnMembers own)
    {
        var clashes = new Problems();
        if (Declaration.Type.Obstacle is null)
            TypeRules.CheckMembers(Declaration.Type.Name, own, Members, clashes);
        return clashes.Found;
    }

    /// <summary>A stub that leaves out what the class has already.</summary>
    public GeneratedFile Beside(OwnMembers own, IReadOnlyList<Problem> clashes)
    {
        var (compiled, verdict) = Verdict.Compile(Declaration);
        var problems = new Problems();
        problems.Add(verdict.Errors);
        problems.Add(clashes);
        return Stub(Declaration, compiled, verdict with { Problems = new(problems.Found) }, Refusal.Of(problems)!, own);
    }

    private static GeneratedFile Stub(Declaration declaration, CompiledModule? outline, Verdict verdict, Refusal refusal, OwnMembers own) => new(
        declaration,
        verdict.Members,
        declaration.Type.Obstacle is null ? Outline(declaration, outline, own, refusal) : null,
        new(verdict.Errors));

    private static string Outline(Declaration declaration, CompiledModule? outline, OwnMembers own, Refusal refusal)
    {
        try
        {
            return StubPrinter.Print(declaration, outline, own, refusal);
        }
        catch (Exception) when (outline is not null)
        {
            // What the module would be without its errors is a guess.
            return StubPrinter.Print(declaration, null, own, refusal);
        }
    }
}
