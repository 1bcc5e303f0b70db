namespace Gald.Networks.Tests.Parity.Architectures;

/// <summary>A backbone as it is declared, and which of its maps are those that the published code returns.</summary>
/// <param name="Attribute">The attribute that declares it.</param>
/// <param name="Stages">The stages, from 1, whose maps the published code returns, in its order.</param>
/// <param name="Count">The maps that it gives.</param>
internal sealed record DeclaredBackbone(string Attribute, IReadOnlyList<int> Stages, int Count)
{
    /// <summary>One that gives the published maps and no others.</summary>
    public DeclaredBackbone(string attribute, int count) : this(attribute, [.. Enumerable.Range(1, count)], count)
    {
    }

    /// <summary>Whether the maps are all that it gives.</summary>
    public bool ReturnsAll => Stages.SequenceEqual(Enumerable.Range(1, Count));

    /// <summary>Whether its batch norms keep and use their running statistics in training: mmsegmentation's <c>norm_eval</c>, a matter of training here.</summary>
    public bool FreezesStatistics { get; init; }

    /// <summary>The backbone alone.</summary>
    public DeclaredClass Alone() => new(Attribute, []) { Maps = [.. Stages.Select(stage => stage - 1)], FreezesStatistics = FreezesStatistics };

    /// <summary>The stage that gives one of the published maps, which counts from the last where it is negative.</summary>
    public int StageOf(int index) => index >= -Stages.Count && index < Stages.Count ? Stages[index < 0 ? Stages.Count + index : index]
        : throw new NotDeclarableException($"The backbone returns {Stages.Count} maps, of which none has the index {index}.");
}
