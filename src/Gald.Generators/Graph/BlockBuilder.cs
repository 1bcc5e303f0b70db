using Gald.Generators.Diagnostics;

namespace Gald.Generators.Graph;

/// <summary>Writes down a block, statement by statement.</summary>
internal sealed class BlockBuilder(string name, string summary)
{
    private readonly List<Value> inputs = [];
    private readonly List<Statement> statements = [];
    private StageMark? stage;

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

    /// <summary>A layer whose field has the name of its key.</summary>
    public Value Layer(string key, Layer layer, Value input) => Layer(key, key, layer, input);

    public Value Layer(string key, string field, Layer layer, Value input) =>
        Add(new LayerCall(layer, key, field, [input], new Value(null), stage));

    /// <summary>A block whose field has the name of its key.</summary>
    public Value Call(string key, Block block, Value input, string? result = null) => Call(key, key, block, input, result);

    public Value Call(string key, string field, Block block, Value input, string? result = null) =>
        Add(new BlockCall(block, key, field, [input], new Value(result), stage, trainingOnly: false));

    /// <summary>A block that runs in training mode only.</summary>
    public Value CallInTraining(string key, Block block, Value input, string result) =>
        Add(new BlockCall(block, key, key, [input], new Value(result), stage, trainingOnly: true));

    public Value Apply(Operation operation, Value input, string? result = null) => Apply(operation, [input], result);

    public Value Apply(Operation operation, IReadOnlyList<Value> operands, string? result = null) =>
        Add(new Apply(operation, operands, new Value(result), stage));

    public Block Build(params Value[] results) => new(name, summary, inputs, statements, results);

    private Value Add(Statement statement)
    {
        statements.Add(statement);
        return statement.Result;
    }
}
