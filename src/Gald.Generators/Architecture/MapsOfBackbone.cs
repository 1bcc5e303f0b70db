using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>The maps of a backbone that a head names by the stages that give them: the last one where it names none.</summary>
/// <param name="Stages">The stages, from 1, the one whose size counts first; empty for the last.</param>
internal sealed record MapsOfBackbone(EquatableArray<int> Stages)
{
    public static readonly Rule NoSuchStage = new(
        "GALD0551", "No such stage of the backbone", "{0} must name stages from 1 to {1}, each once{4}, but has {2}; write some of {3}");

    private string Name { get; init; } = "";

    private Place Place { get; init; }

    /// <summary>Whether fine maps have to stand in front of coarse ones.</summary>
    public bool Rises { private get; init; }

    public static MapsOfBackbone Read(ArgumentReader arguments, string name)
    {
        var written = arguments.Integers(name) is null ? default : Embeddings.Read(arguments, arguments.Name, name, 1, 64, 1, 2, 3, 4);
        return new(written) { Name = $"{arguments.Name}.{name}", Place = arguments.Place(name) };
    }

    /// <summary>Their indices.</summary>
    /// <param name="count">How many maps there are.</param>
    public IReadOnlyList<int> Of(int count) => Stages.Count == 0 ? [count - 1] : [.. Stages.Select(stage => stage - 1)];

    /// <summary>Reports stages that are not there, twice, or out of order; what holds where none are named is read then.</summary>
    public MapsOfBackbone Check(int count, Problems problems)
    {
        if (Stages.All(stage => stage >= 1 && stage <= count) && (Rises ? Stages.Skip(1).Zip(Stages, (next, stage) => next > stage).All(rises => rises) : Stages.Distinct().Count() == Stages.Count))
            return this;
        problems.Report(
            NoSuchStage, Place, Name, count, string.Join(", ", Stages), string.Join(", ", Enumerable.Range(1, count)), Rises ? " and from fine maps to coarse ones" : "");
        return this with { Stages = default };
    }
}
