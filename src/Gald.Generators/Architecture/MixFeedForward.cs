using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>SegFormer's feed-forward network in the place of local distribution.</summary>
internal sealed partial record MixFeedForward(Place Declared) : Distribution(Declared)
{
    public static readonly StageKind Kind = new("MixFeedForward", StageKind.Distribution, Read);

    /// <summary>Channels inside for each of the map's.</summary>
    public required int Ratio { get; init; }

    /// <summary>Channels inside; null for those of the ratio.</summary>
    public required int? Channels { get; init; }

    private static MixFeedForward Read(ArgumentReader arguments)
    {
        if (arguments.Has("Channels"))
        {
            foreach (var written in arguments.Written("Ratio"))
                written.ReportWithoutEffect(arguments.Problems, "Channels is written", arguments.Place("Channels"));
        }

        return new(arguments.Attribute)
        {
            Ratio = arguments.Integer("Ratio", 4, 1, 16),
            Channels = arguments.Has("Channels") ? arguments.Integer("Channels", 1, 1, 65536) : null,
        };
    }
}
