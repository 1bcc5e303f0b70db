using Gald.Generators.Diagnostics;
using Gald.Generators.Graph;

namespace Gald.Generators.Architecture;

/// <summary>MobileNetV2.</summary>
internal sealed partial record MobileNetV2(Place Declared) : MobileNet(Declared)
{
    public static readonly Rule BadRows = new(
        "GALD0232", "Numbers that are no rows",
        "MobileNetV2.InvertedResiduals must have four numbers for each of its layers, 16 at most: expansion, channels, blocks and stride, but has {0} numbers; {1}, such as 6, 24, 2, 2");

    public static readonly StageKind Kind = new(
        "MobileNetV2", StageKind.Backbone, Read, NumberForEach.Rule, BadRows, BadOrder, ResNet.BadOutputStride, Embeddings.Empty, Embeddings.BadFraction);

    /// <summary>The layers of the paper (Table 2).</summary>
    private static readonly IReadOnlyList<Row> published =
    [
        new(1, 16, 1, 1), new(6, 24, 2, 2), new(6, 32, 3, 2), new(6, 64, 4, 2), new(6, 96, 3, 1), new(6, 160, 3, 2), new(6, 320, 1, 1),
    ];

    private const string RowsArgument = "InvertedResiduals";

    private const int MostRows = 16;

    protected override double NormMomentum => 0.1;

    protected override bool PadsAsTensorFlow => false;

