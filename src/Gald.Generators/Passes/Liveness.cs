using Gald.Generators.Graph;

namespace Gald.Generators.Passes;

/// <summary>Which steps of a block compute something that is wanted of it.</summary>
internal sealed class Liveness
{
    private readonly HashSet<Value> live;
    private readonly HashSet<Statement> needed = [];

    /// <param name="block">The block.</param>
    /// <param name="wanted">The results that are wanted, by their indices.</param>
    public Liveness(Block block, IEnumerable<int> wanted)
    {
        live = [.. wanted.Select(index => block.Results[index])];
        foreach (var statement in block.Statements.Reverse())
        {
            if (!statement.Results.Any(live.Contains))
                continue;
            needed.Add(statement);
            live.UnionWith(statement.Inputs);
        }
    }

    public bool IsNeeded(Statement statement) => needed.Contains(statement);

    public bool IsNeeded(Value value) => live.Contains(value);

    /// <summary>The indices of the results of a call that are needed.</summary>
    public IReadOnlyList<int> NeededResults(Statement call) => [.. Enumerable.Range(0, call.Results.Count).Where(index => live.Contains(call.Results[index]))];

    /// <summary>The indices of the results that a block gives when it predicts.</summary>
    public static IReadOnlyList<int> ForPrediction(Block block) =>
        [.. Enumerable.Range(0, block.Results.Count).Where(index => block.PredictedResults.Contains(block.Results[index]))];
}
