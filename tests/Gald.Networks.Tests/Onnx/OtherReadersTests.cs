using Gald.Networks.Tests.Behaviour;
using Gald.Onnx;
using Gald.Testing;
using static TorchSharp.torch;

namespace Gald.Networks.Tests.Onnx;

/// <summary>Exported files in programs that are stricter, or older, than ONNX Runtime.</summary>
public sealed class OtherReadersTests : IDisposable
{
    private static readonly string[] Declarations =
    [
        "[ResNet(18, BaseWidth = 8, OutputStride = 8)] [Cgnl(Groups = 4)] [LocalDistribution(Steps = 2, Padding = 1)]",
        "[ResNet(50, BaseWidth = 4)] [Cgnl(Groups = 2, Downsample = 1)] [AuxiliaryHead]",
        "[ResNet(18, BaseWidth = 4, Stem = Stem.Torchvision)] [LocalDistribution]",
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("gald-onnx-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [PythonModuleFact("onnx", "python3-onnx")]
    public void Onnx_checks_them_infers_every_shape_and_has_nothing_to_convert_for_opset_13()
    {
        foreach (var (attributes, i) in Declarations.Select((attributes, i) => (attributes, i)))
        {
            using var network = Network(attributes);
            ((IFreezable)network).ExportOnnx(PathOf($"open{i}.onnx"));
            ((IFreezable)network).ExportOnnx(PathOf($"fixed{i}.onnx"), new OnnxOptions { FixedBatch = 1, FixedHeight = 128, FixedWidth = 160 });
        }
        Run("onnx", """
            import sys, onnx, onnx.version_converter
            for path in sys.argv[1:]:
                model = onnx.load(path)
                onnx.checker.check_model(model, full_check=True)
                inferred = onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)
                shapes = {value.name: [d.dim_value for d in value.type.tensor_type.shape.dim] for value in inferred.graph.value_info}
                if "fixed" in path:
                    assert all(all(shape) for shape in shapes.values()), [name for name, shape in shapes.items() if not all(shape)]
                    assert all(output in shapes or output == model.graph.output[0].name for node in model.graph.node for output in node.output)
                    assert [d.dim_value for d in model.graph.output[0].type.tensor_type.shape.dim] == [d.dim_value for d in inferred.graph.output[0].type.tensor_type.shape.dim]
                older = onnx.version_converter.convert_version(model, 13)
                onnx.checker.check_model(older)
                assert older.opset_import[0].version == 13
                onnx.checker.check_model(onnx.version_converter.convert_version(model, 17))
            """, [.. Directory.GetFiles(folder, "*.onnx")]);
    }

    [PythonModuleFact("cv2", "python3-opencv")]
    public void OpenCv_computes_what_the_network_computes()
    {
        var arguments = new List<string>();
        foreach (var (attributes, i) in Declarations.Select((attributes, i) => (attributes, i)))
        {
            using var network = Network(attributes);
            ((IFreezable)network).ExportOnnx(PathOf($"{i}.onnx"), new OnnxOptions { FixedBatch = 1, FixedHeight = 128, FixedWidth = 160 });
            using var grad = no_grad();
            using var images = randn(1, 3, 128, 160);
            using var expected = network.call(images);
            File.WriteAllBytes(PathOf($"{i}.in"), images.bytes.ToArray());
            using var logits = expected.Logits.contiguous();
            File.WriteAllBytes(PathOf($"{i}.out"), logits.bytes.ToArray());
            arguments.Add(PathOf($"{i}"));
        }
        Run("cv2", """
            import sys, cv2, numpy
            for path in sys.argv[1:]:
                net = cv2.dnn.readNetFromONNX(path + ".onnx")
                net.setInput(numpy.fromfile(path + ".in", numpy.float32).reshape(1, 3, 128, 160))
                actual, expected = net.forward().ravel(), numpy.fromfile(path + ".out", numpy.float32)
                assert actual.size == expected.size, (actual.size, expected.size)
                error = numpy.linalg.norm(actual - expected) / numpy.linalg.norm(expected)
                assert error < 1e-4, (path, error)
            """, [.. arguments]);
    }

    private string PathOf(string name) => Path.Combine(folder, name);

    private void Run(string module, string script, params string[] arguments)
    {
        var file = PathOf("script.py");
        File.WriteAllText(file, script);
        var (exitCode, output) = PythonOnnx.Run(PythonOnnx.With(module)!, [file, .. arguments]);
        Assert.True(exitCode == 0, output);
    }

    private static nn.Module<Tensor, SegmentationOutput> Network(string attributes)
    {
        var network = (nn.Module<Tensor, SegmentationOutput>)Activator.CreateInstance(GeneratorRun.Of(
            $"using Gald; [SegmentationNetwork(Classes = 3)] {attributes} public partial class Net;").Load().GetType("Net")!)!;
        FrozenTests.RandomizeStatistics(network);
        network.eval();
        return network;
    }
}
