using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>A stage that reads earlier maps of a backbone.</summary>
/// <param name="Place">Where it is declared.</param>
/// <param name="Name">Its name for a message.</param>
/// <param name="CanReadOneMap">Whether it can be declared without them.</param>
internal sealed record EarlierMapReader(Place Place, string Name, bool CanReadOneMap)
{
    public static readonly Rule NoEarlierMap = new(
        "GALD0514", "No earlier map",
        "{1} reads an earlier map of the backbone besides, but {0} only; {2}declare it on a network whose backbone gives several maps, such as [ResNet(50)]");

    /// <summary>An aggregation, which can be declared to read one map alone.</summary>
    public static EarlierMapReader Aggregation(Place place) => new(place, "The aggregation", CanReadOneMap: true);

    /// <summary>Says that there are no earlier maps.</summary>
    /// <param name="problems">Where it is said.</param>
    /// <param name="reason">Why there are none.</param>
    public void Refuse(Problems problems, string reason) =>
        problems.Report(NoEarlierMap, Place, reason, Name, CanReadOneMap ? "let it read one map, or " : "");
}
