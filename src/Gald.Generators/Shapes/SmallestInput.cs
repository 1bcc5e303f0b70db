using Gald.Generators.Graph;

namespace Gald.Generators.Shapes;

/// <summary>
/// Finds the smallest side of an image that a network takes. No rule of an operation mixes height and width, and none
/// rejects a length but takes a smaller one, so one search over squares answers for both.
/// </summary>
internal static class SmallestInput
{
    private const int Largest = 1 << 16;

    public static int? Of(Block network) => Of(side => Works(network, side));

    /// <summary>The smallest side from which on something holds; null if it never does.</summary>
    public static int? Of(Func<int, bool> works)
    {
        if (!works(Largest))
            return null;
        var (fails, smallest) = (0, Largest);
        while (smallest - fails > 1)
        {
            var middle = (fails + smallest) / 2;
            if (works(middle))
                smallest = middle;
            else
                fails = middle;
        }

        return smallest;
    }

    public static bool Works(Block network, int side)
    {
        try
        {
            ShapeTrace.Of(network, side, side);
            return true;
        }
        catch (ShapeException)
        {
            return false;
        }
    }
}
