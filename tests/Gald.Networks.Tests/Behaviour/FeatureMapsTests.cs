using Gald.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Networks.Tests.Behaviour;

/// <summary>A backbone that is a class gives the maps of all its stages, in training, in evaluation and frozen, and leaves no tensor behind.</summary>
public sealed class FeatureMapsTests
{
    public static TheoryData<string, string> Backbones => new()
    {
        { "[ResNet(18, BaseWidth = 8, CeilMode = false)]", "Stem 16 2, C2 8 4, C3 16 8, C4 32 8, C5 64 8" },
        { "[ResNet(18, BaseWidth = 8, Stem = Stem.V1c, OutputStride = 32)]", "Stem 8 2, C2 8 4, C3 16 8, C4 32 16, C5 64 32" },
        { "[HrNet(4, Small = true)]", "C2 4 4, C3 8 8, C4 16 16, C5 32 32" },
        { "[MixTransformer(MiTSize.B0, EmbedDims = 4)]", "C2 4 4, C3 8 8, C4 20 16, C5 32 32" },
        { "[ConvNeXt(ConvNeXtSize.Tiny, Form = BackboneForm.Mmsegmentation, Depths = new[] { 1, 1, 1, 1 }, Channels = new[] { 4, 6, 8, 10 })]", "C2 4 4, C3 6 8, C4 8 16, C5 10 32" },
        { "[MobileNetV2(WidthMultiplier = 0.1, OutIndices = new[] { 0, 4 })]", "Map1 8 2, Map2 8 8" },
        { "[MobileNetV3(MobileNetV3Size.Small, WidthMultiplier = 0.1, OutIndices = new[] { 4 })]", "Map1 8 16" },
    };

    [Theory]
    [MemberData(nameof(Backbones))]
    public void A_backbone_gives_the_maps_of_its_stages(string attribute, string expected)
    {
        using var backbone = Create(attribute);
        FrozenTests.RandomizeStatistics(backbone);
        backbone.eval();
        using var grad = no_grad();
        using var images = randn(2, 3, 64, 96);
        using var last = backbone.call(images);
        using var maps = ((IBackbone)backbone).Maps(images);
        Assert.Equal(expected.Split(", ").Select(map => $"{map.Split(' ')[0]} [2, {map.Split(' ')[1]}, {64 / Stride(map)}, {96 / Stride(map)}]"), Describe(maps));
        Assert.True(maps[^1].equal(last).all().ToBoolean());

        using var program = (IDisposable)backbone.GetType().GetMethod("Freeze")!.Invoke(backbone, [])!;
        using var frozen = (FeatureMaps)program.GetType().GetMethod("Maps")!.Invoke(program, [images])!;
        Assert.Equal(Describe(maps), Describe(frozen));
        Assert.All(maps.Zip(frozen), pair => Assert.True((pair.First - pair.Second).norm().ToDouble() <= 1e-4 * pair.First.norm().ToDouble()));

        static int Stride(string map) => int.Parse(map.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture);
    }

    [Theory]
    [MemberData(nameof(Backbones))]
    public void Its_maps_are_all_that_is_left(string attribute, string expected)
    {
        using var backbone = Create(attribute);
        using var images = randn(2, 3, 64, 96);
        using var small = randn(2, 1, 64, 96);
        ((IBackbone)backbone).Maps(images).Dispose();
        var before = Live;
        var maps = ((IBackbone)backbone).Maps(images);
        Assert.Equal(before + expected.Split(", ").Length, Live);
        maps.Dispose();
        Assert.Equal(before, Live);
        Assert.Throws<ArgumentException>(() => ((IBackbone)backbone).Maps(small));
        Assert.Equal(before, Live);
    }

    [Fact]
    public void Gradients_reach_the_layers_in_front_of_each_map()
    {
        using var scope = NewDisposeScope();
        using var backbone = Create("[ResNet(18, BaseWidth = 8)]");
        using (var maps = ((IBackbone)backbone).Maps(randn(2, 3, 64, 96)))
            (maps[1].square().mean() + maps.Stem.mean()).backward();
        Assert.All(
            backbone.named_parameters(),
            pair => Assert.Equal(pair.name.Split('.')[0] is not ("layer3" or "layer4"), pair.parameter.grad is not null));
    }

    [Fact]
    public void A_map_that_is_not_there_is_named()
    {
        using var backbone = Create("[HrNet(4, Small = true)]");
        using var images = randn(1, 3, 64, 64);
        using var maps = ((IBackbone)backbone).Maps(images);
        Assert.False(maps.HasStem);
        Assert.Contains("only a ResNet's has", Assert.Throws<InvalidOperationException>(() => maps.Stem).Message, StringComparison.Ordinal);
        Assert.Contains("4 stages", Assert.Throws<ArgumentOutOfRangeException>(() => maps[4]).Message, StringComparison.Ordinal);
    }

    private static long Live => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    private static nn.Module<Tensor, Tensor> Create(string attribute) => (nn.Module<Tensor, Tensor>)Activator.CreateInstance(
        GeneratorRun.Of($"using Gald; {attribute} public partial class Trunk;").Load().GetType("Trunk", throwOnError: true)!)!;

    /// <summary>The names and shapes of maps, as their class's properties give them.</summary>
    private static IEnumerable<string> Describe(FeatureMaps maps)
    {
        var named = maps.GetType().GetProperties().Where(property => property.PropertyType == typeof(Tensor) && property.DeclaringType == maps.GetType())
            .Select(property => (property.Name, Map: (Tensor)property.GetValue(maps)!)).ToArray();
        Assert.True(named.Select(one => one.Map).SequenceEqual(maps, ReferenceEqualityComparer.Instance));
        return [.. maps.HasStem ? [$"Stem [{string.Join(", ", maps.Stem.shape)}]"] : Array.Empty<string>(), .. named.Select(one => $"{one.Name} [{string.Join(", ", one.Map.shape)}]")];
    }
}
