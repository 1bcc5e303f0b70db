using System.Globalization;

namespace Gald.Generators.Shapes;

/// <summary>
/// The length of one dimension. One that the declaration leaves open has a symbol, such as N, C or H, and the length of an
/// example besides, with which it is checked.
/// </summary>
/// <param name="Length">The length, that of the example where it is open; for the batch, one image.</param>
/// <param name="Symbol">What it is called where it is open.</param>
/// <param name="Factor">How many times the symbol.</param>
/// <param name="Divisor">Which part of it; H/8 is the height after three halvings, each rounded as its layer rounds.</param>
internal readonly record struct Extent(long Length, string? Symbol = null, long Factor = 1, long Divisor = 1)
{
    public static Extent Batch { get; } = new(1, "N");

    public bool IsOpen => Symbol is not null;

    public static implicit operator Extent(long length) => new(length);

    public static Extent operator *(Extent extent, long factor) => Scale(extent, checked(extent.Length * factor), factor, 1);

    /// <summary>A part of an extent, rounded down, but at least 1.</summary>
    public static Extent operator /(Extent extent, long divisor) => Scale(extent, Math.Max(1, extent.Length / divisor), 1, divisor);

    public static Extent operator *(Extent left, Extent right) => (left.Symbol, right.Symbol) switch
    {
        (_, null) => left * right.Length,
        (null, _) => right * left.Length,
        _ => Simplify(checked(left.Length * right.Length), $"{left.Symbol}·{right.Symbol}", left.Factor * right.Factor, left.Divisor * right.Divisor),
    };

    /// <summary>The sum of two extents that are both given.</summary>
    public static Extent operator +(Extent left, Extent right) => left.IsOpen || right.IsOpen
        ? throw new InvalidOperationException($"{left} and {right} have no sum that could be written down.")
        : checked(left.Length + right.Length);

    /// <summary>What a step of a sliding window leaves.</summary>
    public Extent Reduced(long length, int step) => Scale(this, length, 1, step);

    public override string ToString()
    {
        if (Symbol is null)
            return Text(Length);
        var dot = Symbol.Length > 1 ? "·" : "";
        return $"{(Factor == 1 ? "" : Text(Factor) + dot)}{Symbol}{(Divisor == 1 ? "" : "/" + Text(Divisor))}";
    }

    private static Extent Scale(Extent extent, long length, long factor, long divisor) => extent.Symbol is null
        ? length
        : Simplify(length, extent.Symbol, checked(extent.Factor * factor), checked(extent.Divisor * divisor));

    private static Extent Simplify(long length, string symbol, long factor, long divisor)
    {
        var (a, b) = (factor, divisor);
        while (b != 0)
            (a, b) = (b, a % b);
        return new Extent(length, symbol, factor / a, divisor / a);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The shape of a tensor whose batch size is not known.</summary>
internal readonly record struct Shape(EquatableArray<Extent> Extents)
{
    /// <summary>A feature map of N images.</summary>
    public static Shape Map(Extent channels, Extent height, Extent width) => Of(Extent.Batch, channels, height, width);

    public static Shape Of(params Extent[] extents) => new(new EquatableArray<Extent>(extents));

    public int Rank => Extents.Count;

    public Extent Channels => Extents[1];

    public Extent Height => Extents[2];

    public Extent Width => Extents[3];

    /// <summary>Elements for one image.</summary>
    public long ElementsPerImage => Extents.Aggregate(1L, (product, extent) => checked(product * extent.Length));

    public override string ToString() => string.Join("×", Extents);
}