    private static MobileNetV2 Read(ArgumentReader arguments)
    {
        var form = arguments.Member("Form", BackboneForm.Torchvision, nameof(BackboneForm));
        if (form == BackboneForm.Mmsegmentation)
            arguments.WithoutEffectWhere("Form", form, RowsArgument);
        var hasRows = form == BackboneForm.Torchvision && arguments.Has(RowsArgument);
        var rows = hasRows ? ReadRows(arguments) : published;
        var width = Embeddings.ReadFraction(arguments, "MobileNetV2", "WidthMultiplier", 1, 8);
        var divisor = arguments.Integer("RoundNearest", 8, 1, 64);
        var outputStride = arguments.Choice(ResNet.BadOutputStride, "OutputStride", form == BackboneForm.Torchvision ? 32 : 8, 8, 16, 32);
        string[] own = hasRows ? ["Dilations"] : ["Strides", "Dilations"];
        var isFree = own.Any(arguments.Has);
        var layers = Make(form, ReadDilated(arguments, rows, hasRows, isFree, outputStride), width, divisor);

        // mmsegmentation does not count the first convolution.
        var taps = form == BackboneForm.Torchvision
            ? ReadTaps(arguments, "MobileNetV2", layers.Count - 1, Strided(rows))
            : new(ReadTaps(arguments, "MobileNetV2", 6, 1, 2, 4, 6).Select(index => index + 1));
        if (arguments.Written(own).FirstOrDefault() is { } instead)
        {
            foreach (var written in arguments.Written("OutputStride"))
                written.ReportWithoutEffect(arguments.Problems, $"{instead.Name.Split('.')[1]} is written", instead.Place);
        }
        else if (hasRows && StrideOf(rows, taps.Last()) <= 8)
        {
            foreach (var written in arguments.Written("OutputStride"))
                written.ReportWithoutEffect(arguments.Problems, $"the strides of {RowsArgument} make it {StrideOf(rows, taps.Last())}", arguments.Place(RowsArgument));
        }
        else if (!hasRows && taps.Last() < (form == BackboneForm.Torchvision ? 7 : 4))
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
            ChannelPlaces = new([arguments.Place("WidthMultiplier"), arguments.Place("OutIndices"), .. OfRows(arguments)]),
            SizePlaces = new([arguments.Place(!hasRows && arguments.Has("Strides") ? "Strides" : "OutputStride"), arguments.Place("OutIndices"), .. OfRows(arguments)]),
        };
    }

    private static IEnumerable<Place> OfRows(ArgumentReader arguments) => arguments.Has(RowsArgument) ? [arguments.Place(RowsArgument)] : [];

    /// <summary>The layers as torchvision's <c>inverted_residual_setting</c> has them, four numbers for each.</summary>
    private static IReadOnlyList<Row> ReadRows(ArgumentReader arguments)
    {
        int[] flat = [.. published.SelectMany(row => new[] { row.Expansion, row.Channels, row.Blocks, row.Stride })];
        var numbers = Embeddings.Read(arguments, "MobileNetV2", RowsArgument, 1, 4096, flat);
        if (numbers.Count % 4 != 0 || numbers.Count > MostRows * 4)
        {
            var whole = numbers.Count / 4 * 4;
            arguments.Problems.Report(
                BadRows, arguments.Place(RowsArgument), numbers.Count, whole >= MostRows * 4 ? $"write {MostRows * 4} or less" : whole == 0 ? "write 4" : $"write {whole} or {whole + 4}");
            return published;
        }

        var good = true;
        var rows = new List<Row>();
        for (var i = 0; i < numbers.Count; i += 4)
        {
            rows.Add(new(numbers[i], numbers[i + 1], numbers[i + 2], numbers[i + 3]));
            good &= InRange(i, 64, "expansion") & InRange(i + 2, 64, "number of blocks") & InRange(i + 3, 2, "stride");
        }

        return good ? rows : published;

        bool InRange(int element, int largest, string what)
        {
            var value = numbers[element];
            if (value <= largest)
                return true;
            arguments.Problems.Report(ArgumentReader.OutOfRange, arguments.Place(RowsArgument, element), $"The {what} in MobileNetV2.{RowsArgument}", 1, largest, value, largest);
            return false;
        }
    }

    /// <summary>torchvision's features with a stride, and the last.</summary>
    private static int[] Strided(IReadOnlyList<Row> rows)
    {
        var (index, strided) = (1, new List<int>());
        foreach (var row in rows)
        {
            if (row.Stride > 1)
                strided.Add(index);
            index += row.Blocks;
        }

        return [.. strided, index];
    }

    /// <summary>Pixels of the image behind a position of what one of torchvision's features gives, by the layers' own strides.</summary>
    private static int StrideOf(IReadOnlyList<Row> rows, int feature)
    {
        var (stride, first) = (2, 1);
        foreach (var row in rows)
        {
            stride *= first <= feature ? row.Stride : 1;
            first += row.Blocks;
        }

        return stride;
    }

    /// <summary>The layers with the strides and dilations that they have in the end.</summary>
    private static IReadOnlyList<Row> ReadDilated(ArgumentReader arguments, IReadOnlyList<Row> rows, bool hasRows, bool isFree, int outputStride)
    {
        var dilated = Dilated(rows, outputStride);

        // Rows say their own strides, and what these make of the map is wanted unless an output stride is asked for.
        if (hasRows)
        {
            foreach (var written in arguments.Written("Strides"))
                written.ReportWithoutEffect(arguments.Problems, $"{RowsArgument} is written", arguments.Place(RowsArgument));
        }

        var absent = isFree || (hasRows && !arguments.Has("OutputStride")) ? rows : dilated;
        var strides = hasRows ? [.. absent.Select(row => row.Stride)] : ReadPerLayer(arguments, "Strides", 2, [.. absent.Select(row => row.Stride)], [.. dilated.Select(row => row.Stride)]);
        var dilations = ReadPerLayer(arguments, "Dilations", 64, [.. absent.Select(row => row.Dilation)], [.. dilated.Select(row => row.Dilation)]);
        return [.. rows.Select((row, index) => row with { Stride = strides[index], Dilation = dilations[index] })];
    }

    /// <summary>Strides and dilations of the layers: from where the output stride is reached, strides become dilation.</summary>
    private static IReadOnlyList<Row> Dilated(IReadOnlyList<Row> rows, int outputStride)
    {
        var (stride, dilation) = (2, 1);
        var dilated = new List<Row>();
        foreach (var row in rows)
        {
            var isReached = stride == outputStride;
            dilation *= isReached ? row.Stride : 1;
            dilated.Add(row with { Stride = isReached ? 1 : row.Stride, Dilation = dilation });
            stride *= dilated[^1].Stride;
        }

        return dilated;
    }

    private static IReadOnlyList<int> ReadPerLayer(ArgumentReader arguments, string name, int largest, int[] absent, int[] example)
    {
        if (!arguments.Has(name))
            return absent;
        var numbers = Embeddings.Read(arguments, "MobileNetV2", name, 1, largest, absent);
        return NumberForEach.Check(arguments, name, numbers.Count, $"{absent.Length} layers", example) ? [.. numbers] : absent;
    }

    /// <summary>Each inverted residual is a module of one long sequence, which ends with a 1×1 convolution.</summary>
    private static EquatableArray<MobileLayer> Torchvision(IReadOnlyList<Row> rows, double width, int divisor)
    {
        var first = Round(32 * width, divisor);
        var layers = new List<MobileLayer> { new MobileConvolution("features.0", 3, first, 3, 2, Activation.Relu6) };
        foreach (var block in Blocks(rows, first, width, divisor).SelectMany(layer => layer))
            layers.Add(new MobileBlocks($"features.{layers.Count}", new([block]), IsSequence: false));
        layers.Add(new MobileConvolution($"features.{layers.Count}", layers[^1].Outputs, Round(1280 * Math.Max(1, width), divisor), 1, 1, Activation.Relu6));
        return new(layers);
    }

    private static EquatableArray<MobileLayer> Make(BackboneForm form, IReadOnlyList<Row> rows, double width, int divisor) =>
        form == BackboneForm.Torchvision ? Torchvision(rows, width, divisor) : Mmsegmentation(rows, width, divisor);

    private static EquatableArray<MobileLayer> Mmsegmentation(IReadOnlyList<Row> rows, double width, int divisor)
    {
        var first = Round(32 * width, divisor);
        return new(
        [
            new MobileConvolution("conv1", 3, first, 3, 2, Activation.Relu6),
            .. Blocks(rows, first, width, divisor).Select((blocks, index) => new MobileBlocks($"layer{index + 1}", new(blocks), IsSequence: true)),
        ]);
    }

    /// <summary>The inverted residuals of each layer, of which only the first has a stride or is dilated.</summary>
    private static IEnumerable<IReadOnlyList<InvertedResidual>> Blocks(IReadOnlyList<Row> rows, int inputs, double width, int divisor)
    {
        foreach (var row in rows)
        {
            var outputs = Round(row.Channels * width, divisor);
            var blocks = new List<InvertedResidual>();
            for (var i = 0; i < row.Blocks; i++)
            {
                var (stride, dilation) = i == 0 ? (row.Stride, row.Dilation) : (1, 1);
                blocks.Add(new(inputs, inputs * row.Expansion, outputs, 3, stride, dilation, Squeeze: null, Activation.Relu6));
                inputs = outputs;
            }

            yield return blocks;
        }
    }

    /// <summary>A layer of inverted residuals.</summary>
    /// <param name="Expansion">What the channels inside are of those that come in.</param>
    /// <param name="Channels">Channels behind, before they are multiplied and rounded.</param>
    /// <param name="Blocks">How many there are.</param>
    /// <param name="Stride">The stride of the first.</param>
    private sealed record Row(int Expansion, int Channels, int Blocks, int Stride)
    {
        /// <summary>The dilation of the first.</summary>
        public int Dilation { get; init; } = 1;
    }
}
