using Composition.FSharp;
using Gald;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Composition;

/// <summary>
/// A backbone that Gald does not know: depthwise separable convolutions, written by hand. The contract is all that the compiler
/// needs to check a network around it, and what the network checks when it runs.
/// </summary>
[StageContract(StageRole.Backbone, OutputChannels = 128, Reduction = 8)]
public sealed class SeparableTrunk : nn.Module<Tensor, Tensor>
{
    private readonly Sequential layers = nn.Sequential(
        nn.Conv2d(3, 32, kernel_size: 3, stride: 2, padding: 1), nn.ReLU(inplace: true),
        nn.Conv2d(32, 32, kernel_size: 3, stride: 2, padding: 1, groups: 32), nn.Conv2d(32, 64, kernel_size: 1), nn.ReLU(inplace: true),
        nn.Conv2d(64, 64, kernel_size: 3, stride: 2, padding: 1, groups: 64), nn.Conv2d(64, 128, kernel_size: 1), nn.ReLU(inplace: true));

    /// <summary>The backbone with fresh weights.</summary>
    public SeparableTrunk() : base(nameof(SeparableTrunk)) => RegisterComponents();

    /// <summary>N×3×H×W to N×128×H/8×W/8.</summary>
    public override Tensor forward(Tensor images) => layers.call(images);
}

/// <summary>A backbone written in C#, an aggregation written in F#, a distribution that Gald generates.</summary>
[SegmentationNetwork(Classes = 8, Height = 192, Width = 256)]
[Uses(typeof(SeparableTrunk), typeof(SqueezeExcitation), typeof(Detail))]
[SegmentationHead(Channels = 64)]
public partial class OwnGald;
