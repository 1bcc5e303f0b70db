using System.Runtime.InteropServices;
using Gald.Declarations.Tests.Declarations;
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
    private const double MostWorkToRun = 2e8;
    private const double MostNumbersToRun = 2e7;
    private const double MostWorkToTrain = 4e7;
    private const double MostNumbersToTrain = 3e6;

    public static Depth Check(Compiled compiled)
    {
        var declaration = compiled.Declaration;
        var depth = CheckSubject(compiled, Find(declaration.Form, CSharpText.Name, declaration), isWhole: true);
        if (declaration.HasTwin)
            CheckTwin(Find(ClassForm.Public, CSharpText.Twin, declaration));
        foreach (var stage in declaration.Classes.Where(stage => stage.Work is null))
        {
            var alone = new Declaration(stage.Form, stage.Attributes) { TriedChannels = declaration.TriedChannels };
            CheckSubject(compiled, Find(stage.Form, stage.Name, alone), isWhole: false);
        }

        return depth;

        Subject Find(ClassForm form, string name, Declaration declared)
        {
            var type = compiled.Find(form, name);
            Disagreement.When(type is null, "What is accepted has a class", () => $"{name} cannot be found");
            return new Subject(type!, declared);
        }
    }

    /// <summary>A second class that uses the same stages has the same state and does the same.</summary>
    private static void CheckTwin(Subject subject)
    {
        var verdict = Verdict.OnMeta(subject.Declaration, subject.Size.Height, subject.Size.Width);
        if (verdict.Failure is not null)
            return;
        CheckState(subject, verdict);
        Run(subject, verdict, isWhole: false);
    }

    /// <param name="compiled">The declaration.</param>
    /// <param name="subject">Its class, or that of one of its stages.</param>
    /// <param name="isWhole">Whether it is the former, which trains the latter too.</param>
    private static Depth CheckSubject(Compiled compiled, Subject subject, bool isWhole)
    {
        if (subject.Numbers.Whole == Whole.FeatureStage)
        {
            StageChannels.Check(subject);
            subject = new Subject(subject.Type, subject.Declaration with { TriedChannels = StageChannels.FittingFor(subject.Numbers) });
        }

        var running = Verdict.OnMeta(subject.Declaration, subject.Size.Height, subject.Size.Width);
        if (running.Breaker is { } breaker)
            return CheckBroken(subject, breaker);

        // What the compiler says holds as long as the contracts are kept.
        var (height, width) = subject.Description is { } described ? (described.Height, described.Width) : subject.Size;
        var verdict = Verdict.OnMeta(subject.Declaration.Kept(), height, width);
        Disagreement.When(verdict.Failure is not null, "What is accepted runs by hand", () => verdict.Failure!);
        Disagreement.When(verdict.Layers.MetTooSmallMap, "What is accepted keeps every contract", () => "a map is smaller than a contract says");
        if (subject.Description is { } description)
            Descriptions.Check(description, subject.Numbers, verdict);
        else if (subject.Numbers.Whole == Whole.Backbone)
            CheckBackbone(subject, verdict);
        if (isWhole)
            CheckFindings(compiled, subject, verdict);
        CheckSmallest(subject, height, width);
        CheckState(subject, running);
        return Run(subject, running, isWhole);
    }

    private static Depth Run(Subject subject, Verdict verdict, bool isWhole)
    {
        var (work, size) = (verdict.Layers.Work, verdict.Layers.Size);
        if (work > MostWorkToRun || size > MostNumbersToRun)
            return Depth.Made;
        var state = Execution.Fill(verdict.Layers.State);
        Execution.Evaluate(subject, state);
        if (!isWhole || work > MostWorkToTrain || size > MostNumbersToTrain)
            return Depth.Run;
        Execution.TrainAlone(subject, state, works: !verdict.Layers.MetSingleValues && !verdict.Layers.MetSingleContext);
        Execution.Train(subject, state);
        return Depth.Trained;
    }

    /// <summary>Whoever runs a stage that breaks its contract learns which; what the stage itself throws comes through.</summary>
    private static Depth CheckBroken(Subject subject, string breaker)
    {
        var (height, width) = subject.Size;
        if (subject.Description is { Parameters: > (long)MostNumbersToRun } || (long)height * width > 1_000_000)
            return Depth.Broken;
        using var grad = no_grad();
        using var module = subject.Make();
        module.eval();
        using var input = subject.Input(1);
        try
        {
            Subject.Call(module, input).Result.Dispose();
        }
        catch (Exception broken) when (broken is ExternalException || (broken is GaldException && broken.Message.StartsWith($"{breaker} promises", StringComparison.Ordinal)))
        {
            return Depth.Broken;
        }

        throw new Disagreement("A broken contract is told", $"{breaker} was run");
    }

    /// <summary>What the compiler says besides errors.</summary>
    private static void CheckFindings(Compiled compiled, Subject subject, Verdict verdict)
    {
        var isOpen = subject.Numbers.IsOpen;
        Warned(compiled, "GALD0601", !isOpen && verdict.Layers.MetSingleValues);
        Warned(compiled, "GALD0602", !isOpen && verdict.Layers.MetPaddingOnly);
        Warned(compiled, "GALD0603", !isOpen && verdict.Layers.MetSingleContext);

        // A map of attention that takes very much is warned of, of another it is told what it takes.
        var said = compiled.Findings.Any(found => found.Id is "GALD0604" or "GALD0605");
        Disagreement.When(said != (!isOpen && verdict.Layers.MetAttention), "What attention takes is said", () => $"{said}");
        var told = compiled.Findings.Where(found => found.Id == "GALD0108").ToArray();
        var expected = isOpen && subject.Numbers.Whole is Whole.Network or Whole.Block ? (compiled.Declaration.HasTwin ? 2 : 1) : 0;
        Disagreement.When(told.Length != expected, "An open size is said", () => $"{told.Length} times");
        Disagreement.When(
            told.Any(found => !found.GetMessage().Contains($" {subject.SmallestSide}×{subject.SmallestSide} ", StringComparison.Ordinal)),
            "The smallest input is said", () => $"{subject.SmallestSide}: {told[0].GetMessage()}");
    }

    private static void Warned(Compiled compiled, string id, bool doubtful)
    {
        var warned = compiled.Findings.Any(found => found.Id == id);
        Disagreement.When(warned != doubtful, $"{id} warns where there is reason", () => warned ? "there is none" : "it does not warn");
    }

    private static void CheckBackbone(Subject subject, Verdict verdict)
    {
        var (channels, stride) = verdict.Layers.Maps[^1];
        Disagreement.When(subject.Constant("Channels") != channels, "A backbone has its channels", () => $"{subject.Constant("Channels")} for {channels}");
        Disagreement.When(subject.Constant("Stride") != stride, "A backbone has its stride", () => $"{subject.Constant("Stride")} for {stride}");
    }

    /// <summary>The smallest input runs, and nothing smaller does in either direction.</summary>
    private static void CheckSmallest(Subject subject, int height, int width)
    {
        var (side, declaration) = (subject.SmallestSide, subject.Declaration.Kept());
        Disagreement.When(!Verdict.OnMeta(declaration, side, side).Works, "The smallest input runs", () => $"{side}×{side} does not");
        Disagreement.When(
            side > 1 && Verdict.OnMeta(declaration, side - 1, width).Works, "Nothing below the smallest height runs", () => $"{side - 1}×{width} does");
        Disagreement.When(
            side > 1 && Verdict.OnMeta(declaration, height, side - 1).Works, "Nothing below the smallest width runs", () => $"{height}×{side - 1} does");
    }

    /// <summary>Keys and shapes are those of PyTorch, whatever the size: nothing is allocated.</summary>
    public static void CheckState(Subject subject, Verdict verdict)
    {
        set_default_device(new Device("meta"));
        try
        {
            using var module = subject.Make();
            var made = module.state_dict().Select(entry => $"{entry.Key}: {string.Join('×', entry.Value.shape)} {entry.Value.dtype}").Order(StringComparer.Ordinal);
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
