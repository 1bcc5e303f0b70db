using Gald.Generators.Diagnostics;

namespace Gald.Generators.Graph;

/// <summary>A tensor of the forward pass of one block.</summary>
/// <param name="name">The name of its local variable; null for one that is only numbered.</param>
internal sealed class Value(string? name)
{
    public string? Name { get; } = name;
}

/// <summary>A part of a network as tables show it.</summary>
/// <param name="Name">Its path in the state, such as <c>layer3</c>.</param>
/// <param name="Kind">What it is, such as <c>6 bottlenecks</c>.</param>
/// <param name="Declared">The attribute that it comes from.</param>
internal sealed record StageMark(string Name, string Kind, Place Declared);

/// <summary>A step of a forward pass: inputs to a result.</summary>
internal abstract class Statement(IReadOnlyList<Value> inputs, Value result, StageMark? stage)
{
    /// <summary>The part that the step belongs to, and whose fields hold its modules; null for the block itself.</summary>
    public Part? Owner { get; init; }

    public IReadOnlyList<Value> Inputs { get; } = inputs;

    public Value Result { get; } = result;

    /// <summary>The stage that starts here, or null where the surrounding one goes on.</summary>
    public StageMark? Stage { get; } = stage;
}

/// <summary>A function without state.</summary>
internal sealed class Apply(Operation operation, IReadOnlyList<Value> inputs, Value result, StageMark? stage) : Statement(inputs, result, stage)
{
    public Operation Operation { get; } = operation;
}

/// <summary>A registered module: a layer or a block.</summary>
/// <param name="key">Its part of the state keys, such as <c>conv1</c> or <c>0</c>.</param>
/// <param name="fieldName">The name of the field that holds it.</param>
internal abstract class ChildCall(string key, string fieldName, IReadOnlyList<Value> inputs, Value result, StageMark? stage)
    : Statement(inputs, result, stage)
{
    public string Key { get; } = key;

    /// <summary>The path to it from the block, which begins with its owner's field if it has an owner.</summary>
    public string Field => Owner is null ? fieldName : $"{Owner.Field}.{fieldName}";

    /// <summary>Whether every assembly can see its class.</summary>
    public abstract bool IsPublic { get; }
}

/// <summary>A layer of the library.</summary>
internal sealed class LayerCall(Layer layer, string key, string fieldName, IReadOnlyList<Value> inputs, Value result, StageMark? stage)
    : ChildCall(key, fieldName, inputs, result, stage)
{
    public Layer Layer { get; } = layer;

    public override bool IsPublic => Layer.IsPublic;
}

/// <summary>A block inside a block.</summary>
internal sealed class BlockCall(Block block, string key, string fieldName, IReadOnlyList<Value> inputs, Value result, StageMark? stage)
    : ChildCall(key, fieldName, inputs, result, stage)
{
    public Block Block { get; } = block;

    /// <summary>The class that the block has already; null for one that is printed with the network.</summary>
    public Part? Part { get; init; }

    /// <summary>Whether it runs in training mode only; its result is absent otherwise.</summary>
    public bool TrainingOnly { get; init; }

    public override bool IsPublic => Part?.IsPublic ?? true;
}

/// <summary>A module made of operations and other blocks: one class of the generated code.</summary>
/// <param name="name">The name that its class should have.</param>
/// <param name="summary">What it is, in a sentence, as plain text.</param>
/// <param name="inputs">What its forward pass takes.</param>
/// <param name="statements">Its forward pass, in order.</param>
/// <param name="results">What its forward pass returns.</param>
/// <param name="parts">The parts whose modules it registers as its own.</param>
internal sealed class Block(
    string name,
    string summary,
    IReadOnlyList<Value> inputs,
    IReadOnlyList<Statement> statements,
    IReadOnlyList<Value> results,
    IReadOnlyList<Part> parts)
{
    public string Name { get; } = name;

    public string Summary { get; } = summary;

    public IReadOnlyList<Value> Inputs { get; } = inputs;

    public IReadOnlyList<Statement> Statements { get; } = statements;

    public IReadOnlyList<Value> Results { get; } = results;

    public IReadOnlyList<Part> Parts { get; } = parts;

    /// <summary>The modules that it makes itself, without those of its parts.</summary>
    public IEnumerable<ChildCall> OwnChildren => Statements.OfType<ChildCall>().Where(child => child.Owner is null);
}
