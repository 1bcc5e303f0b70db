using System.Reflection;
using Gald.Declarations.Tests.Reference;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Declarations.Tests.Checking;

/// <summary>A stage that is a class of its own is made for exactly those numbers of channels for which it runs by hand.</summary>
internal static class StageChannels
{
    /// <exception cref="Disagreement">It is made for channels for which it does not run, or is not where it does.</exception>
    public static void Check(Subject subject)
    {
        var tried = subject.Declaration.TriedChannels;
        foreach (var channels in new[] { tried, FittingFor(subject.Numbers), FittingFor(subject.Numbers) / 2, 1, 0, -tried })
        {
            var runs = channels > 0 && Verdict.OnMeta(subject.Declaration with { TriedChannels = channels }).Works;
            var refusal = Refusal(subject, channels);
            Disagreement.When(runs != refusal is null, "A stage is made for the channels that it runs with", () => refusal ?? $"it is made for {channels} too");
        }
    }

    /// <summary>Some number of channels that groups, planes and reductions allow.</summary>
    public static int FittingFor(Numbers numbers) =>
        numbers.Has("Cgnl") ? 2 * (numbers.Integer("Cgnl", "Groups") ?? 8)
        : numbers.Has("DualGraph") ? 2 * (numbers.Integer("DualGraph", "Ratio") ?? 4)
        : numbers.Has("EfficientAttention") ? 2 * (numbers.Integer("EfficientAttention", "Heads") ?? 8)
        : numbers.Has("NonLocal") ? 2 * (numbers.Integer("NonLocal", "Reduction") ?? 2)
        : numbers.Has("DisentangledNonLocal") ? 2 * (numbers.Integer("DisentangledNonLocal", "Reduction") ?? 2)
        : 12;

    /// <summary>What the class says against a number of channels; nothing is allocated.</summary>
    private static string? Refusal(Subject subject, int channels)
    {
        set_default_device(new Device("meta"));
        try
        {
            subject.Make(channels).Dispose();
            return null;
        }
        catch (TargetInvocationException failure) when (failure.InnerException is ArgumentOutOfRangeException refused)
        {
            return refused.Message;
        }
        finally
        {
            set_default_device(CPU);
        }
    }
}
