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

        var graph = NetworkLowering.Lower(declaration.Type.Name, network);
        var smallest = SmallestInput.Of(graph)
            ?? throw new InvalidOperationException($"No input is large enough for {declaration.Type.Name}.");
        try
        {
            var trace = ShapeTrace.Of(graph, network.Height, network.Width);
            return problems.Found.Count == 0 ? new CompiledNetwork(network, trace, smallest) : null;
        }
        catch (ShapeException failure) when (failure.Stage is { } place)
        {
            var sizes = new Problems();
            var stage = network.Stages.Single(candidate => candidate.Declared == place);
            var explained = stage.ExplainTooSmall(failure.StageInput, smallest);
            sizes.Report(
                explained.Rule, explained.Place, [.. explained.Related, .. network.PlacesOfSizesBelow(smallest)], [.. explained.Values]);
            problems.AddIndependent(sizes);
            return null;
        }
    }
}
