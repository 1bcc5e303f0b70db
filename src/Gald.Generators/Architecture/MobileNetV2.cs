using Gald.Generators.Diagnostics;
using Gald.Generators.Graph;

namespace Gald.Generators.Architecture;

/// <summary>MobileNetV2.</summary>
internal sealed partial record MobileNetV2(Place Declared) : MobileNet(Declared)
{
    public static readonly Rule BadCount = new(
        "GALD0230", "Numbers for another count of layers",
        "MobileNetV2.{0} must have one number for each of the {1} layers, but has {2}; for output stride {3} they are {4}");

    public static readonly StageKind Kind = new(
        "MobileNetV2", StageKind.Backbone, Read, BadCount, BadOrder, ResNet.BadOutputStride, Embeddings.Empty, Embeddings.BadFraction);

    /// <summary>Expansion, channels and blocks of each layer (Table 2 of the paper).</summary>
    private static readonly (int Expansion, int Channels, int Blocks)[] table =
        [(1, 16, 1), (6, 24, 2), (6, 32, 3), (6, 64, 4), (6, 96, 3), (6, 160, 3), (6, 320, 1)];

    private static readonly int[] publishedStrides = [1, 2, 2, 2, 1, 2, 1];

    protected override double NormMomentum => 0.1;

    protected override bool PadsAsTensorFlow => false;

    private static MobileNetV2 Read(ArgumentReader arguments)
    {
        var form = arguments.Member("Form", BackboneForm.Torchvision, nameof(BackboneForm));
        var width = Embeddings.ReadFraction(arguments, "MobileNetV2", "WidthMultiplier", 1, 8);
        var divisor = arguments.Integer("RoundNearest", 8, 1, 64);
        var outputStride = arguments.Choice(ResNet.BadOutputStride, "OutputStride", form == BackboneForm.Torchvision ? 32 : 8, 8, 16, 32);
        var isFree = arguments.Has("Strides") || arguments.Has("Dilations");
        var (strides, dilations) = isFree ? (publishedStrides, [.. publishedStrides.Select(_ => 1)]) : Dilated(outputStride);
        strides = ReadPerLayer(arguments, "Strides", 2, strides, outputStride);
        dilations = ReadPerLayer(arguments, "Dilations", 64, dilations, outputStride);
        var layers = form == BackboneForm.Torchvision ? Torchvision(width, divisor, strides, dilations) : Mmsegmentation(width, divisor, strides, dilations);

        // mmsegmentation does not count the first convolution.
        var taps = form == BackboneForm.Torchvision
            ? ReadTaps(arguments, "MobileNetV2", 18, 2, 4, 7, 14, 18)
            : new(ReadTaps(arguments, "MobileNetV2", 6, 1, 2, 4, 6).Select(index => index + 1));
        if (arguments.Written("Strides", "Dilations").FirstOrDefault() is { } instead)
        {
            foreach (var written in arguments.Written("OutputStride"))
                written.ReportWithoutEffect(arguments.Problems, $"{instead.Name.Split('.')[1]} is written", instead.Place);
        }
        else if (taps.Last() < (form == BackboneForm.Torchvision ? 7 : 4))
        {
            // All output strides are alike up to the fourth layer.
            ReportLeftOut(arguments, "OutputStride");
        }

        return new MobileNetV2(arguments.Attribute)
        {
            Form = form,
            Layers = layers,
            Taps = taps,
            NormEpsilon = Embeddings.ReadFraction(arguments, "MobileNetV2", "NormEpsilon", 1e-5),
            DilationPlace = arguments.Place(isFree ? "Dilations" : "OutputStride"),
            ChannelPlaces = new([arguments.Place("WidthMultiplier"), arguments.Place("OutIndices")]),
            SizePlaces = new([arguments.Place(arguments.Has("Strides") ? "Strides" : "OutputStride"), arguments.Place("OutIndices")]),
        };
    }

    /// <summary>Strides and dilations of the layers: from where the output stride is reached, strides become dilation.</summary>
    private static (int[] Strides, int[] Dilations) Dilated(int outputStride)
    {
        var (stride, dilation) = (2, 1);
        var (strides, dilations) = (new int[table.Length], new int[table.Length]);
        for (var i = 0; i < table.Length; i++)
        {
            var isReached = stride == outputStride;
            strides[i] = isReached ? 1 : publishedStrides[i];
            dilation *= isReached ? publishedStrides[i] : 1;
            stride *= strides[i];
            dilations[i] = dilation;
        }

        return (strides, dilations);
    }

    private static int[] ReadPerLayer(ArgumentReader arguments, string name, int largest, int[] published, int outputStride)
    {
        if (!arguments.Has(name))
            return published;
        var numbers = Embeddings.Read(arguments, "MobileNetV2", name, 1, largest, published);
        if (numbers.Count == table.Length)
            return [.. numbers];
        var (strides, dilations) = Dilated(outputStride);
        arguments.Problems.Report(
            BadCount, arguments.Place(name), name, table.Length, numbers.Count, outputStride, string.Join(", ", name == "Strides" ? strides : dilations));
        return published;
    }

    /// <summary>Each inverted residual is a module of one long sequence, which ends with a 1×1 convolution.</summary>
    private static EquatableArray<MobileLayer> Torchvision(double width, int divisor, int[] strides, int[] dilations)
    {
        var first = Round(32 * width, divisor);
        var layers = new List<MobileLayer> { new MobileConvolution("features.0", 3, first, 3, 2, Activation.Relu6) };
        foreach (var block in Blocks(first, width, divisor, strides, dilations).SelectMany(layer => layer))
            layers.Add(new MobileBlocks($"features.{layers.Count}", new([block]), IsSequence: false));
        layers.Add(new MobileConvolution($"features.{layers.Count}", layers[^1].Outputs, Round(1280 * Math.Max(1, width), divisor), 1, 1, Activation.Relu6));
        return new(layers);
    }

    private static EquatableArray<MobileLayer> Mmsegmentation(double width, int divisor, int[] strides, int[] dilations)
    {
        var first = Round(32 * width, divisor);
        return new(
        [
            new MobileConvolution("conv1", 3, first, 3, 2, Activation.Relu6),
            .. Blocks(first, width, divisor, strides, dilations).Select((blocks, index) => new MobileBlocks($"layer{index + 1}", new(blocks), IsSequence: true)),
        ]);
    }

    /// <summary>The inverted residuals of each layer, of which only the first has a stride or is dilated.</summary>
    private static IEnumerable<IReadOnlyList<InvertedResidual>> Blocks(int inputs, double width, int divisor, int[] strides, int[] dilations)
    {
        for (var layer = 0; layer < table.Length; layer++)
        {
            var (expansion, channels, count) = table[layer];
            var outputs = Round(channels * width, divisor);
            var blocks = new List<InvertedResidual>();
            for (var i = 0; i < count; i++)
            {
                var (stride, dilation) = i == 0 ? (strides[layer], dilations[layer]) : (1, 1);
                blocks.Add(new(inputs, inputs * expansion, outputs, 3, stride, dilation, Squeeze: null, Activation.Relu6));
                inputs = outputs;
            }

            yield return blocks;
        }
    }
}
