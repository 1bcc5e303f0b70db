using Gald.Generators.Graph;

namespace Gald.Generators.Shapes;

/// <summary>
/// Finds the smallest side of an image, or of a feature map, that a module takes. No rule of an operation mixes height and width, and none
/// rejects a length but takes a smaller one, so one search over squares answers for both.
/// </summary>
internal static class SmallestInput
{
    /// <summary>What the largest reduction of a backbone, 256, leaves of it is larger than the largest map that a contract may ask for, 16384.</summary>
    private const int Largest = 1 << 23;

    /// <summary>Where the search begins, about where most modules end it: each step traces the whole module.</summary>
    private const int First = 64;

    public static int? Of(Block module, Extent channels)
    {
        var known = new KnownRuns();
        return Of(side => Trace(module, channels, side, known) is not null);
    }

    /// <summary>The smallest side from which on something holds; null if it never does.</summary>
    public static int? Of(Func<int, bool> works)
    {
        var (fails, smallest) = (0, First);
        while (!works(smallest))
        {
            if (smallest == Largest)
                return null;
            (fails, smallest) = (smallest, smallest * 2);
        }

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

    /// <summary>A module's shapes over a square; null if it does not take it.</summary>
    /// <param name="module">The module.</param>
    /// <param name="channels">Channels of its input.</param>
    /// <param name="side">The side of the square.</param>
    /// <param name="known">What is known from other squares.</param>
    public static ShapeTrace? Trace(Block module, Extent channels, int side, KnownRuns known)
    {
        try
        {
            return ShapeTrace.Of(module, Shape.Map(channels, side, side), known);
        }
        catch (ShapeException)
        {
            return null;
        }
    }
}
