using Gald.Generators.Graph;
using Gald.Generators.Shapes;

namespace Gald.Generators.Passes;

/// <summary>
/// Memory of a network's feature maps, for one image in float32 with channels last, as predictor and trainer run it. It follows the
/// printed forward pass step by step. Weights and the inside of stages that were written by hand are no part of it.
/// </summary>
internal sealed class ActivationMemory
{
    private readonly bool isInference;
    private readonly Dictionary<ShapeTrace, Program> programs = [];
    private long live;
    private long peak;
    private long kept;

    private ActivationMemory(bool isInference) => this.isInference = isInference;

    /// <summary>What one tensor or several, views of each other, occupy.</summary>
    private sealed class Memory(long bytes)
    {
        public long Bytes { get; } = bytes;

        /// <summary>Variables that hold it.</summary>
        public int Holders { get; set; } = 1;

        public bool IsKept { get; set; }
    }

    private sealed record Program(Block Block, ForwardPlan Plan, Func<Value, Shape> Shapes, Func<BlockCall, ShapeTrace> Calls);

    /// <summary>The largest sum, in bytes, of what is alive at one time while the frozen program predicts, its copy of the image included.</summary>
    public static long ToPredict(ShapeTrace network) => Saturated(() => Run(network, isInference: true).peak);

    /// <summary>The bytes that autograd keeps between the forward and the backward pass, the image and the auxiliary head included.</summary>
    public static long ToTrain(ShapeTrace network) => Saturated(() => Run(network, isInference: false).kept);

    /// <summary>What is beyond all numbers is the largest, as a contract can ask for maps that no image gives.</summary>
    private static long Saturated(Func<long> bytes)
    {
        try
        {
            return bytes();
        }
        catch (OverflowException)
        {
            return long.MaxValue;
        }
    }

    private static ActivationMemory Run(ShapeTrace network, bool isInference)
    {
        var memory = new ActivationMemory(isInference);
        memory.Call(network, [memory.Allocate(network[network.Block.Inputs[0]])]);
        return memory;
    }

    /// <summary>Runs a block, whose caller holds the inputs meanwhile.</summary>
    private Memory Call(ShapeTrace trace, IReadOnlyList<Memory> inputs)
    {
        var program = ProgramOf(trace);
        var locals = new Dictionary<string, Memory>();
        for (var i = 0; i < inputs.Count; i++)
            locals.Add(program.Plan.LocalOf(program.Block.Inputs[i]), inputs[i]);
        foreach (var step in program.Plan.Steps)
        {
            switch (step)
            {
                case Step.Compute { Statement: BlockCall call } compute:
                    locals.Add(compute.Local, Call(program.Calls(call), InputsOf(call)));
                    break;
                case Step.Compute compute:
                    locals.Add(compute.Local, Apply(compute.Statement, InputsOf(compute.Statement), program.Shapes(compute.Statement.Result)));
                    break;
                case Step.Overwrite { Statement: var statement }:
                    Keep(statement.Operation, InputsOf(statement), locals[program.Plan.LocalOf(statement.Result)]);
                    break;
                case Step.Release release:
                    Release(locals[release.Local]);
                    break;
            }
        }

        return locals[program.Plan.LocalOf(program.Block.Results[0])];

        Memory[] InputsOf(Statement statement) => [.. statement.Inputs.Select(input => locals[program.Plan.LocalOf(input)])];
    }

    private Program ProgramOf(ShapeTrace trace)
    {
        if (programs.TryGetValue(trace, out var known))
            return known;
        if (!isInference)
            return programs[trace] = new(trace.Block, ForwardPlan.Of(trace.Block), value => trace[value], call => trace[call]);
        var inference = Inference.WithoutParts(trace);
        return programs[trace] = new(inference.Block, ForwardPlan.OfInference(inference.Block), value => inference[value], call => inference[call]);
    }

    private Memory Apply(Statement statement, Memory[] inputs, Shape shape)
    {
        var operation = ShapeTrace.OperationOf(statement);
        Memory result;
        if (operation.ViewOf is { } index)
        {
            result = inputs[index];
            result.Holders++;
        }
        else
        {
            result = Allocate(shape);
        }

        var beside = operation.BytesBeside(shape);
        peak = Math.Max(peak, checked(live + beside));
        kept = checked(kept + beside);
        Keep(operation, inputs, result);
        return result;
    }

    private Memory Allocate(Shape shape)
    {
        var memory = new Memory(checked(sizeof(float) * shape.ElementsPerImage));
        live = checked(live + memory.Bytes);
        peak = Math.Max(peak, live);
        return memory;
    }

    private void Keep(Operation operation, IEnumerable<Memory> inputs, Memory result)
    {
        foreach (var memory in operation.Kept switch { Kept.Inputs => inputs, Kept.Result => [result], _ => [] })
        {
            if (memory.IsKept)
                continue;
            memory.IsKept = true;
            kept = checked(kept + memory.Bytes);
        }
    }

    private void Release(Memory memory)
    {
        if (--memory.Holders == 0)
            live -= memory.Bytes;
    }
}
