using Gald.Data;
using Gald.Onnx.Protobuf;
using Gald.Weights;
using Google.Protobuf;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Gald.Runtime.Tests.Weights;

public sealed class OnnxFileTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    private string Write(ModelProto model)
    {
        var path = temporary.File("model.onnx");
        File.WriteAllBytes(path, model.ToByteArray());
        return path;
    }

    private void AssertRead(OnnxResNet network)
    {
        using WeightsFile file = WeightsFile.Open(Write(network.Build()));
        Assert.Equal("ONNX", file.Format);
        Assert.Equal(network.Expected.Keys.Order(), file.Entries.Keys.Order());
        foreach (var (name, expected) in network.Expected)
        {
            using var tensor = file.Read(name);
            Assert.Equal(file.Entries[name].Shape, tensor.shape);
            var actual = tensor.data<float>().ToArray();
            Assert.Equal(expected.Length, actual.Length);
            for (var i = 0; i < actual.Length; i++)
                Assert.Equal(expected[i], actual[i], 1e-6f);
        }
    }

    [Fact]
    public void BasicBlocksAreFound() => AssertRead(new OnnxResNet());

    [Fact]
    public void BottlenecksBehindADeepStemAreFound() =>
        AssertRead(new OnnxResNet { Convolutions = 3, StemConvolutions = 3, Raw = true, Blocks = [1, 2, 3, 1], Epsilon = 1e-3f });

    [Fact]
    public void ProjectionsMayComeBeforeTheirBlock() => AssertRead(new OnnxResNet { ProjectionFirst = true, Blocks = [2, 2, 2, 3] });

    [Fact]
    public void FoldedBatchNormsComeBackAsSuchThatChangeNothing()
    {
        AssertRead(new OnnxResNet { Folded = true, Raw = true });
        AssertRead(new OnnxResNet { Folded = true, Convolutions = 3, Blocks = [1, 1, 1, 1] });
    }

    [Fact]
    public void ASmallerEpsilonThanOursIsMadeUpForInTheScale()
    {
        var network = new OnnxResNet { Epsilon = 1e-7f, Blocks = [1, 1, 1, 1] };
        var model = network.Build();
        // A channel that hardly varies: 1/√(1e-7 + 1e-7) of it, where ours can give 1/√(0 + 1e-5) at most.
        var norm = model.Graph.Node.First(node => node.OpType == "BatchNormalization");
        model.Graph.Initializer.Single(tensor => tensor.Name == norm.Input[4]).FloatData[0] = 1e-7f;
        var scale = model.Graph.Initializer.Single(tensor => tensor.Name == norm.Input[1]).FloatData[0];
        using WeightsFile file = WeightsFile.Open(Write(model));
        using Tensor gamma = file.Read("bn1.weight"), variance = file.Read("bn1.running_var");
        Assert.Equal(scale / Math.Sqrt(2e-7), gamma[0].item<float>() / Math.Sqrt(variance[0].item<float>() + 1e-5), Math.Abs(scale) * 10);
    }

    [Theory]
    [InlineData("Mul", "adds what is not a map and two or three convolutions of it")]
    [InlineData("Sigmoid", "(Sigmoid)")]
    public void OtherBlocksAreRefused(string operation, string sentence) => AssertRefused(new OnnxResNet { Extra = operation }.Build(), sentence);

    [Fact]
    public void WhatWouldLookBesideItsPixelsIsRefused()
    {
        AssertRefused(new OnnxResNet { AutoPad = "SAME_UPPER" }.Build(), "pads another way");
        AssertRefused(new OnnxResNet { Convolutions = 3, StrideFirst = true }.Build(), "stride in the first of three convolutions");
        using WeightsFile accepted = WeightsFile.Open(Write(new OnnxResNet { AutoPad = "SAME_LOWER" }.Build()));
        Assert.NotEmpty(accepted.Entries);
    }

    [Fact]
    public void WhatIsNoModelOfNumbersIsRefused()
    {
        AssertRefused(new OnnxResNet { External = true }.Build(), "in another file");
        var quantised = new OnnxResNet().Build();
        quantised.Graph.Initializer[0].DataType = (TensorProto.Types.DataType)3;
        AssertRefused(quantised, "quantised");
        var shorter = new OnnxResNet().Build();
        shorter.Graph.Initializer[0].FloatData.RemoveAt(0);
        AssertRefused(shorter, "should have 588 numbers and has 587");
        var few = new OnnxResNet().Build();
        few.Graph.Node.RemoveAt(few.Graph.Node.IndexOf(few.Graph.Node.Last(node => node.OpType == "Add")));
        AssertRefused(few, "which nothing before it makes");
        AssertRefused(new ModelProto { IrVersion = 8, ProducerName = "x" }, "without a graph");
        ModelProto many = new() { IrVersion = 8, ProducerName = "x", Graph = new GraphProto() };
        many.Graph.Node.AddRange(Enumerable.Range(0, 1_000_001).Select(_ => new NodeProto()));
        AssertRefused(many, "more than a million parts");
        var whole = new OnnxResNet().Build().ToByteArray();
        var path = temporary.File("cut.onnx");
        File.WriteAllBytes(path, whole[..(whole.Length / 2)]);
        Assert.Contains("damaged or cut off", Assert.Throws<GaldException>(() => WeightsFile.Open(path)).Message);
    }

    [Fact]
    public void WhatAGraphDoesToItsPixelsIsTheNormalisation()
    {
        var model = new OnnxResNet { Blocks = [1, 1, 1, 1] }.Build();
        var first = model.Graph.Node[0];
        var at = 0;
        Add("Split", ["image"], ["r", "g", "b"], axis: 1);
        Add("Concat", ["b", "g", "r"], ["bgr"], axis: 1);
        Add("Sub", ["bgr", Constant([1, 3, 1, 2], 99, 101, 110, 110, 120, 120)], ["centred"], axis: null);
        Add("Div", ["centred", Constant([3, 1, 1], 50, 60, 70)], ["ready"], axis: null);
        first.Input[0] = "ready";
        using WeightsFile file = WeightsFile.Open(Write(model));
        Assert.Equal(
            new Normalization { Order = ChannelOrder.Bgr, Red = new(120, 70), Green = new(110, 60), Blue = new(100, 50) }, file.Normalization);

        void Add(string operation, string[] inputs, string[] outputs, long? axis)
        {
            var node = new NodeProto { OpType = operation };
            node.Input.AddRange(inputs);
            node.Output.AddRange(outputs);
            if (axis is long number)
                node.Attribute.Add(new AttributeProto { Name = "axis", I = number });
            model.Graph.Node.Insert(at++, node);
        }

        string Constant(long[] shape, params float[] numbers)
        {
            var tensor = new TensorProto { Name = $"constant{model.Graph.Initializer.Count}", DataType = TensorProto.Types.DataType.Float };
            tensor.Dims.AddRange(shape);
            tensor.FloatData.AddRange(numbers);
            model.Graph.Initializer.Add(tensor);
            return tensor.Name;
        }
    }

    private void AssertRefused(ModelProto model, string sentence)
    {
        var path = Write(model);
        var message = Assert.Throws<GaldException>(() =>
        {
            using WeightsFile file = WeightsFile.Open(path);
            foreach (var name in file.Entries.Keys)
                file.Read(name).Dispose();
        }).Message;
        Assert.StartsWith($"'{path}' cannot be used: ", message);
        Assert.Contains(sentence, message);
    }
}
