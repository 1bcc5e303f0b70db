using Gald.Generators.Diagnostics;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

/// <summary>How the context of an image is collected, numbered as in the language.</summary>
internal enum ContextPooling
{
    Attention,
    Average,
}

/// <summary>How positions get the context, numbered as in the language.</summary>
internal enum ContextFusion
{
    Add,
    Multiply,
    Both,
}

/// <summary>Global context.</summary>
internal sealed partial record GlobalContext(Place Declared) : Aggregation(Declared)
{
    public static readonly StageKind Kind = new("GlobalContext", StageKind.Aggregation, Read, Embeddings.BadFraction);

    /// <summary>Channels of the bottleneck for each of the map.</summary>
    public required double Ratio { get; init; }

    public required ContextPooling Pooling { get; init; }

    public required ContextFusion Fusion { get; init; }

    /// <summary>The bottleneck's channels, rounded down, but at least one.</summary>
    private Extent Inner(Extent channels)
    {
        if (!channels.IsOpen)
            return Math.Max(1, (long)(channels.Length * Ratio));

        // As a fraction, so that the channels can stay open.
        var divisor = Enumerable.Range(1, 4096).OrderBy(number => Math.Round(Math.Abs(number * Ratio - Math.Round(number * Ratio)), 9)).First();
        return channels * Math.Max(1, (long)Math.Round(divisor * Ratio)) / divisor;
    }

    private static GlobalContext Read(ArgumentReader arguments) => new(arguments.Attribute)
    {
        Ratio = Embeddings.ReadFraction(arguments, "GlobalContext", "Ratio", 0.25),
        Pooling = arguments.Member("Pooling", ContextPooling.Attention, "ContextPooling"),
        Fusion = arguments.Member("Fusion", ContextFusion.Add, "ContextFusion"),
    };
}
