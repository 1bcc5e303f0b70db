using Gald.Checkpoints;
using Gald.Data;
using Gald.Networks.Tests.Behaviour;
using Gald.Onnx;
using Gald.Onnx.Protobuf;
using Gald.Weights;
using Gald.Weights.Onnx;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Networks.Tests.Weights;

/// <summary>The ResNet-18 of a package, and exports of our own, as weights: what the network computes with them is what ONNX Runtime computes with the file.</summary>
public sealed class ImageNetPackageTests : IDisposable
{
    private const double Tolerance = 1e-4;

    private readonly DisposeScope scope = NewDisposeScope();
    private readonly string folder = Directory.CreateTempSubdirectory("gald-onnx-").FullName;

    public void Dispose()
    {
        scope.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static Declared ResNet18(string arguments = "") => Declared.Of(
        $"[SegmentationNetwork(Classes = 5, Height = 224, Width = 224)] [ResNet(18, OutputStride = 32, Stem = Stem.Torchvision{arguments})]");

    private static nn.Module<Tensor, Tensor> Child(nn.Module network, string name) =>
        (nn.Module<Tensor, Tensor>)network.named_children().Single(child => child.name == name).module;

    /// <summary>The maps of the four stages.</summary>
    private static Tensor[] Stages(nn.Module network, Tensor images)
    {
        network.eval();
        using var noGradient = no_grad();
        var map = Child(network, "bn1").call(Child(network, "conv1").call(images)).relu();
        map = nn.functional.max_pool2d(map, kernel_size: 3, stride: 2, padding: 1);
        var maps = new List<Tensor>();
        foreach (var name in new[] { "layer1", "layer2", "layer3", "layer4" })
            maps.Add(map = Child(network, name).call(map));
        return [.. maps];
    }

    /// <summary>What ONNX Runtime gives for the same values.</summary>
    private Tensor[] Run(ModelProto model, IReadOnlyList<string> values, Tensor images)
    {
        foreach (var value in values)
            model.Graph.Output.Add(new ValueInfoProto { Name = value });
        var path = Path.Combine(folder, "outputs.onnx");
        File.WriteAllBytes(path, model.ToByteArray());
        using var options = new SessionOptions { IntraOpNumThreads = 1, GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL };
        using var session = new InferenceSession(path, options);
        using var run = new RunOptions();
        using var input = OrtValue.CreateTensorValueFromMemory(images.data<float>().ToArray(), images.shape);
        using var results = session.Run(run, [model.Graph.Input[0].Name], [input], [.. values]);
        return [.. results.Select(result => tensor(result.GetTensorDataAsSpan<float>().ToArray(), result.GetTensorTypeAndShape().Shape))];
    }

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        var difference = (expected - actual).norm().ToDouble() / expected.norm().ToDouble();
        Assert.True(difference < Tolerance, $"a relative difference of {difference}");
    }

    /// <summary>The package's last stage has three blocks: a network with as many takes all of it, the usual ResNet-18 its first two.</summary>
    [Theory]
    [InlineData("", 7)]
    [InlineData(", Blocks = new[] { 2, 2, 2, 3 }", 8)]
    public void TheStagesComputeWhatThePackagesModelComputes(string blocksOfItsOwn, int last)
    {
        using var network = ResNet18(blocksOfItsOwn).Create();
        var (path, normalization) = ImageNetPackage.Find(ResNetKeys.Of(network.state_dict().Keys), "Net", AppContext.BaseDirectory);
        using (WeightsFile file = WeightsFile.Open(path))
        {
            var plan = Checkpoint.Plan(file, network, ResNet18(blocksOfItsOwn).Description, new LoadingOptions { AllowBackbone = true });
            plan.Load();
            Assert.Equal(last == 8 ? 0 : 10, plan.LeftOut.Count);
            Assert.Equal(last != 8, plan.Remarks().Any(remark => remark.Contains("layer4 (10 keys)", StringComparison.Ordinal)));
        }
        Assert.Equal(ChannelOrder.Bgr, normalization.Order);
        Assert.Equal(103.06, normalization.Blue.Mean, 0.01);
        Assert.Equal(123.15, normalization.Red.Mean, 0.01);
        Assert.Equal(1, normalization.Green.Deviation);

        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        // The ReLU behind each sum ends a block; the stages have two, two, two and three.
        string[] blocks = [.. model.Graph.Node.Where(node => node.OpType == "Add").Select(sum => model.Graph.Node.Single(node => node.OpType == "Relu" && node.Input[0] == sum.Output[0]).Output[0])];
        Assert.Equal(9, blocks.Length);
        var images = randn(1, 3, 224, 224, generator: new Generator(1)) * 60;
        Tensor[] expected = Run(model, [blocks[1], blocks[3], blocks[5], blocks[last]], images), actual = Stages(network, images);
        for (var stage = 0; stage < 4; stage++)
            AssertClose(expected[stage], actual[stage]);
    }

    [Theory]
    [InlineData("[ResNet(18, OutputStride = 16, BaseWidth = 4)] [Cgnl(Groups = 4)] [LocalDistribution]")]
    [InlineData("[ResNet(50, OutputStride = 8, BaseWidth = 4, Stem = Stem.Torchvision)]")]
    public void OurOwnExportsAreWeightsToo(string attributes)
    {
        var declared = Declared.Of($"[SegmentationNetwork(Classes = 5, Height = 256, Width = 256)] {attributes}");
        using var trained = declared.Create();
        using (no_grad())
        {
            foreach (var (name, value) in trained.state_dict().Where(entry => entry.Key.Contains("running_", StringComparison.Ordinal)))
                value.copy_(name.EndsWith("var", StringComparison.Ordinal) ? rand_like(value) + 0.5 : (rand_like(value) - 0.5) * 0.1);
        }
        trained.eval();
        var path = Path.Combine(folder, "export.onnx");
        using (var frozen = ((IFreezable)trained).Freeze())
            frozen.ExportOnnx(path, new OnnxOptions { Normalization = Normalization.PublishedBgr });

        using var fresh = declared.Create();
        using (WeightsFile file = WeightsFile.Open(path))
        {
            Assert.Equal(Normalization.PublishedBgr, file.Normalization);
            Checkpoint.Plan(file, fresh, declared.Description, new LoadingOptions { AllowBackbone = true }).Load();
        }
        fresh.eval();
        var images = randn(1, 3, 256, 256);
        var backbone = new[] { "conv1", "bn1", "layer1", "layer2", "layer3", "layer4" };
        var map = (Input: images, Other: images);
        using var noGradient = no_grad();
        foreach (var name in backbone)
        {
            map = (Child(trained, name).call(map.Input), Child(fresh, name).call(map.Other));
            // The batch norm behind it is in the other's weights.
            if (name != "conv1")
                AssertClose(map.Input, map.Other);
        }
    }

    [Fact]
    public void WithoutThePackageTheMessageSaysWhatToReference()
    {
        using var network = ResNet18().Create();
        var e = Assert.Throws<GaldException>(() => ImageNetPackage.Find(ResNetKeys.Of(network.state_dict().Keys), "Net", folder));
        Assert.Contains("Microsoft.ML.DnnImageFeaturizer.ResNet18", e.Message);
        Assert.Contains("ResNet-34", Assert.Throws<GaldException>(() => ImageNetPackage.Find(new ResNetKeys([3, 4, 6, 3], false, ResNetStem.Torchvision), "Net", folder)).Message);
        Assert.Contains("no ResNet", Assert.Throws<GaldException>(() => ImageNetPackage.Find(null, "Net", folder)).Message);
    }
}
