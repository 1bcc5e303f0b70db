using Gald.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Networks.Tests.Behaviour;

/// <summary>The program that only predicts gives what the network gives in evaluation mode.</summary>
public sealed class FrozenTests
{
    public static TheoryData<string, string> Declarations()
    {
        var data = new TheoryData<string, string>();
        foreach (var depth in new[] { 18, 34, 50, 101 })
            data.Add($"[ResNet({depth}, BaseWidth = 4)] [Cgnl(Groups = 2)] [LocalDistribution] [AuxiliaryHead]", "131×150");
        data.Add("[ResNet(18, BaseWidth = 4, Stem = Stem.Torchvision, OutputStride = 16)] [Cgnl(Groups = 4, Planes = 8, Downsample = 4, DownsamplePadding = 1, DownsampleBias = false)]", "97×161");
        data.Add("[ResNet(18, BaseWidth = 8)] [LocalDistribution(Steps = 5, Padding = 1, Bias = false, MaskRelu = false, Residual = Residual.Single)]", "40×50");
        data.Add("[ResNet(18, BaseWidth = 8)] [SegmentationHead(Channels = 24)] [Cgnl(Groups = 4, Downsample = 1)]", "64×80");
        data.Add("[ResNet(50, BaseWidth = 4)]", "1×1");
        data.Add("[Uses(typeof(Trunk), typeof(Context), typeof(Detail))] [AuxiliaryHead(Stage = 2)]", "120×130");
        data.Add("[Uses(typeof(Trunk), typeof(FineContext), typeof(Own))]", "120×130");
        data.Add("[Uses(typeof(Trunk))] [SemanticFpnHead(Stages = new[] { 1, 3 }, Channels = 16)]", "65×90");
        return data;
    }

    internal const string Stages = """
        using Gald;
        [ResNet(18, BaseWidth = 8)] public partial class Trunk;
        [Cgnl(Groups = 4)] public partial class Context;
        [Cgnl(Groups = 4, Downsample = 1)] public partial class FineContext;
        [LocalDistribution] public partial class Detail;
        [StageContract(StageRole.Distribution)]
        public class Own() : TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>("Own")
        {
            public override TorchSharp.torch.Tensor forward(TorchSharp.torch.Tensor x) => x;
        }
        """;

    [Theory]
    [MemberData(nameof(Declarations))]
    public void A_frozen_network_gives_what_the_network_gives(string attributes, string size)
    {
        var sides = size.Split('×').Select(int.Parse).ToArray();
        using var network = (nn.Module<Tensor, SegmentationOutput>)Activator.CreateInstance(GeneratorRun.Of(
            $"{Stages} [SegmentationNetwork(Classes = 3, Height = {sides[0]}, Width = {sides[1]})] {attributes} public partial class Net;")
            .Load().GetType("Net")!)!;
        RandomizeStatistics(network);
        network.eval();
        using var images = randn(2, 3, sides[0], sides[1]);
        using var grad = no_grad();
        using var expected = network.call(images);
        using var frozen = ((IFreezable)network).Freeze();
        var before = TensorCount.Settled();
        using (var actual = frozen.call(images))
        using (var difference = actual.sub(expected.Logits))
        {
            Assert.Equal(expected.Logits.shape, actual.shape);
            var error = difference.norm().ToDouble() / expected.Logits.norm().ToDouble();
            Assert.True(error <= 1e-4, $"The frozen network differs by {error:E1}.");
        }

        using (var unchanged = network.call(images))
            Assert.True(unchanged.Logits.equal(expected.Logits).all().ToBoolean(), "Freezing has changed the network.");

        network.train();
        using (var again = frozen.call(images))
        using (var difference = again.sub(expected.Logits))
            Assert.True(difference.norm().ToDouble() <= 1e-4 * expected.Logits.norm().ToDouble());
    }

    [Fact]
    public void A_frozen_network_outlives_its_network_and_leaves_no_tensor_behind()
    {
        var network = Declared.Of("[SegmentationNetwork(Classes = 3, Height = 120, Width = 120)] [ResNet(18, BaseWidth = 4)] [Cgnl(Groups = 2)] [LocalDistribution]").Create();
        var frozen = ((IFreezable)network).Freeze();
        network.Dispose();
        using var images = randn(1, 3, 120, 120);
        frozen.call(images).Dispose();
        var before = TensorCount.Settled();
        for (var i = 0; i < 3; i++)
            frozen.call(images).Dispose();
        Assert.Equal(before, Tensor.TotalCount);
        frozen.Dispose();
    }

