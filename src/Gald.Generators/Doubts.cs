using Gald.Generators.Architecture;
using Gald.Generators.Diagnostics;
using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;
using Gald.Generators.Shapes;

namespace Gald.Generators;

/// <summary>
/// Reports what runs and is a mistake all the same. Each rule is reported once, where the network first breaks it: what
/// follows is a consequence.
/// </summary>
internal static class Doubts
{
    /// <summary>The rules that belong to operations rather than stages.</summary>
    public static IReadOnlyList<Rule> OperationRules { get; } = [BatchNorm2d.SingleValue, Conv2d.DilationTooWide];

    public static void Report(string name, SegmentationNetwork network, ShapeTrace trace, Problems problems)
    {
        var graph = NetworkLowering.Lower(name, network);
        foreach (var group in Find(network, trace).GroupBy(found => found.Doubt.Rule).ToArray())
        {
            var (stage, doubt) = group.First();
            var smallest = SmallestInput.Of(side => SmallestInput.Works(graph, side)
                && !Find(network, ShapeTrace.Of(graph, side, side)).Any(found => found.Doubt.Rule == doubt.Rule))
                ?? throw new InvalidOperationException($"No input mends {doubt.Rule.Id} in {name}.");
            problems.Report(doubt.Rule, stage.PlaceOf(doubt.Rule), [.. network.PlacesOfSizesBelow(smallest)], [.. doubt.Values, smallest]);
        }
    }

    /// <summary>All doubts in the order of the forward pass.</summary>
    private static IEnumerable<(Stage Stage, Doubt Doubt)> Find(SegmentationNetwork network, ShapeTrace trace)
    {
        var entered = new HashSet<StageMark>();
        foreach (var (mark, operation, inputs) in trace.Operations())
        {
            var stage = network.Stages.Single(candidate => candidate.Declared == mark.Declared);
            if (entered.Add(mark) && stage.FindDoubt(inputs[0]) is { } ofStage)
                yield return (stage, ofStage);
            if (operation.FindDoubt(inputs) is { } ofOperation)
                yield return (stage, ofOperation);
        }
    }
}
