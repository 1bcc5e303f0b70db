using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

internal abstract partial record PairwiseAggregation
{
    /// <summary>How affinities become weights that all positions share, by its name in mmcv.</summary>
    protected string ModeName => Mode switch
    {
        NonLocalMode.EmbeddedGaussian => "embedded Gaussian",
        NonLocalMode.DotProduct => "dot product",
        NonLocalMode.Gaussian => "Gaussian",
        _ => "concatenation",
    };

    protected Extent Inner(Extent channels) => channels / Reduction;

    /// <summary>Positions that are collected from, as rows: N×M×C'.</summary>
    protected Value Collected(BlockBuilder block, Value features, Extent channels) =>
        block.Rows(block.Call("g", Embedding("Values", "What positions give.", channels, SubSample), features, "gMap"), "gRows");

    /// <summary>Positions that collect, as rows: N×L×C', or N×L×C in the Gaussian mode.</summary>
    protected Value Collecting(BlockBuilder block, Value features, Extent channels) => Mode == NonLocalMode.Gaussian
        ? block.Rows(features, "thetaRows")
        : block.Rows(block.Call("theta", Embedding("Queries", "What positions ask for.", channels, halved: false), features, "thetaMap"), "thetaRows");

    /// <summary>Positions that are compared with, as columns: N×C'×M, or N×C×M in the Gaussian mode.</summary>
    protected Value Compared(BlockBuilder block, Value features, Extent channels)
    {
        if (Mode != NonLocalMode.Gaussian)
            return block.Columns(block.Call("phi", Embedding("Keys", "What positions are asked by.", channels, SubSample), features, "phiMap"), "phiColumns");
        return block.Columns(SubSample ? block.Apply(MaxPool2d.Halving, features, "phiMap") : features, "phiColumns");
    }

    /// <summary>The map of attention N×L×M of N×L×C' and N×C'×M.</summary>
    protected Value Weigh(BlockBuilder block, Value rows, Value columns, Extent channels, double temperature = 1)
    {
        if (Mode == NonLocalMode.Concatenation)
        {
            var compared = block.Call(
                block.Child("concat_project", ConcatenationProject(Inner(channels))), [rows, columns], "affinity");
            return block.Apply(new DivideByLength(2), [compared, compared], "attention");
        }

        var affinity = block.Affinity(rows, columns);
        if (Mode == NonLocalMode.DotProduct)
            return block.Apply(new DivideByLength(2), [affinity, affinity], "attention");
        if (Mode == NonLocalMode.EmbeddedGaussian)
        {
            if (Scale)
                affinity = block.Apply(new DivideByLength(2, Root: true), [affinity, rows]);
            if (temperature != 1)
                affinity = block.Apply(new Scale(1 / temperature), affinity);
        }

        return block.Apply(new Softmax(2), affinity, "attention");
    }

    /// <summary>The convolution back to the map's channels, whose result is added to the map.</summary>
    protected Value Extend(BlockBuilder block, Value context, Extent channels) => block.Call("conv_out", ConvModule.Build(
        "Extension", "Back to the map's channels.",
        new Conv2d(Inner(channels), channels, 1) { ZeroInit = ZeroInit && !Norm },
        Norm ? new BatchNorm2d(channels) { ZeroInit = ZeroInit } : null,
        relu: false), context, "extended");

    private Block Embedding(string name, string summary, Extent channels, bool halved)
    {
        var embedding = ConvModule.Build(name, summary, new Conv2d(channels, Inner(channels), 1), norm: null, relu: false);
        if (!halved)
            return embedding;
        var block = new BlockBuilder($"Halved{name}", $"{summary.TrimEnd('.')}, of every 2×2 positions the largest.");
        return block.Build(block.Apply(MaxPool2d.Halving, block.Call("0", "embedding", embedding, block.Input("features"))));
    }

    /// <summary>
    /// ReLU(w·[θ, φ]) for every pair. w·[θ, φ] is the sum of a product with θ and one with φ, so that the concatenation, 2·C' times as large
    /// as the map of attention, need not be made.
    /// </summary>
    private static Block ConcatenationProject(Extent inner)
    {
        var projection = new BlockBuilder("PairProjection", "A learnt vector over the embeddings of both positions.");
        var rows = projection.Input("rows");
        var columns = projection.Input("columns");
        var weight = projection.Parameter("weight", Start.Uniform, 1, inner * 2, 1, 1);
        var vector = projection.Apply(new Flatten(2, 3), weight, "vector");
        var ofRows = projection.Apply(new TakeHalf(Second: false), vector, "ofRows");
        var ofColumns = projection.Apply(new TakeHalf(Second: true), vector, "ofColumns");
        var left = projection.Product(rows, projection.Apply(new RepeatLike(), [ofRows, rows]), "left");
        var right = projection.Product(projection.Transpose(projection.Apply(new RepeatLike(), [ofColumns, columns])), columns, "right");
        var whole = new BlockBuilder("PairProjectionUnit", "Compares positions by a learnt vector, and keeps what is positive.");
        var result = whole.Call(
            whole.Child("conv", projection.Build(projection.Apply(new OuterSum(), [left, right], "sums"))),
            [whole.Input("rows"), whole.Input("columns")]);
        return whole.Build(whole.Apply(new Relu(), result));
    }
}
