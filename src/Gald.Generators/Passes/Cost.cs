using Gald.Generators.Graph;
using Gald.Generators.Shapes;

namespace Gald.Generators.Passes;

/// <summary>What a stage makes and costs.</summary>
internal sealed record StageCost(StageMark Mark, Shape Output, int Stride, long Parameters, long MultiplyAdds, bool TrainingOnly);

/// <summary>Sums up parameters and multiply-adds, stage by stage.</summary>
internal static class Cost
{
    /// <summary>The stages of a network in the order of its forward pass, those for training only at the end.</summary>
    public static IReadOnlyList<StageCost> Of(ShapeTrace network)
    {
        var stages = new List<StageCost>();
        Walk(network, null, false, true, stages);
        return [.. stages.Where(stage => !stage.TrainingOnly), .. stages.Where(stage => stage.TrainingOnly)];
    }

    /// <summary>The multiply-adds of one prediction.</summary>
    public static long ToPredict(IReadOnlyList<StageCost> costs) =>
        costs.Where(cost => !cost.TrainingOnly).Aggregate(0L, (sum, cost) => Add(sum, cost.MultiplyAdds));

    /// <summary>The multiply-adds that a training step makes twice.</summary>
    public static long ToRecompute(ShapeTrace trace) => trace.Block.Statements.OfType<Call>().Where(call => call.Block is not null).Aggregate(
        0L, (sum, call) => Add(sum, call.IsRecomputed ? OfAll(trace[call]) : ToRecompute(trace[call])));

    private static long OfAll(ShapeTrace trace) => trace.Block.Statements.Where(statement => statement.Results.Count > 0).Aggregate(
        0L, (sum, statement) => Add(sum, statement is Call { Block: not null } call ? OfAll(trace[call]) : OfOne(trace, statement)));

    /// <summary>What a statement other than a block's call takes.</summary>
    private static long OfOne(ShapeTrace trace, Statement statement)
    {
        try
        {
            return ShapeTrace.OperationOf(statement).MultiplyAdds(trace.ShapesOf(statement.Inputs), trace[statement.Result]);
        }
        catch (OverflowException)
        {
            return long.MaxValue;
        }
    }

    /// <summary>A sum that saturates at the largest number: a contract can ask for maps that no image gives.</summary>
    private static long Add(long sum, long more) => sum > long.MaxValue - more ? long.MaxValue : sum + more;

    /// <param name="trace">The block.</param>
    /// <param name="outer">The stage around it.</param>
    /// <param name="trainingOnly">Whether it runs in training only.</param>
    /// <param name="isNew">Whether its parameters are not yet counted: a module that is called again has none to add.</param>
    /// <param name="stages">What is known so far.</param>
    private static void Walk(ShapeTrace trace, StageMark? outer, bool trainingOnly, bool isNew, List<StageCost> stages)
    {
        var seen = new HashSet<object>();
        foreach (var statement in trace.Block.Statements)
        {
            var mark = statement.Stage ?? outer;
            var call = statement as Call;
            var isForTraining = trainingOnly || call is { TrainingOnly: true };
            var isFirst = isNew && (call is null || seen.Add(call.Child));
            if (call is { Child: BlockChild })
            {
                Walk(trace[call], mark, isForTraining, isFirst, stages);
            }
            else if (mark is not null && statement.Results.Count > 0)
            {
                var operation = ShapeTrace.OperationOf(statement);
                var output = trace[statement.Result];
                var own = 0L;
                foreach (var tensor in trace.Block.Content.State)
                {
                    if (isNew && tensor.IsTrained && statement.Inputs.Contains(tensor.Value) && seen.Add(tensor))
                        own = checked(own + tensor.Shape.ElementsPerImage);
                }

                var before = Take(stages, mark);
                stages.Add(new StageCost(
                    mark,
                    output,
                    trace.StrideOf(statement.Result),
                    checked((before?.Parameters ?? 0) + own + (isFirst ? operation.Parameters : 0)),
                    Add(before?.MultiplyAdds ?? 0, OfOne(trace, statement)),
                    isForTraining));
            }
        }
    }

    /// <summary>What the stage was so far, which the next statement continues.</summary>
    private static StageCost? Take(List<StageCost> stages, StageMark mark)
    {
        if (stages.Count == 0 || stages[^1].Mark.Name != mark.Name)
            return null;
        var last = stages[^1];
        stages.RemoveAt(stages.Count - 1);
        return last;
    }
}
