using System.Text.Json;
using Gald.Checkpoints;
using Gald.Networks.Tests.Behaviour;
using Gald.Networks.Tests.Parity;
using Gald.Runtime.Tests.Weights.Python;
using Gald.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Networks.Tests.Weights;

/// <summary>torchvision's ImageNet checkpoints in declared networks.</summary>
public sealed class TorchvisionTests : IDisposable
{
    private const double Tolerance = 1e-4;
    private const string Torchvision = "Stem = Stem.Torchvision";

    private static readonly string Vectors = Path.Combine(AppContext.BaseDirectory, "Weights", "Vectors");
    private static readonly LoadingOptions Backbone = new() { AllowBackbone = true };

    private readonly string folder = Directory.CreateTempSubdirectory("gald-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Declared Declare(int depth, string resnet, string others = "[AuxiliaryHead]") =>
        Declared.Of($"[SegmentationNetwork(Classes = 5, Height = 128, Width = 160)] [ResNet({depth}, {resnet})] {others}");

    private static Dictionary<string, Dictionary<string, long[]>> Keys() =>
        JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, long[]>>>(File.ReadAllText(Path.Combine(Vectors, "torchvision-state-keys.json")))!;

    [Theory]
    [InlineData(18)]
    [InlineData(34)]
    [InlineData(50)]
    [InlineData(101)]
    [InlineData(152)]
    public void ABackboneHasTorchvisionsKeysAndShapes(int depth)
    {
        using var network = Declare(depth, Torchvision, "").Create();
        Assert.Equal(
            Keys()[$"resnet{depth}"].Where(entry => !entry.Key.StartsWith("fc.", StringComparison.Ordinal)).Select(entry => $"{entry.Key} [{string.Join(",", entry.Value)}]").Order(),
            network.state_dict().Where(entry => entry.Key.Split('.')[0] is not ("head" or "dsn")).Select(entry => $"{entry.Key} [{string.Join(",", entry.Value.shape)}]").Order());
    }

    /// <summary>A file with torchvision's keys and the formula's numbers.</summary>
    private string Write(int depth)
    {
        using var scope = NewDisposeScope();
        var formula = new Formula(5);
        var path = Path.Combine(folder, $"resnet{depth}.pth");
        Gald.Weights.PytorchFile.Write(
            path, Keys()[$"resnet{depth}"].ToDictionary(entry => entry.Key, entry => formula.State(entry.Key, entry.Value)), new Dictionary<string, string>());
        return path;
    }

    [Fact]
    public void TheStagesOfAResNet50AgreeWithTorchvisions() => AssertAgrees(Write(50), Path.Combine(Vectors, "resnet50.json"));

    [PythonFact(Module = "torchvision")]
    public void TheStagesOfARandomResNet50AgreeWithTorchvisions()
    {
        PythonTorch.Run(folder, File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Weights", "torchvision_outputs.py")), "random", folder);
        AssertAgrees(Path.Combine(folder, "resnet50.pth"), Path.Combine(folder, "resnet50.json"));
        AssertAgrees(Path.Combine(folder, "resnet50-legacy.pth"), Path.Combine(folder, "resnet50.json"));
    }

    private static void AssertAgrees(string weights, string vector)
    {
        var declared = Declare(50, $"OutputStride = 32, {Torchvision}");
        using var network = declared.Create();
        var untouched = network.state_dict().Where(entry => entry.Key.StartsWith("head.", StringComparison.Ordinal)).ToDictionary(entry => entry.Key, entry => entry.Value.clone());
        using (WeightsFile file = WeightsFile.Open(weights))
        {
            var plan = Checkpoint.Plan(file, network, declared.Description, Backbone);
            Assert.Equal(["fc.bias", "fc.weight"], plan.LeftOut.Order());
            Assert.All(plan.Kept, key => Assert.True(key.StartsWith("head.", StringComparison.Ordinal) || key.StartsWith("dsn.", StringComparison.Ordinal), key));
            plan.Load();
            Assert.Contains(plan.Remarks(), remark => remark.Contains("ResNet-50 in torchvision's layout", StringComparison.Ordinal));
            Assert.Contains(plan.Remarks(), remark => remark.StartsWith("As initialised: ", StringComparison.Ordinal) && remark.Contains($"head ({untouched.Count} keys)", StringComparison.Ordinal));
        }
        foreach (var (key, value) in untouched)
        {
            using (value)
                Assert.True(value.Equals(network.state_dict()[key]), key);
        }

        network.eval();
        using var scope = NewDisposeScope();
        using var gradient = no_grad();
        var outputs = new Dictionary<string, Tensor>();
        foreach (var (name, module) in network.named_children().Where(child => child.name.StartsWith("layer", StringComparison.Ordinal)))
        {
            ((nn.Module<Tensor, Tensor>)module).register_forward_hook((_, _, made) =>
            {
                outputs[name] = made.clone();
                return made;
            });
        }
        var images = tensor(Array.ConvertAll(new Formula(5).Numbers("input", 3 * 96 * 128), number => (float)number), [1, 3, 96, 128]);
        network.call(images).Dispose();
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(vector));
        foreach (var stage in expected.RootElement.EnumerateObject())
        {
            Assert.Equal(stage.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()), outputs[stage.Name].shape);
            float[] actual = [.. outputs[stage.Name].contiguous().view(-1).data<float>()];
            var step = stage.Value.GetProperty("step").GetInt32();
            double[] numbers = [.. stage.Value.GetProperty("numbers").EnumerateArray().Select(number => number.GetDouble())];
            Assert.Equal((actual.Length + step - 1) / step, numbers.Length);
            double largest = numbers.Max(Math.Abs), difference = numbers.Select((number, i) => Math.Abs(number - actual[i * step])).Max();
            Assert.True(difference <= Tolerance * Math.Max(1, largest) && largest > 0.1, $"{stage.Name} differs by {difference} of {largest}");
        }
    }

    [Fact]
    public void ABackboneThatDoesNotFitIsOneSentenceAndChangesNothing()
    {
        var path = Write(18);
        foreach (var (said, declared, options) in new[]
        {
            ("holds a ResNet-18 and Net is made of a ResNet-34; give weights of a ResNet-34, or declare the network with [ResNet(18)]", Declare(34, $"BaseWidth = 4, {Torchvision}", ""), Backbone),
            ("holds a ResNet-18 with torchvision's 7×7 stem and Net has the deep stem", Declare(18, "BaseWidth = 4", ""), Backbone),
            (" keys differ in shape or type", Declare(18, $"BaseWidth = 32, {Torchvision}", ""), Backbone),
            ("holds a ResNet-18 in torchvision's layout and no head", Declare(18, $"BaseWidth = 4, {Torchvision}", ""), new LoadingOptions()),
        })
        {
            using var network = declared.Create();
            var before = Bits(network);
            using WeightsFile file = WeightsFile.Open(path);
            var message = Assert.Throws<GaldException>(() => Checkpoint.Plan(file, network, declared.Description, options).Load()).Message;
            Assert.Contains(said, message, StringComparison.Ordinal);
            Assert.Equal(before, Bits(network));
        }
    }

    private static byte[] Bits(nn.Module network) => [.. network.state_dict().Values.SelectMany(value => value.bytes.ToArray())];
}
