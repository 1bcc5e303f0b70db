using Gald.Generators.Diagnostics;
using Gald.Generators.Graph;

namespace Gald.Generators.Architecture;

/// <summary>The sizes of MobileNetV3, numbered as in the language.</summary>
internal enum MobileNetV3Size
{
    Large,
    Small,
}

/// <summary>MobileNetV3.</summary>
internal sealed partial record MobileNetV3(Place Declared) : MobileNet(Declared)
{
    public static readonly StageKind Kind = new(
        "MobileNetV3", StageKind.Backbone, Read, BadOrder, ResNet.BadOutputStride, Embeddings.Empty, Embeddings.BadFraction);

    /// <summary>Kernel, channels inside and behind, squeeze and excitation, activation and stride of each inverted residual (Tables 1 and 2 of the paper).</summary>
    private static readonly Row[] large =
    [
        new(3, 16, 16, false, Activation.Relu, 1),
        new(3, 64, 24, false, Activation.Relu, 2),
        new(3, 72, 24, false, Activation.Relu, 1),
        new(5, 72, 40, true, Activation.Relu, 2),
        new(5, 120, 40, true, Activation.Relu, 1),
        new(5, 120, 40, true, Activation.Relu, 1),
        new(3, 240, 80, false, Activation.HardSwish, 2),
        new(3, 200, 80, false, Activation.HardSwish, 1),
        new(3, 184, 80, false, Activation.HardSwish, 1),
        new(3, 184, 80, false, Activation.HardSwish, 1),
        new(3, 480, 112, true, Activation.HardSwish, 1),
        new(3, 672, 112, true, Activation.HardSwish, 1),
        new(5, 672, 160, true, Activation.HardSwish, 2),
        new(5, 960, 160, true, Activation.HardSwish, 1),
        new(5, 960, 160, true, Activation.HardSwish, 1),
    ];

    private static readonly Row[] small =
    [
        new(3, 16, 16, true, Activation.Relu, 2),
        new(3, 72, 24, false, Activation.Relu, 2),
        new(3, 88, 24, false, Activation.Relu, 1),
        new(5, 96, 40, true, Activation.HardSwish, 2),
        new(5, 240, 40, true, Activation.HardSwish, 1),
        new(5, 240, 40, true, Activation.HardSwish, 1),
        new(5, 120, 48, true, Activation.HardSwish, 1),
        new(5, 144, 48, true, Activation.HardSwish, 1),
        new(5, 288, 96, true, Activation.HardSwish, 2),
        new(5, 576, 96, true, Activation.HardSwish, 1),
        new(5, 576, 96, true, Activation.HardSwish, 1),
    ];

    protected override double NormMomentum => Form == BackboneForm.Torchvision ? 0.01 : 0.1;

    protected override bool PadsAsTensorFlow => Form == BackboneForm.Mmsegmentation;

    private static MobileNetV3 Read(ArgumentReader arguments)
    {
        var size = arguments.Member("Size", MobileNetV3Size.Large, nameof(MobileNetV3Size));
        var form = arguments.Member("Form", BackboneForm.Torchvision, nameof(BackboneForm));
        if (form == BackboneForm.Mmsegmentation)
            arguments.WithoutEffectWhere("Form", form, "OutputStride", "WidthMultiplier");
        var outputStride = form == BackboneForm.Mmsegmentation ? 8 : arguments.Choice(ResNet.BadOutputStride, "OutputStride", 16, 16, 32);
        var width = Embeddings.ReadFraction(arguments, "MobileNetV3", "WidthMultiplier", 1, 8);
        var reduction = arguments.Integer("TailReduction", 1, 1, 16);
        var rows = size == MobileNetV3Size.Large ? large : small;
        int[] published = (form, size) switch
        {
            (BackboneForm.Torchvision, MobileNetV3Size.Large) => [2, 4, 7, 13, 16],
            (BackboneForm.Torchvision, _) => [1, 2, 4, 9, 12],
            (_, MobileNetV3Size.Large) => [1, 3, 16],
            _ => [0, 1, 12],
        };
        var taps = ReadTaps(arguments, "MobileNetV3", rows.Length + 1, published);
        if (taps.Last() < rows.Length - 2)
            ReportLeftOut(arguments, form == BackboneForm.Torchvision ? ["OutputStride", "TailReduction"] : ["TailReduction"]);
        return new MobileNetV3(arguments.Attribute)
        {
            Form = form,
            Layers = form == BackboneForm.Torchvision ? Torchvision(rows, outputStride, width, reduction) : Mmsegmentation(rows, reduction),
            Taps = taps,
            NormEpsilon = Embeddings.ReadFraction(arguments, "MobileNetV3", "NormEpsilon", 1e-3),
            DilationPlace = arguments.Place(form == BackboneForm.Torchvision ? "OutputStride" : "Form"),
            ChannelPlaces = new([arguments.Place("Size"), arguments.Place("WidthMultiplier"), arguments.Place("TailReduction"), arguments.Place("OutIndices")]),
            SizePlaces = new([arguments.Place("Size"), arguments.Place(form == BackboneForm.Torchvision ? "OutputStride" : "Form"), arguments.Place("OutIndices")]),
        };
    }

