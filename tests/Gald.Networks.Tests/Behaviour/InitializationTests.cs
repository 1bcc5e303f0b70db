using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Networks.Tests.Behaviour;

/// <summary>A fresh network has PyTorch's default weights, and the same ones for the same seed.</summary>
public sealed class InitializationTests
{
    private const string Attributes =
        "[SegmentationNetwork(Classes = 5, Height = 128, Width = 128)] [ResNet(50, BaseWidth = 8)] [Cgnl] [LocalDistribution] [AuxiliaryHead]";

    [Fact]
    public void NormsBeginAsIdentitiesAndConvolutionsWithinTheirBounds()
    {
        using var network = Declared.Of(Attributes).Create();
        var state = network.state_dict();
        foreach (var (key, value) in state.Where(entry => entry.Value.is_floating_point()))
        {
            var (smallest, largest) = (value.min().ToDouble(), value.max().ToDouble());
            var weightKey = key[..(key.LastIndexOf('.') + 1)] + "weight";
            if (state[weightKey].dim() == 4)
            {
                // Kaiming's uniform distribution with a = √5: ±1/√(fan in).
                var shape = state[weightKey].shape;
                var bound = 1 / Math.Sqrt(shape[1] * shape[2] * shape[3]) + 1e-6;
                Assert.True(smallest >= -bound && largest <= bound && smallest < largest, $"{key} is from {smallest} to {largest}.");
            }
            else
            {
                var expected = key.EndsWith("weight", StringComparison.Ordinal) || key.EndsWith("running_var", StringComparison.Ordinal) ? 1.0 : 0.0;
                Assert.True(smallest == expected && largest == expected, $"{key} is from {smallest} to {largest}, not {expected}.");
            }
        }
    }

    /// <summary>Not PyTorch's defaults, but what mmsegmentation and torchvision begin with.</summary>
    [Theory]
    [InlineData("MixTransformer(MiTSize.B0)", "layers.2.1.0.attn.attn.out_proj", 0.02)]
    [InlineData("MixTransformer(MiTSize.B0)", "layers.2.1.0.ffn.layers.0", 0.0559)]
    [InlineData("MixTransformer(MiTSize.B0)", "layers.0.0.projection", 0.0357)]
    [InlineData("ConvNeXt(ConvNeXtSize.Tiny)", "features.1.0.block.0", 0.02)]
    [InlineData("ConvNeXt(ConvNeXtSize.Tiny)", "features.3.0.block.5", 0.02)]
    public void TransformersBeginInNarrowNormalDistributions(string backbone, string layer, double deviation)
    {
        using var network = Declared.Of($"[SegmentationNetwork(Classes = 5, Height = 128, Width = 128)] [{backbone}] [SegFormerHead(Channels = 8)]").Create();
        var state = network.state_dict();
        var weight = state[$"backbone.{layer}.weight"];

        Assert.Equal(deviation, weight.std().ToDouble(), 0.1 * deviation);
        Assert.Equal(0, weight.mean().ToDouble(), 0.1 * deviation);
        Assert.Equal(0, state[$"backbone.{layer}.bias"].abs().max().ToDouble());
    }

    [Fact]
    public void AZeroInitialisedAggregationBeginsAsTheIdentity()
    {
        using var network = Declared.Of(Attributes.Replace("[Cgnl]", "[Cgnl(ZeroInit = true)]", StringComparison.Ordinal)).Create();
        var aggregation = (nn.Module<Tensor, Tensor>)network.named_modules().Single(module => module.name == "head.a2block.long_relation").module;
        using var features = randn(2, 64, 9, 7);
        using var result = aggregation.call(features);
        Assert.True(result.equal(features).all().ToBoolean());
    }

    [Fact]
    public void TheSameSeedGivesTheSameWeights()
    {
        var declared = Declared.Of(Attributes);
        nn.Module<Tensor, SegmentationOutput> Seeded()
        {
            random.manual_seed(3);
            return declared.Create();
        }

        using var first = Seeded();
        // What the first one leaves in freed memory must not show in the second.
        using (var noise = randn(1 << 20))
            noise.fill_(float.NaN);
        using var second = Seeded();
        var others = second.state_dict();
        Assert.All(first.state_dict(), entry => Assert.True(entry.Value.equal(others[entry.Key]).all().ToBoolean(), entry.Key));
    }
}
