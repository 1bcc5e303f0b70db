using Gald.Testing;
using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace Gald.Networks.Tests.Behaviour;

/// <summary>What the description says about memory is what libtorch allocates.</summary>
public sealed class ActivationMemoryTests(ITestOutputHelper console)
{
    public static TheoryData<string> Networks() =>
    [
        "[SegmentationNetwork(Classes = 19, Height = 193, Width = 193)] [ResNet(50)] [Cgnl] [LocalDistribution] [AuxiliaryHead]",
        "[SegmentationNetwork(Classes = 11, Height = 160, Width = 224)] [ResNet(18, Stem = Stem.Torchvision)] [LocalDistribution(Padding = 1)]",
        "[SegmentationNetwork(Classes = 5, Height = 161, Width = 193)] [ResNet(18, OutputStride = 32, Stem = Stem.V1c)] [UPerHead] [AuxiliaryHead]",
        "[SegmentationNetwork(Classes = 5, Height = 161, Width = 193)] [ResNet(18, OutputStride = 32, Stem = Stem.V1c)] [LocalDistribution(Padding = 1)] [SemanticFpnHead]",
        "[SegmentationNetwork(Classes = 5, Height = 161, Width = 193)] [ResNet(18, Stem = Stem.V1c)] [DeepLabV3PlusHead]",
        "[SegmentationNetwork(Classes = 5, Height = 161, Width = 193)] [ResNet(18, Stem = Stem.Torchvision)] [DeepLabV3Head] [AuxiliaryHead]",
        "[SegmentationNetwork(Classes = 5, Height = 161, Width = 193)] [MixTransformer(MiTSize.B0)] [SegFormerHead(Channels = 64)] [AuxiliaryHead]",
        "[SegmentationNetwork(Classes = 5, Height = 161, Width = 193)] [ConvNeXt(ConvNeXtSize.Tiny)] [SegFormerHead(Channels = 64)]",
        "[SegmentationNetwork(Classes = 5, Height = 161, Width = 193)] [ConvNeXt(ConvNeXtSize.Tiny, Form = BackboneForm.Mmsegmentation)] [UPerHead(Channels = 64)] [AuxiliaryHead(Channels = 32)]",
        "[SegmentationNetwork(Classes = 5, Height = 161, Width = 193)] [MixTransformer(MiTSize.B0)] [EfficientAttention(Reduction = 2)] [MixFeedForward] [SegFormerHead(Channels = 64)]",
        "[SegmentationNetwork(Classes = 5, Height = 161, Width = 193, Recompute = Recompute.Blocks)] [MixTransformer(MiTSize.B0)] [DecodeHead(Channels = 64)] [AuxiliaryHead]",
        "[SegmentationNetwork(Classes = 19, Height = 193, Width = 193, Recompute = Recompute.Blocks)] [ResNet(50)] [Cgnl] [LocalDistribution] [AuxiliaryHead]",
        "[SegmentationNetwork(Classes = 5, Height = 161, Width = 193)] [HrNet(8, Small = true)] [DecodeHead(Stages = new[] { 1, 2, 3, 4 }, Convolutions = 1, Kernel = 1, Concatenate = false)]",
        "[SegmentationNetwork(Classes = 5, Height = 161, Width = 193, Recompute = Recompute.Blocks)] [HrNet(8, Small = true)] [DecodeHead(Convolutions = 0)] [AuxiliaryHead]",
        "[SegmentationNetwork(Classes = 5, Height = 161, Width = 193)] [ResNet(18, Stem = Stem.V1c)] [LocalDistribution(Padding = 1)] [OcrHead]",
        "[SegmentationNetwork(Classes = 5, Height = 129, Width = 129, Recompute = Recompute.Blocks)] [Uses(typeof(Trunk))] [AuxiliaryHead(Stage = 2)]",
        "[SegmentationNetwork(Classes = 5, Height = 161, Width = 193)] [MobileNetV2(OutputStride = 16)] [FcnHead] [AuxiliaryHead]",
        "[SegmentationNetwork(Classes = 5, Height = 161, Width = 193)] [MobileNetV3(MobileNetV3Size.Large)] [DeepLabV3Head] [AuxiliaryHead(Stage = 2)]",
        "[SegmentationNetwork(Classes = 5, Height = 161, Width = 193)] [MobileNetV3(MobileNetV3Size.Large)] [LocalDistribution(Padding = 1)] [LrAsppHead]",
        "[SegmentationNetwork(Classes = 5, Height = 160, Width = 193)] [MobileNetV3(MobileNetV3Size.Small, Form = BackboneForm.Mmsegmentation)] [LocalDistribution]",
        "[SegmentationNetwork(Classes = 5, Height = 161, Width = 193, Recompute = Recompute.Blocks)] [MobileNetV3(MobileNetV3Size.Large)] [FcnHead]",
        "[SegmentationNetwork(Classes = 5, Height = 129, Width = 129)] [Uses(typeof(Trunk), typeof(Context), typeof(Detail))] [AuxiliaryHead(Stage = 2)]",
        "[SegmentationNetwork(Classes = 5, Height = 129, Width = 129)] [Uses(typeof(Trunk))] [DeepLabV3PlusHead(Channels = 16)]",
    ];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Training_and_prediction_allocate_what_is_described(string declaration)
    {
        // libtorch's functions have other names there.
        if (OperatingSystem.IsWindows())
            return;
        var (network, description) = Create(declaration);
        Compare(description.TrainingActivationBytes, Kept(network, description));
        using var frozen = ((IFreezable)network).Freeze();
        network.Dispose();
        Compare(description.PeakActivationBytes, PeakOf(frozen, description));
    }

