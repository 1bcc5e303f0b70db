using Gald.Generators.Graph;

namespace Gald.Generators.Shapes;

/// <summary>One run of a block with its shapes: what every value in it is, for one input size.</summary>
internal sealed class ShapeTrace
{
    private readonly Dictionary<Value, Traced> values = [];
    private readonly Dictionary<BlockCall, ShapeTrace> calls = [];

    private ShapeTrace(Block block) => Block = block;

    private readonly record struct Traced(Shape Shape, int Stride);

    public Block Block { get; }

    /// <summary>Whether the block is made for a number of channels that is left open.</summary>
    public bool HasOpenChannels => this[Block.Inputs[0]].Channels.IsOpen;

    public Shape this[Value value] => values[value].Shape;

    public ShapeTrace this[BlockCall call] => calls[call];

    /// <summary>Input pixels per step of a map.</summary>
    public int StrideOf(Value value) => values[value].Stride;

    public IReadOnlyList<Shape> ShapesOf(IReadOnlyList<Value> of) => [.. of.Select(value => this[value])];

    /// <summary>Traces a module over an input of one shape.</summary>
    /// <exception cref="ShapeException">An operation cannot take what reaches it.</exception>
    public static ShapeTrace Of(Block module, Shape input) => Run(module, new([new(input, 1)]), []);

    /// <summary>Runs a block, unless it has run on the same shapes before: the many blocks of a backbone are mostly alike.</summary>
    private static ShapeTrace Run(Block block, EquatableArray<Traced> inputs, Dictionary<(Block, EquatableArray<Traced>), ShapeTrace> known)
    {
        if (known.TryGetValue((block, inputs), out var done))
            return done;
        var trace = new ShapeTrace(block);
        for (var i = 0; i < inputs.Count; i++)
            trace.values.Add(block.Inputs[i], inputs[i]);
        foreach (var statement in block.Statements)
        {
            try
            {
                trace.values.Add(statement.Result, trace.Step(statement, known));
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

    private Traced Step(Statement statement, Dictionary<(Block, EquatableArray<Traced>), ShapeTrace> known)
    {
        if (statement is BlockCall call)
        {
            var inner = Run(call.Block, new(call.Inputs.Select(input => values[input])), known);
            calls.Add(call, inner);
            return inner.values[call.Block.Results[0]];
        }

        var operation = OperationOf(statement);
        return new(operation.Infer(ShapesOf(statement.Inputs)), operation.StrideOf([.. statement.Inputs.Select(StrideOf)]));
    }

    /// <summary>The operations inside of stages, in the order of the forward pass, with the shapes that reach them.</summary>
    public IEnumerable<(StageMark Stage, Operation Operation, IReadOnlyList<Shape> Inputs)> Operations(StageMark? outer = null)
    {
        foreach (var statement in Block.Statements)
        {
            var stage = statement.Stage ?? outer;
            if (statement is BlockCall call)
            {
                foreach (var inner in this[call].Operations(stage))
                    yield return inner;
            }
            else if (stage is not null)
            {
                yield return (stage, OperationOf(statement), ShapesOf(statement.Inputs));
            }
        }
    }

    /// <summary>What a statement other than a block's call computes.</summary>
    public static Operation OperationOf(Statement statement) => statement switch
    {
        LayerCall layer => layer.Layer,
        Apply apply => apply.Operation,
        _ => throw new InvalidOperationException("The result of a block has no operation of its own."),
    };
}
