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
    private readonly Dictionary<(ShapeTrace, EquatableArray<int>), Program> programs = [];
    private long live;
    private long peak;
    private long kept;
    private long scratch;
    private long recomputed;

    private ActivationMemory(bool isInference) => this.isInference = isInference;

    /// <summary>What one tensor or several, views of each other, occupy.</summary>
    private sealed class Memory(long bytes)
    {
        public long Bytes { get; } = bytes;

        /// <summary>Variables that hold it.</summary>
        public int Holders { get; set; } = 1;

        public bool IsKept { get; set; }

        /// <summary>Whether a gradient reaches it, so that autograd keeps what it was made of.</summary>
        public bool HasGradient { get; set; }
    }

    private sealed record Program(Block Block, ForwardPlan Plan, Func<Value, Shape> Shapes, Func<Call, ShapeTrace> Calls, Func<Call, IReadOnlyList<int>> ResultsOf);

    /// <summary>What the frozen program needs, in bytes.</summary>
    /// <returns>
    /// The largest sum of what is alive at one time while it predicts, its copy of the image included; and what its operations compute in for each
    /// thread: as much as the one that needs most.
    /// </returns>
    public static (long Peak, long Scratch) ToPredict(ShapeTrace network) =>
        Run(network, isInference: true) is { } memory ? (memory.peak, memory.scratch) : (long.MaxValue, long.MaxValue);

    /// <summary>What autograd keeps, in bytes.</summary>
    /// <returns>
    /// What it keeps between the forward and the backward pass, the image and the auxiliary head included; and of what the backward pass computes
    /// again, for as long as it needs it: that of the largest block.
    /// </returns>
    public static (long Kept, long Recomputed) ToTrain(ShapeTrace network) =>
        Run(network, isInference: false) is { } memory ? (memory.kept, memory.recomputed) : (long.MaxValue, long.MaxValue);

    /// <summary>Null where no number is large enough: a contract can ask for maps that no image gives.</summary>
    private static ActivationMemory? Run(ShapeTrace network, bool isInference)
    {
        var memory = new ActivationMemory(isInference);
        try
        {
            memory.Run(network, Liveness.ForPrediction(network.Block), [.. network.Block.Inputs.Select(input => memory.Allocate(network[input]))]);
            return memory;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>Runs a block, whose caller holds the inputs meanwhile.</summary>
    private Memory[] Run(ShapeTrace trace, IReadOnlyList<int> wanted, IReadOnlyList<Memory> inputs)
    {
        var program = ProgramOf(trace, wanted);
        var locals = new Dictionary<string, Memory>();
        for (var i = 0; i < inputs.Count; i++)
            locals.Add(program.Plan.LocalOf(program.Block.Inputs[i]), inputs[i]);
        foreach (var tensor in program.Block.Content.State)
            locals.Add(program.Plan.LocalOf(tensor.Value), new Memory(0) { HasGradient = tensor.IsTrained });
        foreach (var step in program.Plan.Steps)
        {
            switch (step)
            {
                case Step.Compute { Statement: Call { Child: BlockChild } call } compute:
                    var results = call.IsRecomputed && !isInference
                        ? [Recompute(program.Calls(call), InputsOf(call)[0])]
                        : Run(program.Calls(call), program.ResultsOf(call), InputsOf(call));
                    for (var i = 0; i < results.Length; i++)
                        locals.Add(compute.Locals[i], results[i]);
                    break;
                case Step.Compute { Locals: [var local], Statement: var statement }:
                    locals.Add(local, Apply(statement, InputsOf(statement), program.Shapes(statement.Result)));
                    break;
                case Step.Overwrite { Statement: var statement }:
                    Keep(statement.Operation, InputsOf(statement), locals[program.Plan.LocalOf(statement.Result)]);
                    break;
                case Step.Release release:
                    Release(locals[release.Local]);
                    break;
            }
        }

        // A result that is given twice is held twice.
        var given = program.Block.Results.Select(result => locals[program.Plan.LocalOf(result)]).ToArray();
        foreach (var again in given.GroupBy(memory => memory).Where(same => same.Count() > 1))
            again.Key.Holders += again.Count() - 1;
        return given;

        Memory[] InputsOf(Statement statement) => [.. statement.Inputs.Select(input => locals[program.Plan.LocalOf(input)])];
    }

    /// <summary>Runs a block of which autograd keeps the input until the backward pass runs it again.</summary>
    private Memory Recompute(ShapeTrace trace, Memory input)
    {
        var (before, wasKept) = (kept, input.IsKept);
        var result = Run(trace, [], [input])[0];
        recomputed = Math.Max(recomputed, checked(kept - before));
        result.IsKept = false;
        kept = checked(before + (wasKept ? 0 : input.Bytes));
        input.IsKept = true;
        return result;
    }

    private Program ProgramOf(ShapeTrace trace, IReadOnlyList<int> wanted)
    {
        var key = (trace, new EquatableArray<int>(wanted));
        if (programs.TryGetValue(key, out var known))
            return known;
        if (!isInference)
            return programs[key] = new(trace.Block, ForwardPlan.Of(trace.Block), value => trace[value], call => trace[call], _ => []);
        var inference = Inference.WithoutParts(trace, wanted);
        return programs[key] = new(
            inference.Block, ForwardPlan.OfInference(inference.Block), value => inference[value], call => inference[call], inference.ResultsOf);
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
        scratch = Math.Max(scratch, operation.ScratchBytes(shape));
        result.HasGradient = operation is Layer || (!operation.StopsGradient && inputs.Any(input => input.HasGradient));
        if (result.HasGradient)
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
        if (!result.HasGradient)
            return;
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
