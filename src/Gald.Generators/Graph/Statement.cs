using Gald.Generators.Diagnostics;

namespace Gald.Generators.Graph;

/// <summary>A part of a network as tables show it.</summary>
/// <param name="Name">Its path in the state, such as <c>layer3</c>.</param>
/// <param name="Kind">What it is, such as <c>6 bottlenecks</c>.</param>
/// <param name="Declared">The attribute that it comes from.</param>
internal sealed record StageMark(string Name, string Kind, Place Declared);

/// <summary>A step of a forward pass: inputs to results.</summary>
internal abstract class Statement(IReadOnlyList<Value> inputs, IReadOnlyList<Value> results, StageMark? stage)
{
    public IReadOnlyList<Value> Inputs { get; } = inputs;

    public IReadOnlyList<Value> Results { get; } = results;

    /// <summary>Its only result.</summary>
    /// <exception cref="InvalidOperationException">There are others, or none.</exception>
    public Value Result => Results.Only("The step has not one result.");

    /// <summary>The stage that the step belongs to, or null where the surrounding one goes on.</summary>
    public StageMark? Stage { get; } = stage;

    /// <summary>The part that the step belongs to, and whose fields hold its modules; null for the block itself.</summary>
    public Part? Owner { get; init; }
}

/// <summary>A function without state. One without a result changes a buffer, in training mode only.</summary>
internal sealed class Apply(Operation operation, IReadOnlyList<Value> inputs, IReadOnlyList<Value> results, StageMark? stage)
    : Statement(inputs, results, stage)
{
    public Operation Operation { get; } = operation;
}

/// <summary>A call of a registered module.</summary>
internal sealed class Call(Child child, IReadOnlyList<Value> inputs, IReadOnlyList<Value> results, StageMark? stage)
    : Statement(inputs, results, stage)
{
    public Child Child { get; } = child;

    /// <summary>Whether it runs in training mode only; its result is absent otherwise.</summary>
    public bool TrainingOnly { get; init; }

    /// <summary>Whether training computes it again in the backward pass, so that of all its maps only the input is kept.</summary>
    public bool IsRecomputed { get; init; }

    /// <summary>The layer that is called, if it is one.</summary>
    public Layer? Layer => (Child as LayerChild)?.Layer;

    /// <summary>The block that is called, if it is one.</summary>
    public Block? Block => (Child as BlockChild)?.Block;

    /// <summary>Whether a result is there in training mode only.</summary>
    public bool GivesInTrainingOnly(int index) => TrainingOnly || (Block is { } block && block.IsTrainingOnly(block.Results[index]));
}
