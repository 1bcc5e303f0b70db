using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal sealed partial record FcnHead
{
    /// <summary>A sequential module of convolution, batch norm, ReLU, dropout and classifier; the declared stages stand behind the ReLU.</summary>
    public override Block Lower(HeadContent content)
    {
        var channels = ChannelsFor(content.Last);
        var head = new BlockBuilder("FcnHead", "The FCN head.");
        var input = StageInputOf(ReadMaps(head, content), content);
        head.Stage($"{Key}.0", "3×3", Declared);
        var x = head.Layer("0", "conv", Conv2d.Same(content.Last, channels, 3), input.Features);
        head.Stage($"{Key}.1", "batch norm and ReLU", Declared);
        x = head.Layer("1", "bn", new BatchNorm2d(channels), x);
        x = head.Apply(new Relu(), x);
        head.EndStage();
        var map = PlaceStages(head, input, new(x, channels), content);
        head.Stage($"{Key}.4", "1×1 to classes", Declared);
        x = Dropout > 0 ? head.Apply(new Dropout(Dropout), map.Output) : map.Output;
        return head.Build(head.Layer("4", "convSeg", new Conv2d(map.Channels, content.Classes, 1) { Bias = true }, x, "logits"));
    }
}
