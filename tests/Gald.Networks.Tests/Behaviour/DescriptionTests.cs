using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Networks.Tests.Behaviour;

/// <summary>What the compiler says about a network is what libtorch does with it.</summary>
public sealed class DescriptionTests
{
    public static TheoryData<string, string> Declarations()
    {
        var data = new TheoryData<string, string>();
        foreach (var depth in new[] { 18, 34, 50, 101, 152 })
            data.Add($"[ResNet({depth}, BaseWidth = 4)] [Cgnl(Groups = 2)] [LocalDistribution] [AuxiliaryHead]", "131×150");
        foreach (var stride in new[] { 8, 16, 32 })
        {
            data.Add($"[ResNet(18, BaseWidth = 4, OutputStride = {stride})] [LocalDistribution(Padding = 1)] [AuxiliaryHead(Stage = 2)]", "97×161");
            data.Add($"[ResNet(50, BaseWidth = 4, OutputStride = {stride}, Stem = Stem.Torchvision)] [Cgnl(Groups = 4, Planes = 8)]", "120×90");
        }

        data.Add("[ResNet(18, BaseWidth = 8, Stem = Stem.Torchvision, CeilMode = true)] [Cgnl(Groups = 4, Downsample = 4)] [LocalDistribution(Steps = 2)]", "128×128");
        data.Add("[ResNet(18, BaseWidth = 8, CeilMode = false)] [Cgnl(Groups = 1, Downsample = 8, DownsamplePadding = 1, DownsampleBias = false)]", "128×128");
        data.Add("[ResNet(18, BaseWidth = 8)] [LocalDistribution(Steps = 6, Padding = 1, Bias = false, MaskRelu = false, Residual = Residual.Single)]", "40×50");
        data.Add("[ResNet(50, BaseWidth = 4, MultiGrid = new[] { 3, 1, 2 })] [SegmentationHead(Channels = 24)] [AuxiliaryHead(Stage = 1, Channels = 6, Dropout = 0.5, Bias = false, Relu = false)]", "64×80");
        data.Add("[ResNet(18, BaseWidth = 1)]", "1×1");
        return data;
    }

    [Theory]
    [MemberData(nameof(Declarations))]
    public void StagesHaveTheirShapesAndParameters(string attributes, string size)
    {
        var sides = size.Split('×').Select(int.Parse).ToArray();
        var declared = Declared.Of($"[SegmentationNetwork(Classes = 3, Height = {sides[0]}, Width = {sides[1]})] {attributes}");
        var description = declared.Description;
        using var network = declared.Create();
        Assert.Same(description, ((IDescribed)network).Description);
        Assert.Equal(description.Parameters, network.parameters().Sum(parameter => parameter.numel()));

        var modules = network.named_modules().ToDictionary(module => module.name, module => module.module);
        var seen = new Dictionary<string, long[]>();
        foreach (var stage in description.Stages.Where(stage => modules.ContainsKey(stage.Name)))
        {
            var module = (nn.Module<Tensor, Tensor>)modules[stage.Name];
            Assert.Equal(stage.Parameters, module.parameters().Sum(parameter => parameter.numel()));
            module.register_forward_hook((_, _, result) =>
            {
                seen[stage.Name] = result.shape;
                return result;
            });
        }

        // Statistics of single values are undefined, so this runs as evaluation, with the auxiliary head called by hand.
        network.eval();
        using var images = randn(1, 3, sides[0], sides[1]);
        using var grad = no_grad();
        using var output = network.call(images);
        foreach (var (name, shape) in seen)
        {
            var stage = description.Stages.Single(candidate => candidate.Name == name);
            Assert.Equal([1, stage.Channels, stage.Height, stage.Width], shape);
        }

        Assert.Equal(description.Stages.Count(stage => modules.ContainsKey(stage.Name) && stage.Name != "dsn"), seen.Count);
        Assert.Equal([1, 3, description.Stages.Single(stage => stage.Name == "head.bottleneck").Height], output.Logits.shape[..3]);
    }

    [Theory]
    [InlineData("[ResNet(18, BaseWidth = 4)] [Cgnl(Groups = 2)] [LocalDistribution]", 111)]
    [InlineData("[ResNet(18, BaseWidth = 4, Stem = Stem.Torchvision)] [LocalDistribution]", 113)]
    [InlineData("[ResNet(18, BaseWidth = 4, OutputStride = 16)] [Cgnl(Groups = 2)] [LocalDistribution(Steps = 2)]", 95)]
    [InlineData("[ResNet(18, BaseWidth = 4)]", 1)]
    public void EverySizeFromTheMinimumUpRuns(string attributes, int minimum)
    {
        var declared = Declared.Of($"[SegmentationNetwork(Classes = 3, Height = 200, Width = 300)] {attributes}");
        Assert.Equal((minimum, minimum), (declared.Description.MinimumHeight, declared.Description.MinimumWidth));
        using var network = declared.Create();
        network.eval();
        using var grad = no_grad();
        for (var side = minimum; side < minimum + 20; side++)
        {
            using var images = randn(1, 3, side, 2 * minimum - side + 20);
            using var output = network.call(images);
            Assert.Equal(3, output.Logits.shape[1]);
        }
    }

    [Fact]
    public void WrongImagesAreRefusedWithWhatWasExpected()
    {
        using var network = Declared.Of("[SegmentationNetwork(Classes = 3, Height = 200, Width = 300)] [ResNet(18, BaseWidth = 4)] [LocalDistribution]").Create();
        foreach (var shape in new long[][] { [3, 200, 300], [1, 1, 200, 300], [1, 3, 110, 300], [1, 3, 200, 110] })
        {
            using var images = zeros(shape);
            var refused = Assert.Throws<ArgumentException>(() => network.call(images));
            Assert.StartsWith($"Net takes N×3×H×W images of at least 111×111, but these are {string.Join("×", shape)}.", refused.Message, StringComparison.Ordinal);
        }
    }
}
