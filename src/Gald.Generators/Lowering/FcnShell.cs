using Gald.Generators.Diagnostics;
using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

internal sealed partial record FcnShell
{
    /// <summary>The convolutions of an FCN head and what is between them, up to the classifier.</summary>
    /// <param name="head">The block of the head.</param>
    /// <param name="path">The head's path in the state.</param>
    /// <param name="declared">The head's attribute.</param>
    /// <param name="input">The map that it reads, and the channels that it has inside.</param>
    /// <param name="between">What stands behind the first convolution; null if nothing does.</param>
    public FeatureMap Lower(BlockBuilder head, string path, Place declared, StageInput input, Func<StageInput, FeatureMap>? between)
    {
        var made = between is not null ? ConvolveAround(head, path, declared, input, between)
            : Convolutions == 0 ? input.AsMap
            : new(Convolve(head, path, declared, input), input.Width);
        return Concatenate ? Append(head, path, declared, input, made) : made;
    }

    /// <summary>Sees the input of a head beside what the head has made of it.</summary>
    public FeatureMap Append(BlockBuilder head, string path, Place declared, StageInput input, FeatureMap made)
    {
        head.Stage($"{path}.conv_cat", $"{Kernel}×{Kernel}", declared);
        var both = head.Apply(new Concatenate(), [input.Features, made.Output], "both");
        var fused = head.Call("conv_cat", "convCat", Fusion(input.Channels + made.Channels, input.Width), both);
        head.EndStage();
        return new(fused, input.Width);
    }

    /// <summary>The classifier.</summary>
    public Value Classify(BlockBuilder head, string path, Place declared, FeatureMap map, int classes)
    {
        head.Stage(path, "1×1 to classes", declared);
        var x = Drop(head, map.Output);
        return head.Layer("conv_seg", "convSeg", new Conv2d(map.Channels, classes, 1) { Bias = true }, x, "logits");
    }

    /// <summary>A further classifier, in training only.</summary>
    public Value ClassifyInTraining(BlockBuilder head, string path, Place declared, SupervisedMap map, int classes)
    {
        head.Stage($"{path}.{map.Name}_conv_seg", "1×1 to classes", declared);
        var classifier = head.Child($"{map.Name}_conv_seg", new Conv2d(map.Map.Channels, classes, 1) { Bias = true }, $"{map.Name}ConvSeg");
        return head.CallInTraining(classifier, Drop(head, map.Map.Output), $"{map.Name}Logits");
    }

    private Value Drop(BlockBuilder head, Value x) => Dropout > 0 ? head.Apply(new Dropout2d(Dropout), x) : x;

    /// <summary>All convolutions in a row, which are one module then.</summary>
    private Value Convolve(BlockBuilder head, string path, Place declared, StageInput input)
    {
        head.Stage($"{path}.convs", Describe(Convolutions), declared);
        var convolved = head.Call("convs", Row("Convs", input.Channels, input.Width), input.Features);
        head.EndStage();
        return convolved;
    }

    /// <summary>All convolutions in a row as one block.</summary>
    public Block Row(string name, Extent inputs, Extent channels)
    {
        var row = new BlockBuilder(name, Convolutions == 1 ? "The convolution of the head." : "The convolutions of the head.");
        var x = row.Input("features");
        for (var i = 0; i < Convolutions; i++)
            x = row.Call(Name(i), $"conv{i}", Convolution(i == 0 ? inputs : channels, channels), x);
        return row.Build(x);
    }

    /// <summary>The convolution over a head's input and what the head has made of it.</summary>
    public Block Fusion(Extent both, Extent channels) =>
        Unit("ConvCat", "Fuses the backbone's features and the head's.", Conv2d.Same(both, channels, Kernel));

    private FeatureMap ConvolveAround(BlockBuilder head, string path, Place declared, StageInput input, Func<StageInput, FeatureMap> between)
    {
        var map = between(Convolutions == 0 ? input : input.On(Convolve(0, input.AsMap)));
        for (var i = 1; i < Convolutions; i++)
            map = Convolve(i, map);
        return map;

        FeatureMap Convolve(int index, FeatureMap of)
        {
            head.Stage($"{path}.convs.{Name(index)}", Describe(1), declared);
            var x = head.Call(head.Child($"convs.{Name(index)}", Convolution(of.Channels, input.Width), $"convs{index}"), of.Output);
            head.EndStage();
            return new(x, input.Width);
        }
    }

    private Block Convolution(Extent inputs, Extent outputs) => Unit(
        "ConvModule", Relu ? "Convolution, batch norm and ReLU." : "Convolution and batch norm.", Conv2d.Same(inputs, outputs, Kernel, dilation: Dilation));

    private Block Unit(string name, string summary, Conv2d convolution) =>
        ConvModule.Build(name, summary, convolution with { Bias = Bias }, new BatchNorm2d(convolution.Outputs), Relu);

    private string Name(int index) => index.ToString(CultureInfo.InvariantCulture);

    private string Describe(int count)
    {
        var each = $"{Kernel}×{Kernel}{(Dilation == 1 ? "" : $", dilation {Dilation}")}";
        return count == 1 ? each : $"{count} convolutions {each}";
    }
}
