using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal sealed partial record Cgnl
{
    protected override string Summary => "Compact generalized non-local aggregation (Yue et al., NeurIPS 2018).";

    protected override string ResultName => "context";

    protected override bool HasSeveralKeys => Downsample > 1;

    protected override string Describe(StageInput input) =>
        $"CGNL{(Kernel == CgnlKernel.Gaussian ? " with a Gaussian kernel" : "")}, {Groups} groups of {PlanesFor(input.Channels) / Groups}";

    protected override Value WriteAround(BlockBuilder block, StageInput input, string path, Func<StageInput, Value> core)
    {
        if (Downsample == 1)
            return core(input);
        var kind = DownsampleSteps == 1 ? "depthwise 3×3, stride 2" : $"{DownsampleSteps} depthwise 3×3, stride 2";
        block.Stage($"{path}down", kind, Declared);
        var reduced = block.Call("down", ConvUnit.BuildDepthwise(
            "Downsampling", $"Reduces the map by {Downsample} before the aggregation.",
            ConvUnit.Depthwise(input.Channels, DownsamplePadding, DownsampleBias), DownsampleSteps), input.Features, "reduced");
        return block.Apply(new Resize(), [core(input with { Features = reduced }), input.Features], "aggregated");
    }

    /// <summary>
    /// For each group, the scalar a = Σ φ·g over its channels and positions weights θ; the embeddings t, p and g are the
    /// paper's θ, φ and g.
    /// </summary>
    protected override Value Write(BlockBuilder block, StageInput input)
    {
        var (features, channels, planes) = (input.Features, input.Channels, PlanesFor(input.Channels));
        var t = block.Layer("t", new Conv2d(channels, planes, 1), features);
        var p = block.Layer("p", new Conv2d(channels, planes, 1), features);
        var g = block.Layer("g", new Conv2d(channels, planes, 1), features);
        var weighted = Kernel == CgnlKernel.Gaussian ? WeighByGaussian(block, t, p, g) : Weigh(block, t, p, g);
        var y = block.Apply(new ReshapeLike(), [weighted, t], "response");
        y = block.Layer("z", new Conv2d(planes, channels, 1) { Groups = Groups }, y);
        y = block.Layer("gn", new GroupNorm(Groups, channels, ZeroInit), y);
        return block.Apply(new Add(), [y, features]);
    }

    private Value Weigh(BlockBuilder block, Value t, Value p, Value g)
    {
        var rows = block.Apply(new GroupedVectors(Groups, AsColumns: false), p, "pRows");
        var columns = block.Apply(new GroupedVectors(Groups, AsColumns: true), g, "gColumns");
        var affinity = block.Apply(new BatchMatrixProduct(), [rows, columns], "affinity");
        if (Scale)
            affinity = block.Apply(new DivideByLength(-1, Root: true), [affinity, rows], "scaled");
        var vectors = block.Apply(new GroupedVectors(Groups, AsColumns: false), t, "tRows");
        return block.Apply(new Multiply(), [vectors, affinity], "weighted");
    }

    /// <summary>
    /// The Gaussian of a difference as a Taylor series: θ and φ become the powers √αₖ·θᵏ and √αₖ·φᵏ with αₖ = (2γ)ᵏ/k!·e^(−2γ), and the
    /// scalar of a group a vector of one number for each power.
    /// </summary>
    private Value WeighByGaussian(BlockBuilder block, Value t, Value p, Value g)
    {
        var rows = block.Apply(new GroupedVectors(Groups, AsColumns: false), g, "gRows");
        var columns = block.Apply(new GroupedVectors(Groups, AsColumns: true), p, "pColumns");
        var affinity = block.Apply(new BatchMatrixProduct(), [rows, Powers(block, columns, -1, "pPowers")], "affinity");
        if (Scale)
            affinity = block.Apply(new DivideByLength(-1, Root: true), [affinity, rows], "scaled");
        var vectors = block.Apply(new GroupedVectors(Groups, AsColumns: false), t, "tRows");
        return block.Apply(new BatchMatrixProduct(), [affinity, Powers(block, vectors, -2, "tPowers")], "weighted");
    }

    private Value Powers(BlockBuilder block, Value vectors, int dimension, string name)
    {
        var terms = new List<Value>();
        var factor = Math.Exp(-2 * Gamma);
        for (var power = 0; power <= Order; power++)
        {
            var term = power == 1 ? vectors : block.Apply(new Power(power), vectors);
            terms.Add(block.Apply(new Scale(Math.Sqrt(factor)), term));
            factor *= 2 * Gamma / (power + 1);
        }

        return block.Apply(new Concatenate(dimension), terms, name);
    }
}