    [Fact]
    public void Blocks_and_stages_freeze_too()
    {
        var assembly = GeneratorRun.Of($"{Stages} [FeatureBlock(Channels = 24)] [Cgnl(Groups = 4)] [LocalDistribution] public partial class Block;").Load();
        foreach (var (type, channels) in new[] { ("Block", 24), ("Context", 40), ("Detail", 40), ("Trunk", 3) })
        {
            var found = assembly.GetType(type)!;
            using var module = (nn.Module<Tensor, Tensor>)(type is "Context" or "Detail" ? Activator.CreateInstance(found, channels) : Activator.CreateInstance(found))!;
            RandomizeStatistics(module);
            module.eval();
            using var input = randn(2, channels, 40, 41);
            using var grad = no_grad();
            using var expected = module.call(input);
            using var frozen = (IDisposable)found.GetMethod("Freeze")!.Invoke(module, null)!;
            using var actual = (Tensor)frozen.GetType().GetMethod("call")!.Invoke(frozen, [input])!;
            Assert.True(expected.allclose(actual, 1e-3, 1e-4), type);
        }
    }

    private static readonly Declared Wide =
        Declared.Of("[SegmentationNetwork(Classes = 3, Height = 120, Width = 152)] [ResNet(50, BaseWidth = 32)] [Cgnl(Groups = 2)] [LocalDistribution] [AuxiliaryHead]");

    [Fact]
    public void A_frozen_network_says_what_each_convolution_ran_on()
    {
        using var network = Wide.Create();
        using var images = randn(1, 3, 120, 152);
        foreach (var exact in new[] { false, true })
        {
            using var frozen = ((IFreezable)network).Freeze(new FreezingOptions { Exact = exact });
            Assert.All(frozen.Kernels, one => Assert.Equal(ConvolutionKernel.NotYetRun, one.Kernel));
            frozen.call(images).Dispose();
            var kernels = frozen.Kernels.ToDictionary(one => one.Layer, one => one.Kernel);

            // Each is named by its key in the state, and none but the auxiliary head's is left out.
            var convolutions = network.named_parameters()
                .Where(one => one.parameter.dim() == 4 && !one.name.StartsWith("dsn", StringComparison.Ordinal))
                .Select(one => one.name[..^".weight".Length]);
            Assert.Equal(convolutions.Order(), kernels.Keys.Order());
            Assert.Equal(ConvolutionKernel.Direct, kernels["layer1.0.conv1"]);
            Assert.Equal(exact ? ConvolutionKernel.Direct : ConvolutionKernel.Winograd4x4, kernels["layer1.0.conv2"]);
            Assert.Equal(exact, !kernels.Values.Any(kernel => kernel is ConvolutionKernel.Winograd2x2 or ConvolutionKernel.Winograd4x4));
        }
    }

    [Fact]
    public void A_frozen_network_is_as_near_to_double_precision_as_is_stated_and_repeats_itself_to_the_bit()
    {
        using var network = Wide.Create();
        RandomizeStatistics(network);
        network.eval();
        using var frozen = ((IFreezable)network).Freeze();
        using var grad = no_grad();
        using var images = randn(2, 3, 129, 143);
        using var first = frozen.call(images);
        using var second = frozen.call(images);
        Assert.True(first.equal(second).all().ToBoolean());
        network.to(ScalarType.Float64);
        using var exactImages = images.to_type(ScalarType.Float64);
        using var exact = network.call(exactImages);
        using var difference = exact.Logits.sub(first);
        var error = difference.norm().ToDouble() / exact.Logits.norm().ToDouble();
        Assert.True(error <= 2e-5, $"{error:E1}");
    }

    [Fact]
    public void A_consumed_network_predicts_as_before_and_its_weights_are_gone()
    {
        using var network = Wide.Create();
        using var images = randn(1, 3, 120, 152);
        using var kept = ((IFreezable)network).Freeze();
        using var consuming = ((IFreezable)network).Freeze(new FreezingOptions { ConsumesNetwork = true });
        using var expected = kept.call(images);
        using var actual = consuming.call(images);
        Assert.True(expected.equal(actual).all().ToBoolean());
        Assert.All(
            network.named_parameters().Where(one => one.name.Contains("conv2.weight", StringComparison.Ordinal)), one => Assert.Equal(0, one.parameter.numel()));
    }

    /// <summary>Fresh statistics are 0 and 1, which a program that forgets them would get right.</summary>
    internal static void RandomizeStatistics(nn.Module module)
    {
        using var grad = no_grad();
        foreach (var (name, buffer) in module.named_buffers())
        {
            if (name.EndsWith("running_mean", StringComparison.Ordinal))
                buffer.normal_(0, 0.1);
            else if (name.EndsWith("running_var", StringComparison.Ordinal))
                buffer.uniform_(0.5, 1.5);
        }

        foreach (var (name, parameter) in module.named_parameters())
        {
            if (parameter.dim() == 1)
                parameter.uniform_(0.5, 1.5);
        }
    }
}
