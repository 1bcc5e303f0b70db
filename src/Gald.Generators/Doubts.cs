using Gald.Generators.Architecture;
using Gald.Generators.Diagnostics;
using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Shapes;

namespace Gald.Generators;

/// <summary>
/// Reports what runs and is a mistake all the same. Each rule is reported once, where the module first breaks it: what
/// follows is a consequence.
/// </summary>
internal static class Doubts
{
    /// <summary>The rules that belong to operations rather than stages.</summary>
    public static IReadOnlyList<Rule> OperationRules { get; } = [BatchNorm2d.SingleValue, BatchNorm2d.SingleContext, Conv2d.DilationTooWide, BatchMatrixProduct.LargeAttention, BatchMatrixProduct.AttentionSize];

    /// <summary>Reports on a module at its size; where that is left open, the module's user decides on it.</summary>
    public static void Report(string name, DeclaredModule network, ShapeTrace trace, Problems problems)
    {
        if (network.Size is not { } size)
            return;
        var graph = trace.Block;
        foreach (var group in Find(network, trace).GroupBy(found => found.Doubt.Rule).ToArray())
        {
            var (_, stage, doubt) = group.First();
            if (!doubt.MendedBySize)
            {
                problems.Report(doubt.Rule, stage.PlaceOf(doubt.Rule), [size.HeightPlace, size.WidthPlace, .. network.SizePlaces], doubt.Values);
                continue;
            }

            var smallest = SmallestInput.Of(side => SmallestInput.Works(graph, network.InputChannels, side)
                && !Find(network, ShapeTrace.Of(graph, Shape.Map(network.InputChannels, side, side))).Any(found => found.Doubt.Rule == doubt.Rule))
                ?? throw new InvalidOperationException($"No input mends {doubt.Rule.Id} in {name}.");

            // The message is about the operation that asks for this size, not about one that less would do for.
            var last = SmallestInput.Works(graph, network.InputChannels, smallest - 1)
                ? Find(network, ShapeTrace.Of(graph, Shape.Map(network.InputChannels, smallest - 1, smallest - 1))).Where(found => found.Doubt.Rule == doubt.Rule).Select(found => (int?)found.Index).FirstOrDefault()
                : null;
            (_, stage, doubt) = group.FirstOrDefault(found => found.Index == last) is { Doubt: not null } asking ? asking : group.First();
            problems.Report(doubt.Rule, stage.PlaceOf(doubt.Rule), [.. size.PlacesBelow(smallest), .. network.SizePlaces], [.. doubt.Values, smallest]);
        }
    }

    /// <summary>The mark of a stage that is all of its module, where there is nothing to tell it from.</summary>
    private static StageMark? OnlyMarkOf(DeclaredModule module) =>
        module.Stages.Count() == 1 ? new StageMark("", "", module.Stages.Single().Declared) : null;

    /// <summary>All doubts in the order of the forward pass.</summary>
    /// <returns>The position of an operation in the forward pass, its stage, and the doubt.</returns>
    private static IEnumerable<(int Index, Stage Stage, Doubt Doubt)> Find(DeclaredModule network, ShapeTrace trace)
    {
        var index = 0;
        var entered = new HashSet<StageMark>();
        foreach (var (mark, operation, inputs) in trace.Operations(OnlyMarkOf(network)))
        {
            var stage = network.Stages.Single(candidate => candidate.Declared == mark.Declared);
            if (entered.Add(mark) && stage.FindDoubt(inputs[0]) is { } ofStage)
                yield return (index, stage, ofStage);
            if (operation.FindDoubt(inputs) is { } ofOperation)
                yield return (index, stage, ofOperation);
            index++;
        }
    }
}