    public static TheoryData<string> Aggregations() =>
    [
        "PyramidPooling", "AtrousPyramid(Dilations = new[] { 1, 2, 4 })", "NonLocal", "NonLocal(Mode = NonLocalMode.DotProduct, SubSample = true)",
        "NonLocal(Mode = NonLocalMode.Concatenation)", "DisentangledNonLocal", "CrissCross", "DoubleAttention", "GlobalContext(Fusion = ContextFusion.Both)", "DualAttention",
        "ExpectationMaximization", "InterlacedAttention", "GloRe", "DualGraph", "AsymmetricNonLocal", "SqueezeExcitation", "EfficientAttention", "EfficientAttention(Heads = 1, Reduction = 4)", "Cgnl(Kernel = CgnlKernel.Gaussian)",
    ];

    /// <summary>Small networks, in which the aggregation is much of the whole.</summary>
    [Theory]
    [MemberData(nameof(Aggregations))]
    public void An_aggregation_allocates_what_is_described(string aggregation)
    {
        if (OperatingSystem.IsWindows())
            return;
        var (network, description) = Create(
            $"[SegmentationNetwork(Classes = 5, Height = 257, Width = 289)] [ResNet(18, BaseWidth = 8)] [SegmentationHead(Channels = 64)] [{aggregation}]");
        Compare(description.TrainingActivationBytes, Kept(network, description), 0.15);
        using var frozen = ((IFreezable)network).Freeze();
        network.Dispose();
        // libtorch's attention computes 256 rows of 512 weights at a time, in each thread; heads have 8 channels here.
        var blocks = aggregation == "EfficientAttention" ? sizeof(float) * 256L * (512 + 2 + 8) * get_num_threads() : 0;
        Compare(description.PeakActivationBytes + blocks, PeakOf(frozen, description), 0.15);
    }

    /// <summary>What autograd keeps of an image until the backward pass, from one batch of two.</summary>
    private static long Kept(nn.Module<Tensor, SegmentationOutput> network, NetworkDescription description)
    {
        using var meter = new AllocationMeter();
        long kept;
        using (var output = Forward())
        {
            var logits = output.Logits.numel() + output.Auxiliaries.Sum(auxiliary => auxiliary.numel());
            kept = (meter.Live - sizeof(float) * logits) / 2;
        }

        Assert.Equal(0, meter.Live);
        return kept;

        SegmentationOutput Forward()
        {
            using var images = randn(2, 3, description.Height, description.Width);
            using var packed = MemoryLayout.ChannelsLast(images);
            return network.call(packed);
        }
    }

    private static long PeakOf(IFrozenNetwork frozen, NetworkDescription description)
    {
        using var images = randn(1, 3, description.Height, description.Width);
        // The first prediction brings the weights into their order.
        frozen.call(images).Dispose();
        using var meter = new AllocationMeter();
        frozen.call(images).Dispose();
        Assert.Equal(0, meter.Live);
        return meter.Peak;
    }

    private void Compare(long described, long measured, double tolerance = 0.05)
    {
        console.WriteLine($"{described} bytes are described, {measured} are so: {(double)described / measured:F4}");
        Assert.InRange(described, (1 - tolerance) * measured, (1 + tolerance) * measured);
    }

    private static (nn.Module<Tensor, SegmentationOutput> Network, NetworkDescription Description) Create(string declaration)
    {
        var type = GeneratorRun.Of($$"""
            using Gald;
            [ResNet(101, OutputStride = 16)] public partial class Trunk;
            [Cgnl(Groups = 4)] public partial class Context;
            [LocalDistribution(Padding = 1, Residual = Residual.Single)] public partial class Detail;
            {{declaration}} public partial class Net;
            """).Load().GetType("Net", throwOnError: true)!;
        return ((nn.Module<Tensor, SegmentationOutput>)Activator.CreateInstance(type)!, new Declared(type).Description);
    }
}
