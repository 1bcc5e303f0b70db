using Gald.Generators.Graph;
using Gald.Generators.Shapes;

namespace Gald.Generators.Passes;

/// <summary>The forward passes of a module and its programs for prediction, each made once for all who print and measure them.</summary>
internal sealed class Programs(BlockClasses classes)
{
    private readonly Dictionary<Block, ForwardPlan> plans = [];
    private readonly Dictionary<BlockClass, Inference> programs = [];
    private readonly Dictionary<(ShapeTrace, EquatableArray<int>), Inference> opened = [];
    private Inference? whole;

    /// <summary>The blocks that share a class.</summary>
    public BlockClasses Classes => classes;

    /// <summary>The forward pass of a block that may be trained.</summary>
    public ForwardPlan PlanOf(Block block)
    {
        if (!plans.TryGetValue(block, out var plan))
            plans.Add(block, plan = ForwardPlan.Of(block));
        return plan;
    }

    /// <summary>The program of the declared module.</summary>
    public Inference Of(ShapeTrace module) => whole ??= Inference.Of(module, classes);

    /// <summary>The program of a block.</summary>
    public Inference Of(BlockClass block)
    {
        if (!programs.TryGetValue(block, out var program))
            programs.Add(block, program = Inference.Of(block, classes));
        return program;
    }

    /// <summary>What happens in a prediction, with what the programs of parts do in their place.</summary>
    /// <param name="trace">The module or one of its blocks.</param>
    /// <param name="wanted">The indices of the results that are wanted.</param>
    public Inference WithoutParts(ShapeTrace trace, EquatableArray<int> wanted)
    {
        // What has no part in it does what its own program does.
        if (!trace.Block.HasParts && classes.Find(trace) is { } block && wanted.SequenceEqual(block.PredictedResults))
            return Of(block);
        if (!opened.TryGetValue((trace, wanted), out var program))
            opened.Add((trace, wanted), program = Inference.WithoutParts(trace, wanted));
        return program;
    }
}
