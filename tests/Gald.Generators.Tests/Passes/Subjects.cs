using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Shapes;

namespace Gald.Generators.Tests.Passes;

/// <summary>Small blocks that do what no declared network does, or what few do.</summary>
internal static class Subjects
{
    public static Shape Map { get; } = Shape.Map(8, 12, 16);

    /// <summary>One convolution that runs twice, with a ReLU behind it the first time.</summary>
    public static Block Twice()
    {
        var block = new BlockBuilder("Twice", "");
        var convolution = block.Child("conv", Conv2d.Same(8, 8, 3));
        var once = block.Apply(new Relu(), block.Call(convolution, block.Input("input")));
        return block.Build(block.Call(convolution, once, "output"));
    }

    /// <summary>A block that gives two maps, the second of which is more work.</summary>
    public static Block Pair()
    {
        var block = new BlockBuilder("Pair", "");
        var first = block.Layer("first", Conv2d.Same(8, 4, 3, step: 2), block.Input("input"), "one");
        return block.Build(first, block.Layer("second", new Conv2d(4, 6, 1), first, "two"));
    }

    /// <summary>A block that takes two maps of such a pair.</summary>
    public static Block Merge()
    {
        var block = new BlockBuilder("Merge", "");
        return block.Build(block.Apply(new Concatenate(), [block.Input("left"), block.Input("right")], "both"));
    }

    /// <summary>A pair of which a prediction needs the first map only; the second is classified in training.</summary>
    public static Block WithSupervision()
    {
        var block = new BlockBuilder("Supervised", "");
        var maps = block.Call(block.Child("pair", Pair()), [block.Input("input")], ["one", "two"]);
        var classifier = block.Child("classifier", new Conv2d(6, 2, 1) { Bias = true });
        return block.Build(block.Apply(new Relu(), maps[0], "output"), block.CallInTraining(classifier, maps[1], "auxiliary"));
    }

    /// <summary>Both maps of a pair, merged.</summary>
    public static Block Merged()
    {
        var block = new BlockBuilder("Merged", "");
        var maps = block.Call(block.Child("pair", Pair()), [block.Input("input")], ["one", "two"]);
        return block.Build(block.Call(block.Child("merge", Merge()), maps, "output"));
    }
}
