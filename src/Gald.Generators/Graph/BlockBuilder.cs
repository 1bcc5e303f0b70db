using Gald.Generators.Diagnostics;
using Gald.Generators.Shapes;

namespace Gald.Generators.Graph;

/// <summary>Writes down a block: what it registers, and its forward pass statement by statement.</summary>
internal sealed class BlockBuilder(string name, string summary)
{
    private readonly List<Value> inputs = [];
    private readonly List<Statement> statements = [];
    private readonly List<Child> children = [];
    private readonly List<StateTensor> state = [];
    private readonly List<Part> parts = [];
    private StageMark? stage;
    private Part? owner;

    /// <summary>What is registered so far.</summary>
    public IReadOnlyList<Child> Children => children;

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

    /// <summary>Registers a layer; its field has the name of its key if no other is given.</summary>
    public Child Child(string key, Layer layer, string? field = null) => Register(new LayerChild(layer, key, field ?? key, owner));

    /// <summary>Registers a block.</summary>
    public Child Child(string key, Block block, string? field = null) => Register(new BlockChild(block, key, field ?? key, owner));

    /// <summary>Registers a block that has a class already.</summary>
    public Child Child(string key, Part part, Block block) => Register(new BlockChild(block, key, part.Field, owner) { Part = part });

    /// <summary>Registers a parameter, which is an operand like every other value. Without lengths, it is a single number.</summary>
    public Value Parameter(string key, Start start, params Extent[] shape) => AddState(key, start, shape, isTrained: true);

    /// <summary>Registers a buffer: state that is saved, and not trained.</summary>
    public Value Buffer(string key, Start start, params Extent[] shape) => AddState(key, start, shape, isTrained: false);

    /// <summary>Calls a registered module, which may be called any number of times.</summary>
    public Value Call(Child child, Value input, string? result = null) => Call(child, [input], result);

    public Value Call(Child child, IReadOnlyList<Value> operands, string? result = null) =>
        Add(new Call(child, operands, [new Value(result)], stage) { Owner = owner }).Result;

    /// <summary>Calls a block that gives several values.</summary>
    public IReadOnlyList<Value> Call(Child child, IReadOnlyList<Value> operands, IReadOnlyList<string> results) =>
        Add(new Call(child, operands, [.. results.Select(result => new Value(result))], stage) { Owner = owner }).Results;

    /// <summary>Calls a module in training mode only. The result can be nothing but a result of this block.</summary>
    public Value CallInTraining(Child child, Value input, string result) =>
        Add(new Call(child, [input], [new Value(result)], stage) { Owner = owner, TrainingOnly = true }).Result;

    /// <summary>Registers a layer and calls it.</summary>
    public Value Layer(string key, Layer layer, Value input, string? result = null) => Call(Child(key, layer), input, result);

    public Value Layer(string key, string field, Layer layer, Value input, string? result = null) => Call(Child(key, layer, field), input, result);

    /// <summary>Registers a block and calls it.</summary>
    public Value Call(string key, Block block, Value input, string? result = null) => Call(Child(key, block), input, result);

    public Value Call(string key, string field, Block block, Value input, string? result = null) => Call(Child(key, block, field), input, result);

    /// <summary>Registers a block and calls it, and once more in the backward pass.</summary>
    public Value CallRecomputed(string key, string field, Block block, Value input, string? result = null) =>
        Add(new Call(Child(key, block, field), [input], [new Value(result)], stage) { Owner = owner, IsRecomputed = true }).Result;

    public Value Apply(Operation operation, Value input, string? result = null) => Apply(operation, [input], result);

    public Value Apply(Operation operation, IReadOnlyList<Value> operands, string? result = null) =>
        Add(new Apply(operation, operands, [new Value(result)], stage) { Owner = owner }).Result;

    /// <summary>Changes a buffer, the first operand, in training mode.</summary>
    public void Effect(Operation operation, params Value[] operands) => Add(new Apply(operation, operands, [], stage) { Owner = owner });

    public Block Build(params Value[] results) => Build(results, []);

    /// <param name="results">What its forward pass returns.</param>
    /// <param name="further">Those of the results that are there for a loss alone.</param>
    /// <param name="maps">The maps of the backbone that it is, or that its first part is.</param>
    /// <param name="stageKeys">The keys of each stage of a backbone in it.</param>
    public Block Build(IReadOnlyList<Value> results, IReadOnlyList<Value> further, MapsOfStages? maps = null, IReadOnlyList<IReadOnlyList<string>>? stageKeys = null)
    {
        var clash = state.Count == 0 ? null : statements.SelectMany(statement => statement.Results).Concat(inputs)
            .FirstOrDefault(value => state.Any(tensor => tensor.Field == value.Name));
        if (clash is not null)
            throw new InvalidOperationException($"In the block {name}, {clash.Name} is a value and a parameter.");
        var called = new HashSet<Child>(statements.OfType<Call>().Select(call => call.Child));
        var unused = children.OfType<BlockChild>().FirstOrDefault(child => !called.Contains(child));
        if (unused is not null)
            throw new InvalidOperationException($"In the block {name}, {unused.Key} is registered but never called.");
        return new(name, summary, inputs, new(children, state, parts), statements, results)
        {
            Further = further,
            StageKeys = stageKeys ?? [],
            Maps = parts.Count == 0 ? maps : null,
            PartMaps = maps is not null && parts.Count > 0 ? (parts[0], maps) : null,
        };
    }

    private Child Register(Child child)
    {
        children.Add(child);
        return child;
    }

    private Value AddState(string key, Start start, Extent[] shape, bool isTrained)
    {
        // Not the key itself: TorchSharp takes a member of that name for a field, which it sets when the module moves.
        var value = new Value(key);
        var property = string.Concat(key.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word.Substring(1)));
        state.Add(new StateTensor(key, property, value, Shape.Of(shape), start, isTrained));
        return value;
    }

    private Statement Add(Statement statement)
    {
        statements.Add(statement);
        return statement;
    }
}
