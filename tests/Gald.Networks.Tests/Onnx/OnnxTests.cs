using Gald.Checkpoints;
using Gald.Data;
using Gald.Networks.Tests.Behaviour;
using Gald.Onnx;
using Gald.Onnx.Protobuf;
using Gald.Testing;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace Gald.Networks.Tests.Onnx;

/// <summary>An exported file computes in ONNX Runtime what the network computes in libtorch.</summary>
public sealed class OnnxTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("gald-onnx-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<string> Declarations()
    {
        var data = new TheoryData<string>();
        foreach (var row in FrozenTests.Declarations())
        {
            if (!((string)row[0]).Contains("Own", StringComparison.Ordinal))
                data.Add((string)row[0]);
        }

        // The published ones, at their full width.
        data.Add("[ResNet(50)] [Cgnl] [LocalDistribution] [AuxiliaryHead]");
        data.Add("[ResNet(101)] [Cgnl] [LocalDistribution] [AuxiliaryHead]");

        // ONNX Runtime's optimizer brings maps of 16 channels into blocks, and asks for all shapes again.
        data.Add("[ResNet(18)] [UPerHead(Channels = 16)] [DualGraph]");
        return data;
    }

    [Theory]
    [MemberData(nameof(Declarations))]
    public void A_file_gives_what_the_network_gives_at_every_size_and_batch(string attributes)
    {
        var declared = Network(attributes);
        using var network = declared.Create();
        FrozenTests.RandomizeStatistics(network);
        network.eval();
        using var frozen = ((IFreezable)network).Freeze();
        using var file = new OnnxCheck(frozen, new OnnxOptions());
        var least = declared.Description.MinimumHeight;
        using var grad = no_grad();
        foreach (var (batch, height, width) in new[] { (1, least, least), (2, least + 7, least + 20), (1, least + 26, least + 3) })
        {
            using var images = randn(batch, 3, height, width);
            using var expected = network.call(images);
            Assert.InRange(file.Difference(images, expected.Logits), 0, OnnxCheck.Tolerance);
        }
    }

    [Fact]
    public void Blocks_and_stages_are_exported_too()
    {
        var assembly = GeneratorRun.Of($"{FrozenTests.Stages} [FeatureBlock(Channels = 24)] [Cgnl(Groups = 4)] [LocalDistribution] public partial class Block;").Load();
        foreach (var (type, channels) in new[] { ("Block", 24), ("Context", 40), ("FineContext", 8), ("Detail", 40), ("Trunk", 3) })
        {
            var found = assembly.GetType(type)!;
            using var module = (nn.Module<Tensor, Tensor>)(type is "Context" or "FineContext" or "Detail" ? Activator.CreateInstance(found, channels) : Activator.CreateInstance(found))!;
            FrozenTests.RandomizeStatistics(module);
            module.eval();
            using var frozen = (IDisposable)found.GetMethod("Freeze")!.Invoke(module, null)!;
            var program = (IOnnxExportable)frozen;
            using var file = new OnnxCheck(program, new OnnxOptions());
            Assert.Equal(channels, program.Signature.InputChannels);
            using var grad = no_grad();
            foreach (var (batch, height, width) in new[] { (1, 15, 15), (2, 40, 41), (1, 33, 24) })
            {
                using var input = randn(batch, channels, height, width);
                using var expected = module.call(input);
                Assert.InRange(file.Difference(input, expected), 0, OnnxCheck.Tolerance);
            }
        }
    }

    [Fact]
    public void A_file_says_what_it_takes_and_how_it_is_used()
    {
        using var network = Network("[ResNet(18, BaseWidth = 4)] [LocalDistribution]").Create();
        using var frozen = ((IFreezable)network).Freeze();
        var classes = new ClassTable([new("Himmel", 1, 2, 3), new("Straße", 200, 100, 0), new("道路", 255, 255, 255)], []);
        using var file = new OnnxCheck(frozen, new OnnxOptions { Classes = classes, Normalization = Normalization.PublishedBgr });

        var input = file.Session.InputMetadata["images"];
        Assert.Equal([-1, 3, -1, -1], input.Dimensions);
        Assert.Equal(["batch", "", "height", "width"], input.SymbolicDimensions);
        Assert.Equal([-1, 3, -1, -1], file.Session.OutputMetadata["logits"].Dimensions);
        var metadata = file.Session.ModelMetadata;
        Assert.Equal(("Gald", "Net"), (metadata.ProducerName, metadata.GraphName));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["network"] = "Net",
                ["minimum_height"] = "111",
                ["minimum_width"] = "111",
                ["output_stride"] = "8",
                ["class_names"] = "[\"Himmel\",\"Straße\",\"道路\"]",
                ["class_colours"] = "[\"#010203\",\"#c86400\",\"#ffffff\"]",
                ["channel_order"] = "BGR",
                ["mean"] = "[104.00699,116.66877,122.67892]",
                ["deviation"] = "[1,1,1]",
            },
            metadata.CustomMetadataMap);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_of_a_network_that_predicts_at_aligned_sides_says_so(bool areAligned)
    {
        var (weights, file) = (Path.Combine(folder, "weights"), Path.Combine(folder, "net.onnx"));
        using var network = Network("[ResNet(18, BaseWidth = 4, OutputStride = 16)]").Create();
        Checkpoint.SaveWeights(weights, network, new CheckpointInformation
        {
            Network = "Net",
            Classes = ClassTable.StreetScenes,
            Normalization = Normalization.ImageNet,
            Aligned = areAligned,
        });
        Checkpoint.LoadWeights(weights, network);
        ((IFreezable)network).ExportOnnx(file);
        using var session = new InferenceSession(file);
        Assert.Equal(areAligned ? "16" : null, session.ModelMetadata.CustomMetadataMap.GetValueOrDefault("aligned_stride"));
    }

    [Fact]
    public void Batch_and_size_are_fixed_on_request()
    {
        using var network = Network("[ResNet(18, BaseWidth = 4)] [LocalDistribution(Padding = 1)]").Create();
        network.eval();
        using var frozen = ((IFreezable)network).Freeze();
        using var file = new OnnxCheck(frozen, new OnnxOptions { FixedBatch = 2, FixedHeight = 48, FixedWidth = 64 });
        Assert.Equal([2, 3, 48, 64], file.Session.InputMetadata["images"].Dimensions);
        using var grad = no_grad();
        using var images = randn(2, 3, 48, 64);
        using var expected = network.call(images);
        Assert.InRange(file.Difference(images, expected.Logits), 0, OnnxCheck.Tolerance);
        Assert.Equal([2, 3, 7, 9], file.Session.OutputMetadata["logits"].Dimensions);
        using var larger = randn(2, 3, 64, 64);
        Assert.ThrowsAny<Exception>(() => file.Difference(larger, expected.Logits));
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void A_file_of_fixed_batch_and_size_has_no_arithmetic_of_shapes(string attributes)
    {
        var declared = Network(attributes);
        using var network = declared.Create();
        FrozenTests.RandomizeStatistics(network);
        network.eval();
        using var frozen = ((IFreezable)network).Freeze();
        // Even and odd: what rounds up shows.
        int height = declared.Description.MinimumHeight + 13, width = declared.Description.MinimumWidth + 32;
        var options = new OnnxOptions { FixedBatch = 1, FixedHeight = height, FixedWidth = width };
        Assert.DoesNotContain(Export(network, options).Node, node => node.OpType is "Shape" or "Slice" or "Gather");
        using var file = new OnnxCheck(frozen, options);
        using var grad = no_grad();
        using var images = randn(1, 3, height, width);
        using var expected = network.call(images);
        Assert.Equal(expected.Logits.shape, file.Session.OutputMetadata["logits"].Dimensions.Select(length => (long)length));
        Assert.InRange(file.Difference(images, expected.Logits), 0, OnnxCheck.Tolerance);
    }

    public static TheoryData<string> Small()
    {
        var data = new TheoryData<string>();
        foreach (var row in FrozenTests.Declarations())
        {
            if (!((string)row[0]).Contains("Own", StringComparison.Ordinal) && !((string)row[0]).Contains("101", StringComparison.Ordinal))
                data.Add((string)row[0]);
        }
        return data;
    }

    [Fact]
    public void An_open_file_asks_for_shapes_as_older_programs_do()
    {
        using var network = Network("[ResNet(18, BaseWidth = 4)] [Cgnl(Groups = 2)] [LocalDistribution]").Create();
        var graph = Export(network);
        Assert.Contains(graph.Node, node => node.OpType == "Shape");
        Assert.All(graph.Node.Where(node => node.OpType == "Shape"), node => Assert.Empty(node.Attribute));
    }

    [Fact]
    public void Weights_and_values_are_named_as_in_the_state_and_the_declaration()
    {
        using var network = Network("[ResNet(50, BaseWidth = 4)] [Cgnl(Groups = 2)] [LocalDistribution] [AuxiliaryHead]").Create();
        var graph = Export(network);
        var weights = graph.Initializer.Select(weight => weight.Name).ToHashSet();
        var values = graph.Node.SelectMany(node => node.Output).ToHashSet();

        // Every convolution and group norm of the state that predicts, under its key; what is folded has a bias instead.
        var state = network.state_dict();
        var expected = state.Where(entry => entry.Value.dim() == 4 && !entry.Key.StartsWith("dsn", StringComparison.Ordinal)).Select(entry => entry.Key).ToArray();
        Assert.NotEmpty(expected);
        Assert.All(expected, key => Assert.Contains(key, weights));
        Assert.Contains("head.a2block.long_relation.gn.weight", weights);
        Assert.Contains("conv1.6.bias", weights);
        Assert.Contains("layer1.0.downsample.0.bias", weights);
        Assert.DoesNotContain(weights.Concat(values), name => name.Contains("dsn", StringComparison.Ordinal) || name.Contains("bn", StringComparison.Ordinal));
        foreach (var value in new[] { "layer1.0.conv1", "layer1.0.conv1.relu", "layer4.2.relu", "head.a2block.long_relation.affinity", "head.a2block.local_attention.mask", "logits" })
            Assert.Contains(value, values);
        Assert.Equal(values.Count, graph.Node.Sum(node => node.Output.Count));
        Assert.Empty(weights.Intersect(values));
        Assert.Equal(graph.Node.Count, graph.Node.Select(node => node.Name).Distinct().Count());
        Assert.DoesNotContain(graph.Node, node => node.OpType == "BatchNormalization");
    }

    [Fact]
    public void Shared_stages_are_named_as_the_state_names_them()
    {
        using var network = Network("[Uses(typeof(Trunk), typeof(Context), typeof(Detail))]").Create();
        var weights = Export(network).Initializer.Select(weight => weight.Name).ToHashSet();
        Assert.All(
            network.state_dict().Where(entry => entry.Value.dim() == 4).Select(entry => entry.Key),
            key => Assert.Contains(key, weights));
    }

    [Fact]
    public void The_same_network_gives_the_same_bytes()
    {
        using var network = (IDisposable)Network("[ResNet(18, BaseWidth = 4)] [Cgnl(Groups = 2)]").Create();
        string first = Path.Combine(folder, "first.onnx"), second = Path.Combine(folder, "second.onnx");
        ((IFreezable)network).ExportOnnx(first);
        ((IFreezable)network).ExportOnnx(second);
        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
    }

    [Theory]
    [InlineData("[Uses(typeof(Trunk), typeof(FineContext), typeof(Own))]", 0, "Own was written by hand")]
    [InlineData("[ResNet(18, BaseWidth = 4)] [LocalDistribution]", 64, "takes inputs from 111×111 up, not of height 64")]
    public void What_cannot_be_exported_is_said_and_an_older_file_kept(string attributes, int height, string sentence)
    {
        using var network = Network(attributes).Create();
        var path = Path.Combine(folder, "net.onnx");
        File.WriteAllText(path, "older");
        var tensors = TensorCount.Settled();
        var error = Assert.Throws<GaldException>(() => ((IFreezable)network).ExportOnnx(path, new OnnxOptions { FixedHeight = height }));
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
        Assert.Equal("older", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(folder));
        Assert.Equal(tensors, Tensor.TotalCount);
    }

    [Fact]
    public void A_table_of_other_classes_is_refused()
    {
        using var network = Network("[ResNet(18, BaseWidth = 4)]").Create();
        var error = Assert.Throws<GaldException>(
            () => ((IFreezable)network).ExportOnnx(Path.Combine(folder, "net.onnx"), new OnnxOptions { Classes = ClassTable.CamVid }));
        Assert.Contains("gives 3 channels, but the table has 11 classes", error.Message, StringComparison.Ordinal);
    }

    private GraphProto Export(nn.Module network) => Export(network, new OnnxOptions());

    private GraphProto Export(nn.Module network, OnnxOptions options)
    {
        var path = Path.Combine(folder, "net.onnx");
        var tensors = TensorCount.Settled();
        ((IFreezable)network).ExportOnnx(path, options);
        Assert.Equal(tensors, Tensor.TotalCount);
        using var stream = File.OpenRead(path);
        return ModelProto.Parser.ParseFrom(stream).Graph;
    }

    private static Declared Network(string attributes) => new(GeneratorRun.Of(
        $"{FrozenTests.Stages} [SegmentationNetwork(Classes = 3)] {attributes} public partial class Net;").Load().GetType("Net")!);
}
