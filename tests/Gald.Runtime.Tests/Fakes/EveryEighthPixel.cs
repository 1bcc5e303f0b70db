using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gald.Runtime.Tests;

/// <summary>A network with logits of stride 8, as a strided convolution computes them: class 1 where the pixel at the centre is brighter than 128. It has no weights.</summary>
internal sealed class EveryEighthPixel() : Module<Tensor, SegmentationOutput>("EveryEighthPixel")
{
    private const double Threshold = (128 / 255.0 - 0.485) / 0.229;

    public static NetworkDescription Description { get; } = TinyNetwork.Description with
    {
        Name = "EveryEighthPixel",
        Classes = 2,
        Stages = [TinyNetwork.Description.Stages[0] with { Stride = 4 }, TinyNetwork.Description.Stages[0] with { Stride = 8 }],
    };

    public override SegmentationOutput forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var centres = input[TensorIndex.Colon, TensorIndex.Slice(0, 1), TensorIndex.Slice(step: 8), TensorIndex.Slice(step: 8)];
        return new SegmentationOutput(cat([full_like(centres, Threshold), centres], 1).MoveToOuterDisposeScope());
    }
}
