using System.Globalization;

namespace Gald.Generators.Shapes;

/// <summary>The length of one dimension: a number, or a multiple of the batch size N.</summary>
internal readonly record struct Extent(long Length, bool PerImage)
{
    public static Extent Batch { get; } = new(1, true);

    public static implicit operator Extent(long length) => new(length, false);

    public static Extent operator *(Extent extent, long factor) => extent with { Length = checked(extent.Length * factor) };

    public override string ToString()
    {
        var length = Length.ToString(CultureInfo.InvariantCulture);
        return !PerImage ? length : Length == 1 ? "N" : $"{length}N";
    }
}

/// <summary>The shape of a tensor whose batch size is not known.</summary>
internal readonly record struct Shape(EquatableArray<Extent> Extents)
{
    /// <summary>A feature map of N images.</summary>
    public static Shape Map(long channels, long height, long width) => Of(Extent.Batch, channels, height, width);

    public static Shape Of(params Extent[] extents) => new(new EquatableArray<Extent>(extents));

    public int Rank => Extents.Count;

    public long Channels => Extents[1].Length;

    public long Height => Extents[2].Length;

    public long Width => Extents[3].Length;

    /// <summary>Elements for one image.</summary>
    public long ElementsPerImage => Extents.Aggregate(1L, (product, extent) => checked(product * extent.Length));

    public override string ToString() => string.Join("×", Extents);
}
