using System.Text;

namespace Gald.Generators.Shapes;

/// <summary>One summand of a length that the declaration leaves open, such as 2C or H/8.</summary>
/// <param name="Symbol">What is left open, such as N, C or H, or a product of them.</param>
/// <param name="Factor">How many times the symbol.</param>
/// <param name="Divisor">Which part of it; H/8 is the height after three halvings, each rounded as its layer rounds.</param>
internal readonly record struct Term(string Symbol, long Factor = 1, long Divisor = 1)
{
    public static Term operator *(Term left, Term right) =>
        Simplified($"{left.Symbol}·{right.Symbol}", checked(left.Factor * right.Factor), checked(left.Divisor * right.Divisor));

    /// <summary>The term times a fraction.</summary>
    public Term Scaled(long factor, long divisor) => Simplified(Symbol, checked(Factor * factor), checked(Divisor * divisor));

    /// <summary>The sum of two terms of one symbol.</summary>
    public Term Plus(Term other) => Divisor == other.Divisor
        ? Simplified(Symbol, checked(Factor + other.Factor), Divisor)
        : Simplified(Symbol, checked(Factor * other.Divisor + other.Factor * Divisor), checked(Divisor * other.Divisor));

    public override string ToString()
    {
        if (Factor == 1 && Divisor == 1)
            return Symbol;
        var dot = Symbol.Length > 1 ? "·" : "";
        return FormattableString.Invariant($"{(Factor == 1 ? "" : $"{Factor}{dot}")}{Symbol}{(Divisor == 1 ? "" : $"/{Divisor}")}");
    }

    private static Term Simplified(string symbol, long factor, long divisor)
    {
        var (a, b) = (factor, divisor);
        while (b != 0)
            (a, b) = (b, a % b);
        return new Term(symbol, factor / a, divisor / a);
    }
}

/// <summary>
/// The length of one dimension. One that the declaration leaves open is a sum of terms, such as 2C+128, and has the length of an
/// example besides, with which it is checked.
/// </summary>
internal readonly record struct Extent
{
    private Extent(long length, EquatableArray<Term> terms, long rest) => (Length, Terms, Rest) = (length, terms, rest);

    /// <summary>A length that is left open.</summary>
    /// <param name="example">The length of the example.</param>
    /// <param name="symbol">What it is called.</param>
    public Extent(long example, string symbol) : this(example, new([new Term(symbol)]), 0)
    {
    }

    /// <summary>The symbol of open channels.</summary>
    public const string Channels = "C";

    public static Extent Batch { get; } = new(1, "N");

    /// <summary>The length, that of the example where it is open; for the batch, one image.</summary>
    public long Length { get; }

    /// <summary>What is left open of it.</summary>
    public EquatableArray<Term> Terms { get; }

    /// <summary>What is added to the terms; without terms, the length.</summary>
    public long Rest { get; }

    public bool IsOpen => Terms.Count > 0;

    public static implicit operator Extent(long length) => new(length, default, length);

    public static Extent operator *(Extent left, Extent right)
    {
        var length = checked(left.Length * right.Length);
        return Sum(length, [.. Multiply(left, right)], left.Rest * right.Rest);
    }

    /// <summary>A part of an extent, rounded down, but at least 1.</summary>
    public static Extent operator /(Extent extent, long divisor) => extent.Part(Math.Max(1, extent.Length / divisor), divisor);

    public static Extent operator +(Extent left, Extent right) =>
        Sum(checked(left.Length + right.Length), [.. left.Terms, .. right.Terms], checked(left.Rest + right.Rest));

    /// <summary>Whether a symbol is left open in it.</summary>
    public bool DependsOn(string symbol) => Terms.Any(term => term.Symbol.Split('·').Contains(symbol));

    /// <summary>What a step of a sliding window leaves.</summary>
    public Extent Reduced(long length, int step) => Part(length, step);

    // Most lengths are numbers, or one letter: a large network prints thousands of them.
    public override string ToString() => (Terms.Count, Rest) switch
    {
        (0, _) => Rest.ToString(CultureInfo.InvariantCulture),
        (1, 0) => Terms[0].ToString(),
        (_, 0) => string.Join("+", Terms),
        _ => string.Join("+", [.. Terms.Select(term => term.ToString()), Rest.ToString(CultureInfo.InvariantCulture)]),
    };

    /// <summary>Lengths that are alike are mostly the same.</summary>
    public override int GetHashCode() => Length.GetHashCode();

    private Extent Part(long length, long divisor) => IsOpen
        ? Sum(length, [.. Terms.Select(term => term.Scaled(1, divisor))], Rest / divisor)
        : length;

    private static IEnumerable<Term> Multiply(Extent left, Extent right)
    {
        foreach (var term in left.Terms)
        {
            foreach (var other in right.Terms)
                yield return term * other;
            if (right.Rest != 0)
                yield return term.Scaled(right.Rest, 1);
        }

        foreach (var other in right.Terms)
        {
            if (left.Rest != 0)
                yield return other.Scaled(left.Rest, 1);
        }
    }

    private static Extent Sum(long length, IReadOnlyList<Term> terms, long rest) => terms.Count == 0
        ? length
        : new Extent(length, new(terms.GroupBy(term => term.Symbol).Select(alike => alike.Aggregate((sum, term) => sum.Plus(term)))), rest);
}

/// <summary>The shape of a tensor whose batch size is not known.</summary>
internal readonly record struct Shape(EquatableArray<Extent> Extents)
{
    /// <summary>A feature map of N images.</summary>
    public static Shape Map(Extent channels, Extent height, Extent width) => Of(Extent.Batch, channels, height, width);

    /// <summary>A map of as many images as another, or of as many parts of images.</summary>
    public Shape WithMap(Extent channels, Extent height, Extent width) => Of(Extents[0], channels, height, width);

    public static Shape Of(params Extent[] extents) => new(EquatableArray<Extent>.Of(extents));

    public int Rank => Extents.Count;

    public Extent Channels => Extents[1];

    public Extent Height => Extents[2];

    public Extent Width => Extents[3];

    /// <summary>Elements for one image.</summary>
    public long ElementsPerImage
    {
        get
        {
            var product = 1L;
            for (var i = 0; i < Extents.Count; i++)
                product = checked(product * Extents[i].Length);
            return product;
        }
    }

    /// <summary>Whether another shape is this one when its dimensions of length 1 are repeated.</summary>
    public bool Takes(Shape other) =>
        Rank == other.Rank && Extents.Zip(other.Extents, (whole, part) => part == whole || part == 1).All(fits => fits);

    public override string ToString()
    {
        var text = new StringBuilder(32);
        for (var i = 0; i < Extents.Count; i++)
            text.Append(i == 0 ? "" : "×").Append(Extents[i].ToString());
        return text.ToString();
    }
}
