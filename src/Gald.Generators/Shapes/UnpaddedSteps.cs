namespace Gald.Generators.Shapes;

/// <summary>The arithmetic of several steps with stride 2, for messages.</summary>
/// <param name="Count">How many steps there are.</param>
/// <param name="Kernel">Side of the kernels.</param>
/// <param name="Padding">Positions that are added on each side, less than half the kernel.</param>
internal sealed record UnpaddedSteps(int Count, int Kernel = 3, int Padding = 0)
{
    /// <summary>The smallest length that they leave something of: for 3×3 kernels without padding, 2^(steps+1) − 1.</summary>
    public int Smallest => (int)Enumerable.Range(0, Count).Aggregate(1L, (length, _) => (length - 1) * 2 + Kernel - 2 * Padding);

    /// <summary>Where the first of the positions that they leave lies in the map.</summary>
    public int Offset => ((1 << Count) - 1) * (Kernel / 2 - Padding);

    /// <summary>The size of a map, such as <c>3×3</c>.</summary>
    public static string Size(Shape map) => $"{map.Height.Length}×{map.Width.Length}";

    /// <summary>The size of a map behind them.</summary>
    public string SizeBehind(Shape map) => $"{Reduce(map.Height.Length)}×{Reduce(map.Width.Length)}";

    /// <summary>They in words, such as <c>3 unpadded stride-2 steps</c>.</summary>
    public override string ToString() => $"{Count} {(Padding == 0 ? "unpadded " : "")}stride-2 step{(Count == 1 ? "" : "s")}";

    private long Reduce(long length)
    {
        for (var i = 0; i < Count; i++)
            length = length + 2 * Padding < Kernel ? 0 : (length + 2 * Padding - Kernel) / 2 + 1;
        return length;
    }
}
