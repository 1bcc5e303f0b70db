namespace Gald.Data;

/// <summary>A few of many, from all over.</summary>
internal static class Spread
{
    /// <summary>At most so many indices of a row, evenly apart, from the first on.</summary>
    public static IEnumerable<int> Over(int count, int most) =>
        Enumerable.Range(0, Math.Min(count, most)).Select(i => (int)((long)i * count / Math.Min(count, most)));
}
