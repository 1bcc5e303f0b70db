using Gald;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Composition;

/// <summary>Aggregation and distribution as one module, which keeps N×64×H×W.</summary>
[FeatureBlock(Channels = 64)]
[Cgnl(Groups = 8, ZeroInit = true)]
[LocalDistribution(Steps = 3, Padding = 1)]
public partial class PluginBlock;

/// <summary>
/// A fully convolutional network as one writes it in TorchSharp, with a generated block in its middle. Because it says what it is,
/// in <see cref="Description"/>, it is trained, evaluated and run like a declared network.
/// </summary>
public sealed class HandWrittenFcn : nn.Module<Tensor, SegmentationOutput>, ISegmentationNetwork
{
    private readonly Sequential features = nn.Sequential(
        nn.Conv2d(3, 32, kernel_size: 3, stride: 2, padding: 1), nn.ReLU(inplace: true),
        nn.Conv2d(32, 64, kernel_size: 3, stride: 2, padding: 1), nn.ReLU(inplace: true),
        nn.Conv2d(64, 64, kernel_size: 3, stride: 2, padding: 1), nn.ReLU(inplace: true));

    private readonly PluginBlock gald = new();

    private readonly Conv2d classifier = nn.Conv2d(64, 8, kernel_size: 1);

    /// <summary>The network with fresh weights.</summary>
    public HandWrittenFcn() : base(nameof(HandWrittenFcn)) => RegisterComponents();

    /// <summary>What the runtime needs to know: classes, and the sizes that it takes.</summary>
    public static NetworkDescription Description { get; } = new()
    {
        Name = nameof(HandWrittenFcn),
        Classes = 8,
        Height = 192,
        Width = 256,
        MinimumHeight = 8 * PluginBlock.SmallestMap,
        MinimumWidth = 8 * PluginBlock.SmallestMap,
        AuxiliaryWeight = 0,
        Stages = [],
        Parameters = 0,
        MultiplyAdds = 0,
    };

    /// <summary>N×3×H×W images to N×8×H/8×W/8 logits.</summary>
    public override SegmentationOutput forward(Tensor images)
    {
        using var map = features.call(images);
        using var distributed = gald.call(map);
        return new SegmentationOutput(classifier.call(distributed));
    }
}
