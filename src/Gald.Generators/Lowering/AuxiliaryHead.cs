using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;

namespace Gald.Generators.Architecture;

internal sealed partial record AuxiliaryHead
{
    /// <summary>The head as one block; the key of its last layer counts the ReLU and the dropout, as a sequential module does.</summary>
    public Block Lower(int stage, int classes)
    {
        var channels = ChannelsFor(stage);
        var block = new BlockBuilder("AuxiliaryClassifier", "The auxiliary head: a second classifier, for training only.");
        var x = block.Layer("0", "conv", Conv2d.Same(stage, channels, 3) with { Bias = Bias }, block.Input("features"));
        x = block.Layer("1", "bn", new BatchNorm2d(channels), x);
        if (Relu)
            x = block.Apply(new Relu(), x);
        if (Dropout > 0)
            x = block.Apply(new Dropout2d(Dropout), x);
        return block.Build(block.Layer(Relu ? "4" : "3", "logits", new Conv2d(channels, classes, 1) { Bias = true }, x));
    }
}
