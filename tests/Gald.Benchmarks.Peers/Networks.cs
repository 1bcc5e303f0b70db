using Gald;
using TorchSharp;
using static TorchSharp.torch;

namespace Contestants;

/// <summary>The published network with ResNet-50, for CamVid's eleven classes.</summary>
[SegmentationNetwork(Classes = 11, Height = 360, Width = 480)]
[ResNet(50)]
[Cgnl]
[LocalDistribution]
[AuxiliaryHead]
public partial class PublishedGald;

/// <summary>The published network whose blocks a training step computes twice.</summary>
[SegmentationNetwork(Classes = 11, Height = 360, Width = 480, Recompute = Recompute.Blocks)]
[ResNet(50)]
[Cgnl]
[LocalDistribution]
[AuxiliaryHead]
public partial class RecomputedGald;

/// <summary>The published network with ResNet-50, for the nineteen classes of Cityscapes at their full size.</summary>
[SegmentationNetwork(Classes = 19, Height = 1024, Width = 2048)]
[ResNet(50)]
[Cgnl]
[LocalDistribution]
[AuxiliaryHead]
public partial class CityscapesGald;

/// <summary>A small network, for CamVid's eleven classes.</summary>
[SegmentationNetwork(Classes = 11, Height = 360, Width = 480)]
[ResNet(18)]
[Cgnl]
[LocalDistribution]
[AuxiliaryHead]
public partial class SmallGald;

/// <summary>The network for small machines, for the nineteen classes of Cityscapes at half their size.</summary>
[SegmentationNetwork(Classes = 19, Height = 512, Width = 1024)]
[MobileNetV3(MobileNetV3Size.Large)]
[LocalDistribution]
[LrAsppHead]
public partial class MobileGald;

/// <summary>The networks that contestants run, by name.</summary>
internal static class Networks
{
    public static nn.Module<Tensor, SegmentationOutput> Create(string name) => name switch
    {
        "resnet50-11" => new PublishedGald(),
        "recomputed50-11" => new RecomputedGald(),
        "resnet50-19" => new CityscapesGald(),
        "resnet18-11" => new SmallGald(),
        "mobile-19" => new MobileGald(),
        _ => throw new GaldException($"There is no network '{name}'."),
    };

    /// <summary>The number of classes, which stands at the end of a name.</summary>
    public static int ClassesOf(string name) => int.Parse(name[(name.IndexOf('-') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
}
