using System.Reflection;
using Gald.Declarations.Tests.Declarations;
using Gald.Declarations.Tests.Reference;
using static TorchSharp.torch;

namespace Gald.Declarations.Tests.Checking;

/// <summary>
/// What the compiler rejects, libtorch rejects too: the same network, written by hand and without a check, does not run. Or
/// each rule has a page that says why it is an error all the same.
/// </summary>
internal static class Rejection
{
    /// <summary>Beyond it, a network that might run after all is left to the meta device.</summary>
    private const double MostMultiplyAdds = 2e8;

    public static Depth Check(Compiled compiled)
    {
        CheckStub(compiled);
        var declaration = compiled.Declaration.Kept();
        var verdict = Verdict.OnMeta(declaration);
        if (verdict.Failure is null)
        {
            var unexplained = compiled.Errors.Where(error => !Pages.SayWhy(error.Id)).ToArray();
            Disagreement.When(
                unexplained.Length > 0, $"What {unexplained.FirstOrDefault()?.Id} rejects does not run",
                () => $"libtorch runs it, and no page says why it is an error all the same: {unexplained[0].GetMessage()}");
            return Depth.RejectedByPolicy;
        }

        // The meta device may check less than the CPU; it must not check more.
        if (verdict.Layers.Work < MostMultiplyAdds && verdict.Layers.Size < MostMultiplyAdds / 10 && !IsOpen(declaration))
        {
            Disagreement.When(
                Verdict.OnCpu(declaration).Failure is null, "What does not run on the meta device does not run on the CPU",
                () => verdict.Failure);
        }

        return Depth.RejectedByLibtorch;
    }

    /// <summary>Whether it leaves the size of its input open; that of one that makes no sense is.</summary>
    private static bool IsOpen(Declaration declaration)
    {
        try
        {
            return new Numbers(declaration).IsOpen;
        }
        catch (NoSuchNetworkException)
        {
            return true;
        }
    }

    /// <summary>Whoever makes what a wrong declaration declares is told so.</summary>
    private static void CheckStub(Compiled compiled)
    {
        if (compiled.Find(compiled.Declaration.Form, CSharpText.Name) is not { IsAbstract: false, ContainsGenericParameters: false } type
            || !typeof(nn.Module).IsAssignableFrom(type))
        {
            return;
        }

        try
        {
            object[] channels = type.GetConstructor([typeof(int)]) is not null && type.GetConstructor([]) is null ? [16] : [];
            Activator.CreateInstance(type, channels);
        }
        catch (TargetInvocationException failure) when (failure.InnerException is InvalidOperationException)
        {
            return;
        }

        throw new Disagreement("The module of a wrong declaration cannot be made", "it was made");
    }
}
