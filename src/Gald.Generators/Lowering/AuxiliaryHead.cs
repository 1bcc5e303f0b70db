using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal sealed partial record AuxiliaryHead
{
    /// <summary>The published GALD network's; the key of its last layer counts the ReLU and the dropout, as a sequential module does.</summary>
    public Block Lower(int stage, int classes) =>
        LowerSequential(stage, Channels ?? Math.Max(1, stage / 2), classes, Bias ?? true, Dropout > 0 ? new Dropout2d(Dropout) : null);

    /// <summary>torchvision's: the same with a quarter of the channels, no bias, and a dropout of single values.</summary>
    public Block LowerTorchvision(int stage, int classes) =>
        LowerSequential(stage, Channels ?? Math.Max(1, stage / 4), classes, Bias ?? false, Dropout > 0 ? new Dropout(Dropout) : null);

    private Block LowerSequential(int stage, int channels, int classes, bool bias, Operation? dropout)
    {
        var block = Begin();
        var x = block.Layer("0", "conv", Conv2d.Same(stage, channels, 3) with { Bias = bias }, block.Input("features"));
        x = block.Layer("1", "bn", new BatchNorm2d(channels), x);
        if (Relu)
            x = block.Apply(new Relu(), x);
        if (dropout is not null)
            x = block.Apply(dropout, x);
        return block.Build(block.Layer(Relu ? "4" : "3", "logits", new Conv2d(channels, classes, 1) { Bias = true }, x));
    }

    /// <summary>mmsegmentation's: an FCN head.</summary>
    public Block LowerFcn(int stage, int classes)
    {
        var channels = Fcn.Convolutions == 0 ? stage : Channels ?? Math.Max(1, stage / 4);
        var block = Begin();
        var features = block.Input("features");
        var x = Fcn.Convolutions == 0 ? features : block.Call("convs", Fcn.Row("AuxiliaryConvs", stage, channels), features);
        if (Fcn.Concatenate)
            x = block.Call("conv_cat", "convCat", Fcn.Fusion(stage + channels, channels), block.Apply(new Concatenate(), [features, x], "both"));
        if (Dropout > 0)
            x = block.Apply(new Dropout2d(Dropout), x);
        return block.Build(block.Layer("conv_seg", "convSeg", new Conv2d(channels, classes, 1) { Bias = true }, x));
    }

    private static BlockBuilder Begin() => new("AuxiliaryClassifier", "The auxiliary head: a second classifier, for training only.");
}
