using System.Reflection;
using Gald.Declarations.Tests.Reference;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Declarations.Tests.Checking;

/// <summary>
/// What the compiler accepts, runs: with the shapes, parameters and costs that its description has, with the state keys of the
/// published code, and with the numbers of the same network written by hand.
/// </summary>
internal static class Acceptance
{
    private const double MostMultiplyAddsToRun = 6e8;
    private const double MostParametersToRun = 2e7;
    private const double MostMultiplyAddsToTrain = 6e7;
    private const double MostParametersToTrain = 3e6;

    public static Depth Check(Compiled compiled)
    {
        var declaration = compiled.Declaration;
        var verdict = Verdict.OnMeta(declaration);
        Disagreement.When(verdict.Failure is not null, "What is accepted runs by hand", () => verdict.Failure!);
        Disagreement.When(compiled.Type is null, "What is accepted has a class", () => "it cannot be found");
        var description = DescriptionOf(compiled.Type!);
        var numbers = new Numbers(declaration);
        Descriptions.Check(description, numbers, verdict);
        Warned(compiled, "GALD0601", verdict.Layers.MetSingleValues);
        Warned(compiled, "GALD0602", verdict.Layers.MetPaddingOnly);
        CheckSmallest(compiled, description, verdict);
        CheckState(compiled.Type!, verdict);

        var (operations, parameters) = (verdict.Layers.MultiplyAdds, verdict.Layers.Parameters);
        if (operations > MostMultiplyAddsToRun || parameters > MostParametersToRun)
            return Depth.Made;
        var state = Execution.Fill(verdict.Layers.State);
        Execution.Evaluate(compiled.Type!, numbers, description, state);
        if (operations > MostMultiplyAddsToTrain || parameters > MostParametersToTrain)
            return Depth.Run;
        Execution.TrainAlone(compiled.Type!, description, state, works: !verdict.Layers.MetSingleValues);
        Execution.Train(compiled.Type!, numbers, description, state);
        return Depth.Trained;
    }

    private static void Warned(Compiled compiled, string id, bool doubtful)
    {
        var warned = compiled.Warnings.Any(warning => warning.Id == id);
        Disagreement.When(warned != doubtful, $"{id} warns where there is reason", () => warned ? "there is none" : "it does not warn");
    }

    private static NetworkDescription DescriptionOf(Type type) =>
        (NetworkDescription)type.GetProperty("Description", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;

    /// <summary>The smallest input runs, and nothing smaller does in either direction.</summary>
    private static void CheckSmallest(Compiled compiled, NetworkDescription description, Verdict verdict)
    {
        var (height, width) = (description.MinimumHeight, description.MinimumWidth);
        Disagreement.When(
            Verdict.OnMeta(compiled.Declaration, height, width).Failure is not null, "The smallest input runs", () => $"{height}×{width} does not");
        Disagreement.When(
            height > 1 && Verdict.OnMeta(compiled.Declaration, height - 1, description.Width).Failure is null, "Nothing below the smallest height runs",
            () => $"{height - 1}×{description.Width} does");
        Disagreement.When(
            width > 1 && Verdict.OnMeta(compiled.Declaration, description.Height, width - 1).Failure is null, "Nothing below the smallest width runs",
            () => $"{description.Height}×{width - 1} does");
    }

    /// <summary>Keys and shapes are those of PyTorch, whatever the size: nothing is allocated.</summary>
    private static void CheckState(Type type, Verdict verdict)
    {
        set_default_device(new Device("meta"));
        try
        {
            using var network = (nn.Module<Tensor, SegmentationOutput>)Activator.CreateInstance(type)!;
            var made = network.state_dict().Select(entry => $"{entry.Key}: {string.Join('×', entry.Value.shape)} {entry.Value.dtype}").Order(StringComparer.Ordinal);
            var expected = verdict.Layers.State.Select(entry => $"{entry.Key}: {string.Join('×', entry.Value.shape)} {entry.Value.dtype}").Order(StringComparer.Ordinal);
            Disagreement.When(!made.SequenceEqual(expected), "The state has the published keys and shapes", () =>
                $"not {string.Join(", ", made.Except(expected).Take(5))} but {string.Join(", ", expected.Except(made).Take(5))}");
        }
        finally
        {
            set_default_device(CPU);
        }
    }
}