    /// <summary>With output stride 16, the blocks of the coarsest level are dilated; squeezing goes down to a multiple of 8.</summary>
    private static EquatableArray<MobileLayer> Torchvision(Row[] rows, int outputStride, double width, int reduction)
    {
        var inputs = Wide(16);
        var layers = new List<MobileLayer> { new MobileConvolution("features.0", 3, inputs, 3, 2, Activation.HardSwish) };
        var tail = rows.Length - 3;
        for (var i = 0; i < rows.Length; i++)
        {
            // The first block of the reduced tail has all the channels inside.
            var row = rows[i];
            var hidden = Wide(i > tail ? row.Hidden / reduction : row.Hidden);
            var outputs = Wide(i >= tail ? row.Outputs / reduction : row.Outputs);
            var isDilated = i >= tail && outputStride == 16;
            layers.Add(row.AsLayer($"features.{i + 1}", inputs, hidden, outputs, isDilated ? 1 : row.Stride, isDilated ? 2 : 1));
            inputs = outputs;
        }

        layers.Add(new MobileConvolution($"features.{layers.Count}", inputs, 6 * inputs, 1, 1, Activation.HardSwish));
        return new(layers);

        int Wide(int channels) => Round(channels * width, 8);
    }

    /// <summary>The two last strides are dilation in all that follows them.</summary>
    private static EquatableArray<MobileLayer> Mmsegmentation(Row[] rows, int reduction)
    {
        var inputs = 16;
        var layers = new List<MobileLayer> { new MobileConvolution("layer0", 3, inputs, 3, 2, Activation.HardSwish) };
        var (tail, stride, dilation) = (rows.Length - 3, 2, 1);
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            var (hidden, outputs) = i >= tail ? (row.Hidden / reduction, row.Outputs / reduction) : (row.Hidden, row.Outputs);
            var isReached = stride == 8;
            dilation *= isReached ? row.Stride : 1;
            var step = isReached ? 1 : row.Stride;
            stride *= step;
            layers.Add(row.AsLayer($"layer{i + 1}", inputs, hidden, outputs, step, dilation));
            inputs = outputs;
        }

        layers.Add(new MobileConvolution($"layer{layers.Count}", inputs, rows == large ? 960 : 576, 1, 1, Activation.HardSwish));
        return new(layers);
    }

    /// <param name="Kernel">Side of the depthwise convolution.</param>
    /// <param name="Hidden">Channels inside.</param>
    /// <param name="Outputs">Channels behind.</param>
    /// <param name="Squeezes">Whether it has squeeze and excitation.</param>
    /// <param name="Activation">What follows its convolutions.</param>
    /// <param name="Stride">The stride.</param>
    private sealed record Row(int Kernel, int Hidden, int Outputs, bool Squeezes, Activation Activation, int Stride)
    {
        /// <summary>The layer with other numbers; one whose stride has become dilation has no shortcut all the same.</summary>
        public MobileLayer AsLayer(string name, int inputs, int hidden, int outputs, int step, int dilation)
        {
            var block = new InvertedResidual(inputs, hidden, outputs, Kernel, step, dilation, Squeezes ? Round(hidden / 4, 8) : null, Activation);
            return new MobileBlocks(name, new([block with { AddsInput = block.AddsInput && Stride == 1 }]), IsSequence: false);
        }
    }
}
