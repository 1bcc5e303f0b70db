using Gald.Onnx.Protobuf;
using Google.Protobuf;

namespace Gald.Runtime.Tests.Weights;

/// <summary>Writes a small ResNet as ONNX, in the ways in which exporters do.</summary>
internal sealed class OnnxResNet
{
    private readonly Random random = new(3);
    private readonly GraphProto graph = new() { Name = "test" };
    private int names;

    /// <summary>Convolutions of a block: 2 or 3.</summary>
    public int Convolutions { get; init; } = 2;

    public int[] Blocks { get; init; } = [2, 1, 1, 1];

    public int StemConvolutions { get; init; } = 1;

    /// <summary>Whether batch norms are folded into convolutions with biases.</summary>
    public bool Folded { get; init; }

    public bool ProjectionFirst { get; init; }

    /// <summary>Whether the numbers are in raw_data rather than one by one.</summary>
    public bool Raw { get; init; }

    public float Epsilon { get; init; } = 1e-5f;

    /// <summary>Stride in the first of three convolutions.</summary>
    public bool StrideFirst { get; init; }

    public string? AutoPad { get; init; }

    /// <summary>What is put behind the second convolution of each block.</summary>
    public string? Extra { get; init; }

    public bool External { get; init; }

    /// <summary>Each tensor as it should be read, by torchvision's name.</summary>
    public Dictionary<string, float[]> Expected { get; } = [];

    public ModelProto Build()
    {
        var value = "image";
        graph.Input.Add(new ValueInfoProto { Name = value });
        (string, string)[] stem = StemConvolutions == 1 ? [("conv1", "bn1")] : [("conv1.0", "conv1.1"), ("conv1.3", "conv1.4"), ("conv1.6", "bn1")];
        var channels = 3;
        for (var i = 0; i < StemConvolutions; i++)
        {
            value = Node("Relu", Layer(value, channels, 4, StemConvolutions == 1 ? 7 : 3, i == 0 ? 2 : 1, stem[i].Item1, stem[i].Item2));
            channels = 4;
        }
        value = Node("MaxPool", value);
        for (var stage = 0; stage < 4; stage++)
        {
            int width = 4 << stage, outputs = Convolutions == 3 ? 2 * width : width;
            for (var block = 0; block < Blocks[stage]; block++)
            {
                value = Block(value, channels, width, outputs, block == 0 && stage > 0 ? 2 : 1, $"layer{stage + 1}.{block}.");
                channels = outputs;
            }
        }
        string pooled = Node("GlobalAveragePool", value), flat = Node("Flatten", pooled);
        graph.Output.Add(new ValueInfoProto { Name = Node("Gemm", flat, Constant([10, channels]), Constant([10])) });
        return new ModelProto { IrVersion = 8, ProducerName = "test", Graph = graph, OpsetImport = { new OperatorSetIdProto { Version = 17 } } };
    }

    private string Block(string input, int channels, int width, int outputs, int stride, string prefix)
    {
        string Main()
        {
            var value = input;
            var now = channels;
            for (var i = 1; i <= Convolutions; i++)
            {
                bool isLast = i == Convolutions, isStrided = i == (Convolutions == 3 && !StrideFirst ? 2 : 1);
                int kernel = Convolutions == 2 || i == 2 ? 3 : 1, next = isLast ? outputs : width;
                value = Layer(value, now, next, kernel, isStrided ? stride : 1, $"{prefix}conv{i}", $"{prefix}bn{i}");
                now = next;
                if (!isLast)
                    value = Node("Relu", value);
            }
            return Extra is null ? value : Node(Extra, value, Constant([outputs, 1, 1]));
        }

        string Shortcut() => channels == outputs && stride == 1 ? input : Layer(input, channels, outputs, 1, stride, prefix + "downsample.0", prefix + "downsample.1");
        string first = ProjectionFirst ? Shortcut() : Main(), second = ProjectionFirst ? Main() : Shortcut();
        return Node("Relu", Node("Add", first, second));
    }

    private string Layer(string input, int channels, int outputs, int kernel, int stride, string convolution, string norm)
    {
        long[] shape = [outputs, channels, kernel, kernel];
        float[] weight = Numbers(outputs * channels * kernel * kernel), bias = Numbers(outputs);
        Expected[convolution + ".weight"] = weight;
        var inputs = new List<string> { input, Constant(shape, weight) };
        if (Folded)
            inputs.Add(Constant([outputs], bias));
        var node = Add("Conv", [.. inputs]);
        var pad = (kernel - 1) / 2;
        if (AutoPad is null)
            node.Attribute.Add(Integers("pads", pad, pad, stride == 2 && pad > 0 ? pad - 1 : pad, stride == 2 && pad > 0 ? pad - 1 : pad));
        else
            node.Attribute.Add(new AttributeProto { Name = "auto_pad", S = ByteString.CopyFromUtf8(AutoPad) });
        node.Attribute.Add(Integers("strides", stride, stride));
        node.Attribute.Add(Integers("kernel_shape", kernel, kernel));
        if (Folded)
        {
            Expected[norm + ".weight"] = [.. Enumerable.Repeat(1f, outputs)];
            Expected[norm + ".bias"] = bias;
            Expected[norm + ".running_mean"] = new float[outputs];
            Expected[norm + ".running_var"] = [.. Enumerable.Repeat(1 - 1e-5f, outputs)];
            return node.Output[0];
        }
        float[] scale = Numbers(outputs), shift = Numbers(outputs), mean = Numbers(outputs), variance = [.. Numbers(outputs).Select(x => x * x + 0.1f)];
        Expected[norm + ".weight"] = scale;
        Expected[norm + ".bias"] = shift;
        Expected[norm + ".running_mean"] = mean;
        Expected[norm + ".running_var"] = [.. variance.Select(x => x + Epsilon - 1e-5f)];
        var normed = Add("BatchNormalization", node.Output[0], Constant([outputs], scale), Constant([outputs], shift), Constant([outputs], mean), Constant([outputs], variance));
        normed.Attribute.Add(new AttributeProto { Name = "epsilon", F = Epsilon });
        return normed.Output[0];
    }

    private static AttributeProto Integers(string name, params long[] values)
    {
        var attribute = new AttributeProto { Name = name };
        attribute.Ints.AddRange(values);
        return attribute;
    }

    private string Node(string operation, params string[] inputs) => Add(operation, inputs).Output[0];

    private NodeProto Add(string operation, params string[] inputs)
    {
        var node = new NodeProto { OpType = operation, Output = { $"v{names++}" } };
        node.Input.AddRange(inputs);
        graph.Node.Add(node);
        return node;
    }

    private string Constant(long[] shape) => Constant(shape, Numbers((int)shape.Aggregate((a, b) => a * b)));

    private string Constant(long[] shape, float[] numbers)
    {
        var tensor = new TensorProto { Name = $"c{names++}", DataType = TensorProto.Types.DataType.Float };
        tensor.Dims.AddRange(shape);
        if (External)
            tensor.DataLocation = TensorProto.Types.DataLocation.External;
        else if (Raw)
            tensor.RawData = ByteString.CopyFrom(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(numbers));
        else
            tensor.FloatData.AddRange(numbers);
        graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    private float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))];
}
