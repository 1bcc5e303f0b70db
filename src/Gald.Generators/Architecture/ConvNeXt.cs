using Gald.Generators.Diagnostics;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

/// <summary>The published sizes of ConvNeXt, numbered as in the language.</summary>
internal enum ConvNeXtSize
{
    Tiny,
    Small,
    Base,
    Large,
    ExtraLarge,
}

/// <summary>A ConvNeXt.</summary>
internal sealed partial record ConvNeXt(Place Declared) : Backbone(Declared)
{
    public static readonly Rule BadLayerScale = new(
        "GALD0242", "Bad layer scale", "ConvNeXt.LayerScale must be from 0 to 1, but is {0}; the default is {1}, and 0 leaves the scales out");

    public static readonly StageKind Kind = new(
        "ConvNeXt", StageKind.Backbone, Read, NumberForEach.Rule, Windows.MapTooSmall, BadLayerScale, Embeddings.BadFraction);

    private const string Attribute = "ConvNeXt";
    private const double PublishedScale = 1e-6;

    /// <summary>Positions of a map that are one behind it, in both directions.</summary>
    private const int Downsampling = 2;

    public required BackboneForm Form { get; init; }

    /// <summary>Blocks of each stage.</summary>
    public required EquatableArray<int> Depths { get; init; }

    public required EquatableArray<int> Channels { get; init; }

    public required int PatchSize { get; init; }

    /// <summary>What the learnt scales begin with; 0 if there are none.</summary>
    public required double LayerScale { get; init; }

    /// <summary>Whether the channels are mapped by linear layers rather than 1×1 convolutions.</summary>
    public required bool LinearPointwise { get; init; }

    public required double Epsilon { get; init; }

    /// <summary>Whether maps are padded in front of patches and downsampling, so that there is a window in every map.</summary>
    private bool IsPadded { get; init; }

    private Place PatchPlace { get; init; }

    public override string OwnKey => Field;

    public override IReadOnlyList<int> StageChannels => [.. Channels];

    public override IReadOnlyList<int> StageStrides => [.. Enumerable.Range(0, Channels.Count).Select(stage => PatchSize << stage)];

    public override TooSmall ExplainTooSmall(Shape map, int smallest)
    {
        var side = Math.Min(map.Height.Length, map.Width.Length);
        return map.Channels.Length == ImageChannels && side < PatchSize
            ? Windows.Explain("The first stage", PatchPlace, PatchSize, map, smallest, $", and so does PatchSize = {side}")
            : Windows.Explain("The downsampling between stages", Declared, Downsampling, map, smallest);
    }

    public override Stage Padded() => this with { IsPadded = true };

    private static ConvNeXt Read(ArgumentReader arguments)
    {
        var size = arguments.Member("Size", ConvNeXtSize.Tiny, nameof(ConvNeXtSize));
        var form = arguments.Member("Form", BackboneForm.Torchvision, nameof(BackboneForm));
        if (form == BackboneForm.Torchvision)
            arguments.WithoutEffectWhere("Form", form, "LinearPointwise");
        var width = size switch { ConvNeXtSize.Base => 128, ConvNeXtSize.Large => 192, ConvNeXtSize.ExtraLarge => 256, _ => 96 };
        return new(arguments.Attribute)
        {
            Form = form,
            Depths = NumberForEach.Read(arguments, Attribute, "Depths", 1, 64, 3, 3, size == ConvNeXtSize.Tiny ? 9 : 27, 3),
            Channels = NumberForEach.Read(arguments, Attribute, "Channels", 1, 4096, width, 2 * width, 4 * width, 8 * width),
            PatchSize = arguments.Integer("PatchSize", 4, 1, 16),
            LayerScale = ReadScale(arguments),
            LinearPointwise = arguments.Truth("LinearPointwise", true),
            Epsilon = Embeddings.ReadFraction(arguments, Attribute, "Epsilon", 1e-6),
            PatchPlace = arguments.Place("PatchSize"),
            ChannelPlaces = new([arguments.Place("Size"), arguments.Place("Channels")]),
            SizePlaces = new([arguments.Place("PatchSize")]),
        };
    }

    private static double ReadScale(ArgumentReader arguments)
    {
        var scale = arguments.Real("LayerScale", PublishedScale);
        if (scale is >= 0 and <= 1)
            return scale;
        arguments.Problems.Report(BadLayerScale, arguments.Place("LayerScale"), scale, PublishedScale);
        return PublishedScale;
    }
}
