namespace Gald.Generators.Architecture;

/// <summary>What mmsegmentation has around an aggregation in its decode head.</summary>
/// <param name="Key">The key of the aggregation between the convolutions of an FCN head; empty if its modules are the head's own.</param>
internal sealed record Shell(string Key)
{
    public bool IsInline => Key.Length == 0;

    /// <summary>The key of a 3×3 convolution in front of an aggregation whose modules are the head's own.</summary>
    public string? Reduce { get; private init; }

    /// <summary>The channels that this convolution gives; null for the head's.</summary>
    public int? ReducedTo { get; private init; }

    /// <summary>The key of a 3×3 convolution behind it.</summary>
    public string? Smooth { get; private init; }

    /// <summary>Whether the backbone's features may be concatenated behind it.</summary>
    public bool Concatenates { get; private init; }

    /// <summary>An aggregation whose modules are the head's own.</summary>
    public static Shell Inline(string? reduce = null, int? reducedTo = null, string? smooth = null, bool concatenates = false) =>
        new("") { Reduce = reduce, ReducedTo = reducedTo, Smooth = smooth, Concatenates = concatenates };
}
