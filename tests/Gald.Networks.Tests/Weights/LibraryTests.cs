using System.Text.Json;
using Gald.Checkpoints;
using Gald.Networks.Tests.Behaviour;
using Gald.Runtime.Tests.Weights.Python;
using Gald.Testing;
using Gald.Training;
using Gald.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Networks.Tests.Weights;

/// <summary>Whole networks and backbones of torchvision and mmsegmentation in networks that are declared with their heads.</summary>
public sealed class LibraryTests : IDisposable
{
    private const string DeepLab = "[ResNet(50, BaseWidth = 4, Stem = Stem.Torchvision, ContractDilation = true, MultiGrid = new[] { 1, 1, 1 })] [DeepLabV3Head(Channels = 8)] [AuxiliaryHead]";
    private const string Dilated = "[ResNet(50, Stem = Stem.Torchvision, ContractDilation = true, MultiGrid = new[] { 1, 1, 1 })] [AuxiliaryHead]";
    private const string Unified = "[ResNet(18, BaseWidth = 4, Stem = Stem.V1c, OutputStride = 32)] [UPerHead] [AuxiliaryHead]";

    private readonly DisposeScope scope = NewDisposeScope();
    private readonly string folder = Directory.CreateTempSubdirectory("gald-test-").FullName;

    public void Dispose()
    {
        scope.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static Declared Declare(string attributes, int classes = 5) =>
        Declared.Of($"[SegmentationNetwork(Classes = {classes}, Height = 128, Width = 160)] {attributes}");

    /// <summary>Random numbers under the keys of a network, of a part of it, or with a classifier beside it.</summary>
    private string Write(string attributes, Func<string, string?> rename, bool withClassifier = false)
    {
        using var network = Declare(attributes).Create();
        var state = network.state_dict().Where(entry => rename(entry.Key) is not null).ToDictionary(
            entry => rename(entry.Key)!, entry => entry.Value.is_floating_point() ? rand_like(entry.Value) + 0.5 : entry.Value.clone());
        if (withClassifier)
            state.Add("fc.weight", randn(1000, 32));
        var path = Path.Combine(folder, "weights.pth");
        Gald.Weights.PytorchFile.Write(path, state, new Dictionary<string, string>());
        return path;
    }

    private static string? OfBackbone(string key) => key.StartsWith("backbone.", StringComparison.Ordinal) ? key["backbone.".Length..] : null;

    [Theory]
    [InlineData(DeepLab, "a network in torchvision's layout (backbone, classifier)")]
    [InlineData(Unified, "a network in mmsegmentation's layout (backbone, decode_head)")]
    public void AWholeNetworkIsLoadedAndSaid(string attributes, string said)
    {
        var path = Write(attributes, key => key);
        var declared = Declare(attributes);
        using var network = declared.Create();
        using WeightsFile file = WeightsFile.Open(path);
        var plan = Checkpoint.Plan(file, network, declared.Description, new LoadingOptions());
        plan.Load();
        Assert.Contains(plan.Remarks(), remark => remark.Contains(said, StringComparison.Ordinal));
        foreach (var (key, value) in network.state_dict())
            Assert.True(value.Equals(file.Read(key)), key);
    }

    [Theory]
    [InlineData(DeepLab, "ResNet-50 in torchvision's layout")]
    [InlineData(Unified, "ResNet-18 in the layout of mmsegmentation's V1c and V1d")]
    public void ABackboneAloneGoesBelowItsKey(string attributes, string said)
    {
        var path = Write(attributes, OfBackbone, withClassifier: true);
        var declared = Declare(attributes);
        using var network = declared.Create();
        using WeightsFile file = WeightsFile.Open(path);
        var plan = Checkpoint.Plan(file, network, declared.Description, new LoadingOptions { AllowBackbone = true });
        plan.Load();
        Assert.Contains(plan.Remarks(), remark => remark.Contains(said, StringComparison.Ordinal));
        Assert.Equal(["fc.weight"], plan.LeftOut);
        Assert.All(plan.Kept, key => Assert.Null(OfBackbone(key)));
        foreach (var (key, value) in network.state_dict().Where(entry => OfBackbone(entry.Key) is not null))
            Assert.True(value.Equals(file.Read(OfBackbone(key)!)), key);
        Assert.Throws<GaldException>(() => Checkpoint.Plan(file, network, declared.Description, new LoadingOptions()));
    }

    /// <summary>Files of classifiers: of torchvision's, below <c>features</c>, and of others', without anything in front.</summary>
    [Theory]
    [InlineData("[MobileNetV2(WidthMultiplier = 0.2)] [FcnHead(Channels = 8)]", "features.")]
    [InlineData("[MobileNetV2(WidthMultiplier = 0.2, Form = BackboneForm.Mmsegmentation)] [DecodeHead(Channels = 8)]", "backbone.")]
    [InlineData("[MobileNetV3(MobileNetV3Size.Small, WidthMultiplier = 0.2)] [Cgnl(Groups = 1)] [LocalDistribution(Padding = 1)]", "module.features.")]
    [InlineData("[ConvNeXt(ConvNeXtSize.Tiny, Depths = new[] { 1, 1, 1, 1 }, Channels = new[] { 4, 8, 12, 16 })] [UPerHead(Channels = 8)]", "features.")]
    [InlineData("[MixTransformer(MiTSize.B0, EmbedDims = 4, Layers = new[] { 1, 1, 1, 1 })] [SegFormerHead(Channels = 8)]", "")]
    [InlineData("[HrNet(4, Small = true)] [DecodeHead(Stages = new[] { 1, 2, 3, 4 }, Convolutions = 1, Kernel = 1, Concatenate = false)]", "")]
    public void ABackboneOfAnyKindAloneIsFound(string attributes, string front)
    {
        var path = Write(attributes, key => OfBackbone(key) is string own ? front + own : null, withClassifier: true);
        var declared = Declare(attributes);
        using var network = declared.Create();
        using WeightsFile file = WeightsFile.Open(path);
        var plan = Checkpoint.Plan(file, network, declared.Description, new LoadingOptions { AllowBackbone = true });
        plan.Load();
        Assert.Contains(plan.Remarks(), remark => remark.Contains("a backbone alone", StringComparison.Ordinal));
        Assert.All(plan.Kept, key => Assert.Null(OfBackbone(key)));
        var state = network.state_dict();
        Assert.Equal(state.Keys.Count(key => OfBackbone(key) is not null), plan.Copies.Count);
        foreach (var (key, name) in plan.Copies)
            Assert.True(state[key].equal(file.Read(name)).all().ToBoolean(), key);
        Assert.Throws<GaldException>(() => Checkpoint.Plan(file, network, declared.Description, new LoadingOptions()).RequireFit());
    }

    [Fact]
    public void AResNetForAnotherBackboneIsOneSentence()
    {
        var path = Write(DeepLab, OfBackbone, withClassifier: true);
        var declared = Declare("[MobileNetV2(WidthMultiplier = 0.2)] [FcnHead(Channels = 8)]");
        using var network = declared.Create();
        using WeightsFile file = WeightsFile.Open(path);
        var e = Assert.Throws<GaldException>(() => Checkpoint.Plan(file, network, declared.Description, new LoadingOptions { AllowBackbone = true }));
        Assert.Contains("holds a ResNet-50 in torchvision's layout, and Net has another backbone; give weights of that one", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheBackboneOfAWholeNetworkGoesIntoANetworkWithAnotherHead()
    {
        var path = Write(Unified, key => key);
        var declared = Declare("[ResNet(18, BaseWidth = 4, Stem = Stem.V1c)] [DecodeHead] [LocalDistribution(Padding = 1)]");
        using var network = declared.Create();
        using WeightsFile file = WeightsFile.Open(path);
        var plan = Checkpoint.Plan(file, network, declared.Description, new LoadingOptions { AllowBackbone = true, Prefix = "backbone" });
        plan.Load();
        Assert.All(network.state_dict().Keys, key => Assert.Equal(OfBackbone(key) is null, plan.Kept.Contains(key)));
    }

    [Fact]
    public void AnotherStemIsOneSentence()
    {
        var path = Write(Unified, OfBackbone);
        var declared = Declare("[ResNet(18, BaseWidth = 4, Stem = Stem.Torchvision)] [FcnHead]");
        using var network = declared.Create();
        using WeightsFile file = WeightsFile.Open(path);
        var e = Assert.Throws<GaldException>(() => Checkpoint.Plan(file, network, declared.Description, new LoadingOptions { AllowBackbone = true }));
        Assert.Contains("holds a ResNet-18 with mmsegmentation's V1c stem and Net has torchvision's 7×7 stem; declare the network with Stem = Stem.V1c", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FirstStagesAndHeadsAreToldApartBelowTheKeyToo()
    {
        using var network = Declare("[ResNet(18, BaseWidth = 4, Stem = Stem.V1c)] [FcnHead]").Create();
        var backbone = BackboneParts.Of(network);
        Assert.True(backbone.IsInFirst("backbone.stem.0.weight", 1));
        Assert.True(backbone.IsInFirst("backbone.layer2.0.conv1.weight", 2));
        Assert.False(backbone.IsInFirst("backbone.layer3.0.conv1.weight", 2));
        Assert.False(backbone.IsInFirst("backbone.stem.0.weight", 0));
        Assert.True(backbone.Contains("backbone.layer4.1.bn1.weight"));
        Assert.False(backbone.Contains("classifier.0.weight"));
    }

    /// <summary>The description tells the stages of each backbone, all of which can be frozen.</summary>
    [Theory]
    [InlineData("[ResNet(18, BaseWidth = 4)] [AuxiliaryHead]", "conv1 bn1 layer1, layer2, layer3, layer4")]
    [InlineData("[HrNet(4, Small = true)]", "backbone.conv1 backbone.bn1 backbone.conv2 backbone.bn2 backbone.layer1 backbone.transition1, backbone.stage2 backbone.transition2, backbone.stage3 backbone.transition3, backbone.stage4")]
    [InlineData("[MobileNetV2(WidthMultiplier = 0.1, OutIndices = new[] { 2, 4 })] [FcnHead]", "backbone.0 backbone.1 backbone.2, backbone.3 backbone.4")]
    [InlineData("[MobileNetV3(MobileNetV3Size.Small, Form = BackboneForm.Mmsegmentation, OutIndices = new[] { 0, 1, 2 })] [DecodeHead]", "backbone.layer0, backbone.layer1, backbone.layer2")]
    [InlineData("[MixTransformer(MiTSize.B0, EmbedDims = 4)] [SegFormerHead(Channels = 4)]", "backbone.layers.0.0 backbone.layers.0.1 backbone.layers.0.2, backbone.layers.1.0 backbone.layers.1.1 backbone.layers.1.2, backbone.layers.2.0 backbone.layers.2.1 backbone.layers.2.2, backbone.layers.3.0 backbone.layers.3.1 backbone.layers.3.2")]
    [InlineData("[Uses(typeof(Trunk))] [AuxiliaryHead(Stage = 1)]", "backbone.0 backbone.1 backbone.2 backbone.3, backbone.4 backbone.5 backbone.6 backbone.7")]
    public void Stages_of_every_backbone_can_be_frozen(string attributes, string expected)
    {
        var declared = new Declared(GeneratorRun.Of($$"""
            using Gald;
            [MobileNetV2(WidthMultiplier = 0.1, OutIndices = new[] { 3, 7 })] public partial class Trunk;
            [SegmentationNetwork(Classes = 5)] {{attributes}} public partial class Net;
            """).Load().GetType("Net", throwOnError: true)!);
        using var network = declared.Create();
        var stages = declared.Description.BackboneStages;
        Assert.Equal(expected, string.Join(", ", stages.Select(stage => string.Join(' ', stage.Keys))));

        var names = network.named_parameters().Select(pair => pair.name).ToArray();
        Assert.All(stages.SelectMany(stage => stage.Keys), key => Assert.Contains(names, name => name.StartsWith(key + ".", StringComparison.Ordinal)));
        var trained = TrainedParameter.Of(network, new TrainingOptions { FrozenStages = stages.Count }).Select(parameter => parameter.Name);
        Assert.All(trained, name => Assert.Contains(name.Split('.')[0], new[] { "head", "dsn", "decode_head", "classifier" }));
        var tooMany = Assert.Throws<GaldException>(() => TrainedParameter.Of(network, new TrainingOptions { FrozenStages = stages.Count + 1 }));
        Assert.Equal($"The backbone has {stages.Count} stages to freeze, not {stages.Count + 1}.", tooMany.Message);
    }

    /// <summary>At full width: the state that torchvision writes, and what it predicts.</summary>
    [PythonFact(Module = "torchvision")]
    public void TorchvisionsSegmentationNetworksPredictAlike()
    {
        foreach (var name in new[] { "deeplabv3_resnet50", "fcn_resnet50", "lraspp_mobilenet_v3_large" })
        {
            PythonTorch.Run(folder, File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Weights", "torchvision_segmentation.py")), name, folder);
            var declared = Declare(
                name switch
                {
                    "lraspp_mobilenet_v3_large" => "[MobileNetV3(MobileNetV3Size.Large)] [LrAsppHead]",
                    "fcn_resnet50" => $"{Dilated} [FcnHead]",
                    _ => $"{Dilated} [DeepLabV3Head]",
                },
                classes: 21);
            using var network = declared.Create();
            using (WeightsFile file = WeightsFile.Open(Path.Combine(folder, $"{name}.pth")))
                Checkpoint.Plan(file, network, declared.Description, new LoadingOptions()).Load();
            network.eval();
            using var gradient = no_grad();
            using JsonDocument vector = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, $"{name}.json")));
            Tensor Read(string key, params long[] shape) => tensor([.. vector.RootElement.GetProperty(key).EnumerateArray().Select(number => number.GetSingle())], shape);
            using var output = network.call(Read("images", 1, 3, 65, 97));
            using var logits = nn.functional.interpolate(output.Logits, size: [65, 97], mode: InterpolationMode.Bilinear, align_corners: false);
            var expected = Read("logits", 1, 21, 65, 97);
            Assert.InRange((logits - expected).norm().ToDouble() / expected.norm().ToDouble(), 0, 1e-4);
        }
    }
}
