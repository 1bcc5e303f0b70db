using Gald.Generators.Graph;
using Gald.Generators.Shapes;

namespace Gald.Generators.Passes;

/// <summary>Which steps of a block compute something that is wanted of it.</summary>
internal sealed class Liveness
{
    private static readonly int[] First = [0];

    private readonly HashSet<Value> live;
    private readonly HashSet<Statement> needed = [];

    /// <param name="block">The block.</param>
    /// <param name="wanted">The results that are wanted, by their indices.</param>
    public Liveness(Block block, IEnumerable<int> wanted) : this(block, wanted.Select(index => block.Results[index]))
    {
    }

    /// <param name="block">The block.</param>
    /// <param name="wanted">The values of it that are wanted.</param>
    public Liveness(Block block, IEnumerable<Value> wanted)
    {
        live = [.. wanted];
        for (var i = block.Statements.Count - 1; i >= 0; i--)
        {
            var statement = block.Statements[i];
            foreach (var result in statement.Results)
            {
                if (!live.Contains(result))
                    continue;
                needed.Add(statement);
                foreach (var input in statement.Inputs)
                    live.Add(input);
                break;
            }
        }
    }

    /// <summary>The run of a block that gives other values of it, and computes nothing that they do not need.</summary>
    public static ShapeTrace Giving(ShapeTrace trace, IReadOnlyList<Value> results)
    {
        var (block, liveness) = (trace.Block, new Liveness(trace.Block, results));
        return trace.Of(new(block.Name, block.Summary, block.Inputs, block.Content, [.. block.Statements.Where(liveness.IsNeeded)], results));
    }

    public bool IsNeeded(Statement statement) => needed.Contains(statement);

    public bool IsNeeded(Value value) => live.Contains(value);

    /// <summary>The indices of the results of a call that are needed.</summary>
    public IReadOnlyList<int> NeededResults(Statement call) =>
        call.Results.Count == 1 && live.Contains(call.Results[0]) ? First : [.. Enumerable.Range(0, call.Results.Count).Where(index => live.Contains(call.Results[index]))];

    /// <summary>The indices of the results that a block gives when it predicts.</summary>
    public static IReadOnlyList<int> ForPrediction(Block block) =>
        [.. Enumerable.Range(0, block.Results.Count).Where(index => block.PredictedResults.Contains(block.Results[index]))];
}
