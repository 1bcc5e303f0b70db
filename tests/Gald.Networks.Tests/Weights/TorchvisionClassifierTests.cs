using Gald.Checkpoints;
using Gald.Runtime.Tests.Weights.Python;
using Gald.Testing;
using Gald.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Networks.Tests.Weights;

/// <summary>Classifiers that torchvision wrote begin the backbones of declared networks, and these give the maps that the classifiers gave.</summary>
public sealed class TorchvisionClassifierTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("gald-test-").FullName;

    private static readonly (string Name, string Attribute, int[] Layers)[] Classifiers =
    [
        ("mobilenet_v2", "MobileNetV2(WidthMultiplier = 0.35)", [2, 4, 7, 14, 18]),
        ("mobilenet_v2_setting", "MobileNetV2(InvertedResiduals = new[] { 1, 8, 1, 1, 4, 12, 2, 2, 3, 16, 1, 2, 2, 24, 2, 2 }, WidthMultiplier = 1.5, RoundNearest = 4)", [2, 4, 5, 7]),
        ("mobilenet_v3_large", "MobileNetV3(MobileNetV3Size.Large, WidthMultiplier = 0.35, OutputStride = 32)", [2, 4, 7, 13, 16]),
        ("mobilenet_v3_small", "MobileNetV3(MobileNetV3Size.Small, WidthMultiplier = 0.5, TailReduction = 2)", [1, 2, 4, 9, 12]),
        ("convnext", "ConvNeXt(ConvNeXtSize.Tiny, Depths = new[] { 1, 2, 1, 1 }, Channels = new[] { 8, 16, 24, 32 })", [1, 3, 5, 7]),
    ];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [PythonFact(Module = "torchvision")]
    public void A_classifier_becomes_the_backbone_of_a_network()
    {
        PythonTorch.Run(folder, File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Weights", "torchvision_classifiers.py")), folder);
        Assert.All(Classifiers, one => Compare(one.Name, one.Attribute, one.Layers));
    }

    private void Compare(string name, string attribute, int[] layers)
    {
        using var scope = NewDisposeScope();
        using var gradient = no_grad();
        var type = GeneratorRun.Of($$"""
            using Gald;
            [{{attribute}}] public partial class Trunk;
            [SegmentationNetwork(Classes = 5, Height = 96, Width = 128)] [Uses(typeof(Trunk))] [SegmentationHead(Channels = 8)] public partial class Net;
            """).Load().GetType("Net", throwOnError: true)!;
        using var network = (nn.Module<Tensor, SegmentationOutput>)Activator.CreateInstance(type)!;
        using (var file = WeightsFile.Open(Path.Combine(folder, $"{name}.pth")))
        {
            var plan = Checkpoint.Plan(file, network, ((IDescribed)network).Description, new LoadingOptions { AllowBackbone = true });
            Assert.All(plan.LeftOut, key => Assert.StartsWith("classifier.", key, StringComparison.Ordinal));
            Assert.All(plan.Kept, key => Assert.StartsWith("head.", key, StringComparison.Ordinal));
            plan.Load();
        }

        network.eval();
        using var published = WeightsFile.Open(Path.Combine(folder, $"{name}-maps.pth"));
        using var maps = ((IBackbone)type.GetField("backbone")!.GetValue(network)!).Maps(published.Read("image"));
        Assert.Equal(layers.Length, maps.Count);
        foreach (var (map, layer) in maps.Zip(layers))
        {
            var expected = published.Read($"map{layer}");
            Assert.Equal(expected.shape, map.shape);
            var error = (map - expected).norm().ToDouble() / expected.norm().ToDouble();
            Assert.True(error <= 1e-4, $"{name}: features.{layer} differs by {error:E1}.");
        }
    }
}
