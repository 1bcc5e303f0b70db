using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

internal sealed partial record Cgnl
{
    private const string Summary = "Compact generalized non-local aggregation (Yue et al., NeurIPS 2018).";

    public override Value Lower(BlockBuilder block, Value features, Extent channels, string path)
    {
        if (Class is null)
            return LowerParts(block, features, channels, path);
        if (Downsample > 1)
        {
            // The class holds the modules of two keys.
            block.Enter(Class.AsPart("aggregation", channels));
            var aggregated = LowerParts(block, features, channels, path);
            block.Leave();
            return aggregated;
        }

        var alone = new BlockBuilder(Class.Name, Summary);
        block.Stage($"{path}{Key}", Describe(channels), Declared);
        var x = block.Call(
            Key, Class.AsPart(Key, channels), alone.Build(Aggregate(alone, alone.Input("input"), channels)), features, "aggregated");
        block.EndStage();
        return x;
    }

    public override Value LowerAlone(BlockBuilder block, Value features, Extent channels)
    {
        block.Enter(Class?.AsPart("aggregation", channels));
        var aggregated = Downsample > 1 ? LowerParts(block, features, channels, "") : Aggregate(block, features, channels);
        block.Leave();
        return aggregated;
    }

    private Value LowerParts(BlockBuilder block, Value features, Extent channels, string path)
    {
        var x = features;
        if (Downsample > 1)
        {
            var kind = DownsampleSteps == 1 ? "depthwise 3×3, stride 2" : $"{DownsampleSteps} depthwise 3×3, stride 2";
            block.Stage($"{path}down", kind, Declared);
            x = block.Call("down", ConvUnit.BuildDepthwise(
                "Downsampling", $"Reduces the map by {Downsample} before the aggregation.",
                ConvUnit.Depthwise(channels, DownsamplePadding, DownsampleBias), DownsampleSteps), x, "reduced");
        }

        var inner = new BlockBuilder("Cgnl", Summary);
        block.Stage($"{path}{Key}", Describe(channels), Declared);
        x = block.Call(Key, inner.Build(Aggregate(inner, inner.Input("input"), channels)), x, "context");
        block.EndStage();
        return Downsample > 1 ? block.Apply(new Resize(), [x, features], "aggregated") : x;
    }

    private string Describe(Extent channels) => $"CGNL, {Groups} groups of {PlanesFor(channels) / Groups}";

    /// <summary>
    /// For each group, the scalar a = Σ φ·g over its channels and positions weights θ; the embeddings t, p and g are the
    /// paper's θ, φ and g.
    /// </summary>
    private Value Aggregate(BlockBuilder block, Value input, Extent channels)
    {
        var planes = PlanesFor(channels);
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
        return block.Apply(new Add(), [y, input]);
    }
}
