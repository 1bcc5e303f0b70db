using Gald.Generators.Shapes;

namespace Gald.Generators.Emission;

/// <summary>A map of a backbone as a property of the class that holds all of them.</summary>
/// <param name="Name">The property.</param>
/// <param name="Parameter">The parameter of the constructor.</param>
/// <param name="Shape">What it is.</param>
internal sealed record MapMember(string Name, string Parameter, string Shape)
{
    /// <summary>The method that gives all maps, and the class that holds them.</summary>
    public const string Method = "Maps", Class = "FeatureMaps", Interface = "IBackbone";

    /// <summary>The method of a program that gives them as they are, and the one that exports them.</summary>
    public const string Call = "callMaps", Export = "ExportMaps";

    /// <summary>The parameter that holds the stem's.</summary>
    public const string Stem = "stem";

    /// <summary>The parameters of the constructor: the stem's map if there is one, and those of the stages.</summary>
    public static IReadOnlyList<string> ParametersOf(ShapeTrace trace) =>
        [.. trace.Block.Maps!.Stem is null ? [] : new[] { Stem }, .. Of(trace).Select(member => member.Parameter)];

    /// <summary>The maps of the stages.</summary>
    public static IReadOnlyList<MapMember> Of(ShapeTrace trace) => [.. trace.Block.Maps!.Stages.Select(map => new MapMember(
        char.ToUpperInvariant(map.Name![0]) + map.Name.Substring(1), map.Name, trace[map].ToString()))];
}
