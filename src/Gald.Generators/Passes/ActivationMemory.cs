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
    private readonly Programs programs;
    private long live;
    private long peak;
    private long kept;
    private long scratch;
    private long recomputed;

    private ActivationMemory(Programs programs, bool isInference) => (this.programs, this.isInference) = (programs, isInference);

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

    /// <summary>A forward pass that is followed: that of a block that is trained, or of a program for prediction.</summary>
    private readonly struct Pass(ShapeTrace trace, Inference? inference, ForwardPlan plan)
    {
        public Block Block => inference?.Block ?? trace.Block;

        public ForwardPlan Plan => plan;

        public Shape this[Value value] => inference?[value] ?? trace[value];

        public ShapeTrace this[Call call] => inference?[call] ?? trace[call];

        public EquatableArray<int> ResultsOf(Call call) => inference is null ? default : new(inference.ResultsOf(call));
    }

    /// <summary>What the frozen program needs, in bytes.</summary>
    /// <returns>
    /// The largest sum of what is alive at one time while it predicts, its copy of the image included; and what its operations compute in for each
    /// thread: as much as the one that needs most.
    /// </returns>
    public static (long Peak, long Scratch) ToPredict(ShapeTrace network, Programs programs) =>
        Run(network, programs, isInference: true) is { } memory ? (memory.peak, memory.scratch) : (long.MaxValue, long.MaxValue);

    /// <summary>What autograd keeps, in bytes.</summary>
    /// <returns>
    /// What it keeps between the forward and the backward pass, the image and the auxiliary head included; and of what the backward pass computes
    /// again, for as long as it needs it: that of the largest block.
    /// </returns>
    public static (long Kept, long Recomputed) ToTrain(ShapeTrace network, Programs programs) =>
        Run(network, programs, isInference: false) is { } memory ? (memory.kept, memory.recomputed) : (long.MaxValue, long.MaxValue);

    /// <summary>Null where no number is large enough: a contract can ask for maps that no image gives.</summary>
    private static ActivationMemory? Run(ShapeTrace network, Programs programs, bool isInference)
    {
        var memory = new ActivationMemory(programs, isInference);
        try
        {
            memory.Run(network, new(Liveness.ForPrediction(network.Block)), [.. network.Block.Inputs.Select(input => memory.Allocate(network[input]))]);
            return memory;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>Runs a block, whose caller holds the inputs meanwhile.</summary>
    private Memory[] Run(ShapeTrace trace, EquatableArray<int> wanted, Memory[] inputs)
    {
        var program = PassOf(trace, wanted);
        var locals = new Dictionary<string, Memory>();
        for (var i = 0; i < inputs.Length; i++)
            locals.Add(program.Plan.LocalOf(program.Block.Inputs[i]), inputs[i]);
        foreach (var tensor in program.Block.Content.State)
            locals.Add(program.Plan.LocalOf(tensor.Value), new Memory(0) { HasGradient = tensor.IsTrained });
        foreach (var step in program.Plan.Steps)
        {
            switch (step)
            {
                case Step.Compute { Statement: Call { Child: BlockChild } call } compute:
                    var results = call.IsRecomputed && !isInference
                        ? [Recompute(program[call], InputsOf(call)[0])]
                        : Run(program[call], program.ResultsOf(call), InputsOf(call));
                    for (var i = 0; i < results.Length; i++)
                        locals.Add(compute.Locals[i], results[i]);
                    break;
                case Step.Compute { Locals: [var local], Statement: var statement }:
                    locals.Add(local, Apply(statement, InputsOf(statement), program[statement.Result]));
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
        var given = Held(program.Block.Results);
        for (var i = 1; i < given.Length; i++)
        {
            if (Array.IndexOf(given, given[i], 0, i) >= 0)
                given[i].Holders++;
        }

        return given;

        Memory[] InputsOf(Statement statement) => Held(statement.Inputs);

        Memory[] Held(IReadOnlyList<Value> values)
        {
            var held = new Memory[values.Count];
            for (var i = 0; i < held.Length; i++)
                held[i] = locals[program.Plan.LocalOf(values[i])];
            return held;
        }
    }

    /// <summary>Runs a block of which autograd keeps the input until the backward pass runs it again.</summary>
    private Memory Recompute(ShapeTrace trace, Memory input)
    {
        var (before, wasKept) = (kept, input.IsKept);
        var result = Run(trace, default, [input])[0];
        recomputed = Math.Max(recomputed, checked(kept - before));
        result.IsKept = false;
        kept = checked(before + (wasKept ? 0 : input.Bytes));
        input.IsKept = true;
        return result;
    }

    private Pass PassOf(ShapeTrace trace, EquatableArray<int> wanted)
    {
        if (!isInference)
            return new(trace, null, programs.PlanOf(trace.Block));
        var inference = programs.WithoutParts(trace, wanted);
        return new(trace, inference, inference.Plan);
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
        result.HasGradient = operation is Layer || (!operation.StopsGradient && Array.Exists(inputs, input => input.HasGradient));
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

    private void Keep(Operation operation, Memory[] inputs, Memory result)
    {
        if (!result.HasGradient)
            return;
        if (operation.Kept == Kept.Result)
            Keep(result);
        for (var i = 0; operation.Kept == Kept.Inputs && i < inputs.Length; i++)
            Keep(inputs[i]);
    }

    private void Keep(Memory memory)
    {
        if (memory.IsKept)
            return;
        memory.IsKept = true;
        kept = checked(kept + memory.Bytes);
    }

    private void Release(Memory memory)
    {
        if (--memory.Holders == 0)
            live -= memory.Bytes;
    }
}
