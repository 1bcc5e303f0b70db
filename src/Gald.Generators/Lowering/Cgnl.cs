using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal sealed partial record Cgnl
{
    public override Value Lower(BlockBuilder block, Value features, int channels, string path)
    {
        var x = features;
        if (Downsample > 1)
        {
            var kind = DownsampleSteps == 1 ? "depthwise 3×3, stride 2" : $"{DownsampleSteps} depthwise 3×3, stride 2";
            block.Stage($"{path}.down", kind, Declared);
            x = block.Call("down", ConvUnit.BuildDepthwise(
                "Down", $"Reduces the map by {Downsample} before the aggregation.",
                ConvUnit.Depthwise(channels, DownsamplePadding, DownsampleBias), DownsampleSteps), x, "reduced");
        }

        block.Stage($"{path}.long_relation", $"CGNL, {Groups} groups of {PlanesFor(channels) / Groups}", Declared);
        x = block.Call("long_relation", Aggregate(channels), x, "context");
        block.EndStage();
        return Downsample > 1 ? block.Apply(new Resize(), [x, features], "aggregated") : x;
    }

    /// <summary>
    /// For each group, the scalar a = Σ φ·g over its channels and positions weights θ; the embeddings t, p and g are the
    /// paper's θ, φ and g.
    /// </summary>
    private Block Aggregate(int channels)
    {
        var planes = PlanesFor(channels);
        var block = new BlockBuilder("Cgnl", "Compact generalized non-local aggregation (Yue et al., NeurIPS 2018).");
        var input = block.Input("input");
        var t = block.Layer("t", new Conv2d(channels, planes, 1), input);
        var p = block.Layer("p", new Conv2d(channels, planes, 1), input);
        var g = block.Layer("g", new Conv2d(channels, planes, 1), input);
        var rows = block.Apply(new GroupedVectors(Groups, AsColumns: false), p, "pRows");
        var columns = block.Apply(new GroupedVectors(Groups, AsColumns: true), g, "gColumns");
        var affinity = block.Apply(new BatchMatrixProduct(), [rows, columns], "affinity");
        var vectors = block.Apply(new GroupedVectors(Groups, AsColumns: false), t, "tRows");
        var weighted = block.Apply(new Multiply(), [vectors, affinity], "weighted");
        var y = block.Apply(new ReshapeLike(), [weighted, t], "response");
        y = block.Layer("z", new Conv2d(planes, channels, 1) { Groups = Groups }, y);
        y = block.Layer("gn", new GroupNorm(Groups, channels, ZeroInit), y);
        return block.Build(block.Apply(new Add(), [y, input]));
    }
}
