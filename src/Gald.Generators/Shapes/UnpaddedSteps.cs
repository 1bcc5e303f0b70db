namespace Gald.Generators.Shapes;

/// <summary>The arithmetic of 3×3 convolutions with stride 2 and without padding, for messages.</summary>
internal static class UnpaddedSteps
{
    /// <summary>The smallest length that so many steps leave something of: 2^(steps+1) − 1.</summary>
    public static int Smallest(int steps) => (2 << steps) - 1;

    /// <summary>The size of a map after so many steps, such as <c>3×3</c>.</summary>
    public static string Size(Shape map, int steps = 0) => $"{Reduce(map.Height.Length, steps)}×{Reduce(map.Width.Length, steps)}";

    /// <summary>So many steps, such as <c>3 unpadded stride-2 steps</c>.</summary>
    public static string Count(int steps) => steps == 1 ? "1 unpadded stride-2 step" : $"{steps} unpadded stride-2 steps";

    private static long Reduce(long length, int steps)
    {
        for (var i = 0; i < steps; i++)
            length = length < 3 ? 0 : (length - 3) / 2 + 1;
        return length;
    }
}
