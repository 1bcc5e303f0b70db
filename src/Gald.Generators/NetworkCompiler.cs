using Gald.Generators.Architecture;
using Gald.Generators.Diagnostics;
using Gald.Generators.Graph;
using Gald.Generators.Lowering;
using Gald.Generators.Shapes;

namespace Gald.Generators;

/// <summary>A network that is right: what was declared, and its graph with all shapes at the declared size.</summary>
internal sealed record CompiledNetwork(SegmentationNetwork Network, ShapeTrace Trace, int SmallestInput);

/// <summary>The flow from a declaration to a checked graph.</summary>
internal static class NetworkCompiler
{
    /// <summary>All rules of the language.</summary>
    public static IReadOnlyList<Rule> Rules { get; } =
    [
        .. TypeRules.All,
        ArgumentReader.OutOfRange,
        ArgumentReader.NotAMember,
        .. SegmentationNetwork.Rules,
        .. SegmentationNetwork.Kinds.SelectMany(kind => kind.Rules),
        .. Doubts.OperationRules,
    ];

    /// <summary>Compiles a declaration, or reports everything that is wrong with it and returns null.</summary>
    public static CompiledNetwork? Compile(Declaration declaration, Problems problems)
    {
        TypeRules.Check(declaration.Type, problems);
        if (declaration.IsUnreadable)
            return null;

        var network = SegmentationNetwork.Read(declaration, problems);
        if (network is null)
            return null;

        // What follows from a number that is already reported is not reported again.
        var conflicts = new Problems();
        network = network.Check(conflicts);
        problems.AddIndependent(conflicts);

        var name = declaration.Type.Name;
        if (Trace(name, network, problems) is not { } trace || problems.HasErrors)
            return null;
        Doubts.Report(name, network, trace, problems);
        return new CompiledNetwork(network, trace, SmallestInputOf(name, network));
    }

    /// <summary>The network's graph at the declared size, or null after a report of every stage that its map is too small for.</summary>
    private static ShapeTrace? Trace(string name, SegmentationNetwork network, Problems problems)
    {
        try
        {
            return ShapeTrace.Of(NetworkLowering.Lower(name, network), network.Height, network.Width);
        }
        catch (ShapeException failure) when (failure.Stage is { } place)
        {
            // What this stage needs, whatever the others need.
            var smallest = SmallestInputOf(name, network.PaddedExceptIn(place));
            var explained = network.Stages.Single(stage => stage.Declared == place).ExplainTooSmall(failure.StageInput, smallest);
            var sizes = new Problems();
            sizes.Report(
                explained.Rule, explained.Place, [.. explained.Related, .. network.PlacesOfSizesBelow(smallest)], [.. explained.Values]);
            problems.AddIndependent(sizes);

            // With padding the stage takes every map, so that one which is too small for a later stage shows up as well.
            Trace(name, network.PaddedIn(place), problems);
            return null;
        }
    }

    private static int SmallestInputOf(string name, SegmentationNetwork network) =>
        SmallestInput.Of(NetworkLowering.Lower(name, network)) ?? throw new InvalidOperationException($"No input is large enough for {name}.");
}
