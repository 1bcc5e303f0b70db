using Gald.Generators.Graph;

namespace Gald.Generators.Shapes;

/// <summary>An operation inside of a stage, with the shapes that reach it.</summary>
internal sealed record TracedOperation(StageMark Stage, Operation Operation, IReadOnlyList<Shape> Inputs);

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

    private readonly record struct Traced(Shape Shape, int Stride);

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

    public IReadOnlyList<Shape> ShapesOf(IReadOnlyList<Value> of) => [.. of.Select(value => this[value])];

    /// <summary>Traces a module over an input of one shape.</summary>
    /// <exception cref="ShapeException">An operation cannot take what reaches it.</exception>
    public static ShapeTrace Of(Block module, Shape input) => Run(module, new([new(input, 1)]), []);

    /// <summary>The same run of a block that makes some of the steps only.</summary>
    public ShapeTrace Of(Block part) => new(part, values, calls, first);

    /// <summary>Runs a block, unless it has run on the same shapes before: the many blocks of a backbone are mostly alike.</summary>
    private static ShapeTrace Run(Block block, EquatableArray<Traced> inputs, Dictionary<(Block, EquatableArray<Traced>), ShapeTrace> known)
    {
        if (known.TryGetValue((block, inputs), out var done))
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
            catch (ShapeException failure) when (statement.Stage is { } stage)
            {
                failure.Locate(stage.Declared, trace[statement.Inputs[0]]);
                throw;
            }
        }

        known.Add((block, inputs), trace);
        return trace;
    }

    private void Step(Statement statement, Dictionary<(Block, EquatableArray<Traced>), ShapeTrace> known)
    {
        if (statement is Call { Child: BlockChild { Block: var block } child } call)
        {
            var inner = Run(block, new(call.Inputs.Select(input => values[input])), known);
            calls.Add(call, inner);
            if (!first.ContainsKey(child))
                first.Add(child, inner);
            for (var i = 0; i < call.Results.Count; i++)
                values.Add(call.Results[i], inner.values[block.Results[i]]);
            return;
        }

        var operation = OperationOf(statement);
        var shape = operation.Infer(ShapesOf(statement.Inputs));
        if (statement.Results.Count > 0)
            values.Add(statement.Result, new(shape, operation.StrideOf([.. statement.Inputs.Select(StrideOf)])));
    }

    /// <summary>The operations inside of stages, in the order of the forward pass.</summary>
    public IEnumerable<TracedOperation> Operations(StageMark? outer = null)
    {
        foreach (var statement in Block.Statements)
        {
            var stage = statement.Stage ?? outer;
            if (statement is Call { Child: BlockChild } call)
            {
                foreach (var inner in this[call].Operations(stage))
                    yield return inner;
            }
            else if (stage is not null)
            {
                yield return new(stage, OperationOf(statement), ShapesOf(statement.Inputs));
            }
        }
    }

    /// <summary>What a statement other than a block's call computes.</summary>
    public static Operation OperationOf(Statement statement) => statement switch
    {
        Call { Layer: { } layer } => layer,
        Apply apply => apply.Operation,
        _ => throw new InvalidOperationException("The results of a block have no operation of their own."),
    };
}
