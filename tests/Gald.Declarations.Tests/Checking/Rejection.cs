using System.Reflection;
using Gald.Declarations.Tests.Reference;

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
        var verdict = Verdict.OnMeta(compiled.Declaration);
        if (verdict.Failure is null)
        {
            var unexplained = compiled.Errors.Where(error => !Pages.SayWhy(error.Id)).ToArray();
            Disagreement.When(
                unexplained.Length > 0, $"What {unexplained.FirstOrDefault()?.Id} rejects does not run",
                () => $"libtorch runs it, and no page says why it is an error all the same: {unexplained[0].GetMessage()}");
            return Depth.RejectedByPolicy;
        }

        // The meta device may check less than the CPU; it must not check more.
        if (verdict.Layers.MultiplyAdds < MostMultiplyAdds && verdict.Layers.Parameters < MostMultiplyAdds / 10)
        {
            Disagreement.When(
                Verdict.OnCpu(compiled.Declaration).Failure is null, "What does not run on the meta device does not run on the CPU",
                () => verdict.Failure);
        }

        return Depth.RejectedByLibtorch;
    }

    /// <summary>Whoever makes the network of a wrong declaration is told so.</summary>
    private static void CheckStub(Compiled compiled)
    {
        if (compiled.Type is not { IsAbstract: false, ContainsGenericParameters: false } type || !typeof(ISegmentationNetwork).IsAssignableFrom(type))
            return;
        try
        {
            Activator.CreateInstance(type);
        }
        catch (TargetInvocationException failure) when (failure.InnerException is InvalidOperationException)
        {
            return;
        }

        throw new Disagreement("The network of a wrong declaration cannot be made", "it was made");
    }
}
