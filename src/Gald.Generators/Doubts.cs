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
        var doubts = new DoubtSearch(network);
        var known = new KnownRuns();
        foreach (var group in doubts.In(trace).GroupBy(found => found.Doubt.Rule))
        {
            var (_, stage, doubt) = group.First();
            if (!doubt.MendedBySize)
            {
                problems.Report(doubt.Rule, stage.PlaceOf(doubt.Rule), doubt.DependsOnSize ? [size.HeightPlace, size.WidthPlace, .. network.SizePlaces] : [], doubt.Values);
                continue;
            }

            var rule = doubt.Rule;
            var smallest = SmallestInput.Of(side => TraceOf(side) is { } smaller && First(smaller, rule) is null)
                ?? throw new InvalidOperationException($"No input mends {doubt.Rule.Id} in {name}.");

            // The message is about the operation that asks for this size, not about one that less would do for.
            var last = TraceOf(smallest - 1) is { } tooSmall ? First(tooSmall, rule) : null;
            (_, stage, doubt) = group.FirstOrDefault(found => found.Index == last) is { Doubt: not null } asking ? asking : group.First();
            problems.Report(doubt.Rule, stage.PlaceOf(doubt.Rule), [.. size.PlacesBelow(smallest), .. network.SizePlaces], [.. doubt.Values, smallest]);
        }

        ShapeTrace? TraceOf(int side) => SmallestInput.Trace(trace.Block, network.InputChannels, side, known);

        int? First(ShapeTrace of, Rule rule) => doubts.In(of).Where(found => found.Doubt.Rule == rule).Select(found => (int?)found.Index).FirstOrDefault();
    }
}

/// <summary>Looks for doubts in the order of the forward pass.</summary>
internal sealed class DoubtSearch
{
    private readonly Dictionary<Place, Stage> stages;

    /// <summary>The mark of a stage that is all of its module, where there is nothing to tell it from.</summary>
    private readonly StageMark? only;

    public DoubtSearch(DeclaredModule module)
    {
        stages = module.Stages.ToDictionary(stage => stage.Declared);
        only = stages.Count == 1 ? new StageMark("", "", stages.Keys.Single()) : null;
    }

    /// <summary>All doubts in a run, those of a block that runs alike again in a stage only once.</summary>
    /// <returns>The position of an operation in the forward pass, its stage, and the doubt.</returns>
    public IReadOnlyList<(int Index, Stage Stage, Doubt Doubt)> In(ShapeTrace trace)
    {
        var found = new List<(int, Stage, Doubt)>();
        var entered = new HashSet<StageMark>();
        var lengths = new Dictionary<(ShapeTrace, StageMark?), int>();
        Visit(trace, only, 0);
        return found;

        // Returns the position behind the block.
        int Visit(ShapeTrace block, StageMark? outer, int start)
        {
            var index = start;
            foreach (var statement in block.Block.Statements)
            {
                var mark = statement.Stage ?? outer;
                if (statement is Call { Child: BlockChild } call)
                {
                    index = lengths.TryGetValue((block[call], mark), out var length) ? index + length : Visit(block[call], mark, index);
                }
                else if (mark is not null)
                {
                    var (stage, inputs) = (stages[mark.Declared], block.ShapesOf(statement.Inputs));
                    if (entered.Add(mark) && stage.FindDoubt(inputs[0]) is { } ofStage)
                        found.Add((index, stage, ofStage));
                    if (ShapeTrace.OperationOf(statement).FindDoubt(inputs) is { } ofOperation)
                        found.Add((index, stage, ofOperation));
                    index++;
                }
            }

            lengths[(block, outer)] = index - start;
            return index;
        }
    }
}
