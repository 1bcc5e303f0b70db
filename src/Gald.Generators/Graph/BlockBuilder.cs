using Gald.Generators.Diagnostics;

namespace Gald.Generators.Graph;

/// <summary>Writes down a block, statement by statement.</summary>
internal sealed class BlockBuilder(string name, string summary)
{
    private readonly List<Value> inputs = [];
    private readonly List<Statement> statements = [];
    private readonly List<Part> parts = [];
    private StageMark? stage;
    private Part? owner;

    public Value Input(string inputName)
    {
        var value = new Value(inputName);
        inputs.Add(value);
        return value;
    }

    /// <summary>The next statements belong to this stage.</summary>
    public void Stage(string stageName, string kind, Place declared) => stage = new StageMark(stageName, kind, declared);

    /// <summary>The next statements belong to no stage of this block.</summary>
    public void EndStage() => stage = null;

    /// <summary>The next modules are made and held by a part, and registered by this block; without a part, they are its own.</summary>
    public void Enter(Part? part)
    {
        if (part is not null && !parts.Contains(part))
            parts.Add(part);
        owner = part;
    }

    /// <summary>The next modules are the block's own again.</summary>
    public void Leave() => owner = null;

    /// <summary>A layer whose field has the name of its key.</summary>
    public Value Layer(string key, Layer layer, Value input, string? result = null) => Layer(key, key, layer, input, result);

    public Value Layer(string key, string field, Layer layer, Value input, string? result = null) =>
        Add(new LayerCall(layer, key, field, [input], new Value(result), stage) { Owner = owner });

    /// <summary>A block whose field has the name of its key.</summary>
    public Value Call(string key, Block block, Value input, string? result = null) => Call(key, key, block, input, result);

    public Value Call(string key, string field, Block block, Value input, string? result = null) =>
        Add(new BlockCall(block, key, field, [input], new Value(result), stage) { Owner = owner });

    /// <summary>A block that has a class already.</summary>
    public Value Call(string key, Part part, Block block, Value input, string? result = null) =>
        Add(new BlockCall(block, key, part.Field, [input], new Value(result), stage) { Owner = owner, Part = part });

    /// <summary>A block that runs in training mode only.</summary>
    public Value CallInTraining(string key, Block block, Value input, string result) =>
        Add(new BlockCall(block, key, key, [input], new Value(result), stage) { Owner = owner, TrainingOnly = true });

    public Value Apply(Operation operation, Value input, string? result = null) => Apply(operation, [input], result);

    public Value Apply(Operation operation, IReadOnlyList<Value> operands, string? result = null) =>
        Add(new Apply(operation, operands, new Value(result), stage) { Owner = owner });

    public Block Build(params Value[] results) => new(name, summary, inputs, statements, results, parts);

    private Value Add(Statement statement)
    {
        statements.Add(statement);
        return statement.Result;
    }
}
