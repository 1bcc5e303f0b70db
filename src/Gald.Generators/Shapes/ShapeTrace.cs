using Gald.Generators.Graph;

namespace Gald.Generators.Shapes;

/// <summary>What a value is in a run: its shape, and the pixels of the input for each of its steps.</summary>
internal readonly record struct Traced(Shape Shape, int Stride);

/// <summary>Runs of blocks, by what they got. The blocks of a backbone are mostly alike, and images of many sizes are maps of one.</summary>
internal sealed class KnownRuns
{
    private readonly Dictionary<(Block, EquatableArray<Traced>), ShapeTrace> runs = [];

    public ShapeTrace? Find(Block block, EquatableArray<Traced> inputs) => runs.TryGetValue((block, inputs), out var run) ? run : null;

    public void Add(EquatableArray<Traced> inputs, ShapeTrace run) => runs.Add((run.Block, inputs), run);
}

/// <summary>One run of a block with its shapes: what every value in it is, for one input size.</summary>
internal sealed class ShapeTrace
{
    private readonly Dictionary<Value, Traced> values;
    private readonly Dictionary<Call, ShapeTrace> calls;
    private readonly Dictionary<Child, ShapeTrace> first;
    private bool? hasOpenChannels;

    private ShapeTrace(Block block) : this(block, [], [], [])
    {
    }

    private ShapeTrace(Block block, Dictionary<Value, Traced> values, Dictionary<Call, ShapeTrace> calls, Dictionary<Child, ShapeTrace> first)
    {
        Block = block;
        (this.values, this.calls, this.first) = (values, calls, first);
    }

    public Block Block { get; }

    /// <summary>Whether the block is made for a number of channels that is left open.</summary>
    public bool HasOpenChannels => hasOpenChannels ??=
        values.Values.Any(value => value.Shape.Extents.Any(extent => extent.DependsOn(Extent.Channels))) || calls.Values.Any(inner => inner.HasOpenChannels);

    public Shape this[Value value] => values[value].Shape;

    /// <summary>The run of the block that a call makes.</summary>
    public ShapeTrace this[Call call] => calls[call];

    /// <summary>The run that the first call of a block makes: by it, the block's class is written.</summary>
    public ShapeTrace this[BlockChild child] => first[child];

    /// <summary>Input pixels per step of a map.</summary>
    public int StrideOf(Value value) => values[value].Stride;

    public IReadOnlyList<Shape> ShapesOf(IReadOnlyList<Value> of)
    {
        var shapes = new Shape[of.Count];
        for (var i = 0; i < shapes.Length; i++)
            shapes[i] = this[of[i]];
        return shapes;
    }

    /// <summary>Traces a module over an input of one shape.</summary>
    /// <exception cref="ShapeException">An operation cannot take what reaches it.</exception>
    public static ShapeTrace Of(Block module, Shape input) => Of(module, input, new KnownRuns());

    /// <summary>Traces a module over one more input.</summary>
    /// <param name="module">The module.</param>
    /// <param name="input">The shape of its input.</param>
    /// <param name="known">What is known of its blocks from other inputs.</param>
    /// <exception cref="ShapeException">An operation cannot take what reaches it.</exception>
    public static ShapeTrace Of(Block module, Shape input, KnownRuns known) => Run(module, new([new(input, 1)]), known);

    /// <summary>The same run of a block that makes some of the steps only.</summary>
    public ShapeTrace Of(Block part) => new(part, values, calls, first);

    /// <summary>Runs a block, unless it has run on the same shapes before.</summary>
    private static ShapeTrace Run(Block block, EquatableArray<Traced> inputs, KnownRuns known)
    {
        if (known.Find(block, inputs) is { } done)
            return done;
        var trace = new ShapeTrace(block);
        for (var i = 0; i < inputs.Count; i++)
            trace.values.Add(block.Inputs[i], inputs[i]);
        foreach (var tensor in block.Content.State)
            trace.values.Add(tensor.Value, new(tensor.Shape, 1));
        foreach (var statement in block.Statements)
        {
            try
            {
                trace.Step(statement, known);
            }
            catch (ShapeException failure) when (trace.Notes(failure, statement))
            {
                throw;
            }
        }

        known.Add(inputs, trace);
        return trace;
    }

    /// <summary>Notes where a step failed, on the way of its exception, which goes on: to catch and throw it at each block would take longer than all else.</summary>
    private bool Notes(ShapeException failure, Statement statement)
    {
        if (statement.Stage is { } stage)
            failure.Locate(stage.Declared, this[statement.Inputs[0]]);
        return false;
    }

    private void Step(Statement statement, KnownRuns known)
    {
        if (statement is Call { Child: BlockChild { Block: var block } child } call)
        {
            var inputs = new Traced[call.Inputs.Count];
            for (var i = 0; i < inputs.Length; i++)
                inputs[i] = values[call.Inputs[i]];
            var inner = Run(block, EquatableArray<Traced>.Of(inputs), known);
            calls.Add(call, inner);
            if (!first.ContainsKey(child))
                first.Add(child, inner);
            for (var i = 0; i < call.Results.Count; i++)
                values.Add(call.Results[i], inner.values[block.Results[i]]);
            return;
        }

        var operation = OperationOf(statement);
        var shape = operation.Infer(ShapesOf(statement.Inputs));
        if (statement.Results.Count == 0)
            return;
        var strides = new int[statement.Inputs.Count];
        for (var i = 0; i < strides.Length; i++)
            strides[i] = StrideOf(statement.Inputs[i]);
        values.Add(statement.Result, new(shape, operation.StrideOf(strides)));
    }

    /// <summary>What a statement other than a block's call computes.</summary>
    public static Operation OperationOf(Statement statement) => statement switch
    {
        Call { Layer: { } layer } => layer,
        Apply apply => apply.Operation,
        _ => throw new InvalidOperationException("The results of a block have no operation of their own."),
    };
}
