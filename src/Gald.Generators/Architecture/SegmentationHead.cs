using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>The head around aggregation and distribution.</summary>
internal sealed partial record SegmentationHead(Place Declared) : Stage(Declared)
{
    public static readonly StageKind Kind = new("SegmentationHead", "head", Read);

    /// <summary>Channels inside; null for a quarter of the backbone's.</summary>
    public required int? Channels { get; init; }

    /// <summary>Where its channels are written.</summary>
    public Place ChannelsPlace { get; private init; } = Declared;

    /// <summary>The head of a network that does not declare one.</summary>
    public static SegmentationHead Default { get; } = new(Place.ClassName) { Channels = null };

    public int ChannelsFor(int backbone) => Channels ?? Math.Max(1, backbone / 4);

    private static SegmentationHead Read(ArgumentReader arguments) => new(arguments.Attribute)
    {
        Channels = arguments.Has("Channels") ? arguments.Integer("Channels", 512, 1, 16384) : null,
        ChannelsPlace = arguments.Place("Channels"),
    };
}
