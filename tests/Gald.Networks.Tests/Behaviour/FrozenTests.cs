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
