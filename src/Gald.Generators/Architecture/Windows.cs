using Gald.Generators.Diagnostics;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

/// <summary>Convolutions without padding whose windows lie side by side, so that a smaller map has none.</summary>
internal static class Windows
{
    public static readonly Rule MapTooSmall = new(
        "GALD0241", "The map is too small for the windows on it",
        "{0} takes windows of {1}×{1} positions, of which a map of {2} has none; an input of at least {3}×{3} gives one{4}");

    /// <summary>Says that a map has no window.</summary>
    /// <param name="what">What takes the windows.</param>
    /// <param name="place">The argument that says how large they are.</param>
    /// <param name="side">How large they are.</param>
    /// <param name="map">The map.</param>
    /// <param name="smallest">The smallest input that gives one.</param>
    /// <param name="otherwise">Another way out, if there is one.</param>
    public static TooSmall Explain(string what, Place place, int side, Shape map, int smallest, string otherwise = "") =>
        new(MapTooSmall, place, [], [what, side, UnpaddedSteps.Size(map), smallest, otherwise]);
}
