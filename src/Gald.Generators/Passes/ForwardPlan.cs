using Gald.Generators.Graph;
using Gald.Generators.Shapes;

namespace Gald.Generators.Passes;

/// <summary>A step of a forward pass as it is printed.</summary>
internal abstract record Step
{
    /// <summary>Computes a tensor into a new local variable.</summary>
    internal sealed record Compute(string Local, Statement Statement) : Step
    {
        /// <summary>The call that computes it.</summary>
        public Code Call
        {
            get
            {
                if (Statement is not ChildCall child)
                    return ((Apply)Statement).Operation.Invoke(Statement.Inputs);
                var call = new Code.FieldCall(child.Field, [.. child.Inputs.Select(input => (Argument)input)]);
                return child is LayerCall layer ? layer.Layer.Wrap(call, child.Inputs) : call;
            }
        }

        /// <summary>Whether it does so in training mode only, and there is no tensor otherwise.</summary>
        public bool TrainingOnly => Statement is BlockCall { TrainingOnly: true };
    }

    /// <summary>Overwrites a tensor with the result.</summary>
    internal sealed record Overwrite(Code Call) : Step;

    /// <summary>Releases a tensor after its last use.</summary>
    internal sealed record Release(string Local) : Step;
}

/// <summary>
/// Liveness: which tensor is released where, and which operation may overwrite its input instead of allocating. An
/// operation overwrites a tensor that this pass made, that nothing else reads, and that autograd does not need as it was.
/// </summary>
internal sealed class ForwardPlan
{
    private readonly Block block;
    private readonly bool isInference;
    private readonly Dictionary<Value, string> locals = [];
    private readonly Dictionary<Value, int> lastUse = [];
    private readonly Dictionary<Value, int> uses = [];
    private readonly Dictionary<Value, bool> pinned = [];
    private readonly List<Step> steps = [];
    private int temporaries;

    private ForwardPlan(Block block, bool isInference)
    {
        this.block = block;
        this.isInference = isInference;
    }

    public IReadOnlyList<Step> Steps => steps;

    /// <summary>The variable that holds a value; several values share one when an operation overwrites its input.</summary>
    public string LocalOf(Value value) => locals[value];

    /// <summary>The plan of a block that may be trained.</summary>
    public static ForwardPlan Of(Block block) => Of(block, isInference: false);

    /// <summary>The plan of a block that only predicts, so that autograd keeps nothing.</summary>
    public static ForwardPlan OfInference(Block block) => Of(block, isInference: true);

    private static ForwardPlan Of(Block block, bool isInference)
    {
        var plan = new ForwardPlan(block, isInference);
        plan.Build();
        return plan;
    }

    private void Build()
    {
        for (var i = 0; i < block.Statements.Count; i++)
        {
            foreach (var input in block.Statements[i].Inputs)
            {
                lastUse[input] = i;
                uses[input] = uses.TryGetValue(input, out var count) ? count + 1 : 1;
            }
        }

        foreach (var input in block.Inputs)
        {
            locals[input] = input.Name!;
            pinned[input] = true;
        }

        for (var i = 0; i < block.Statements.Count; i++)
        {
            var statement = block.Statements[i];
            var overwritten = Emit(statement);
            foreach (var input in statement.Inputs.Distinct())
            {
                if (lastUse[input] == i && input != overwritten && !block.Inputs.Contains(input) && !block.Results.Contains(input))
                    steps.Add(new Step.Release(locals[input]));
            }
        }
    }

    /// <summary>Adds the step of a statement, and says which input it overwrites, if any.</summary>
    private Value? Emit(Statement statement)
    {
        pinned[statement.Result] = Pins(statement);
        if (statement is Apply { Operation: var operation } && Overwritable(statement, operation) is { } index)
        {
            var target = statement.Inputs[index];
            locals[statement.Result] = locals[target];
            steps.Add(new Step.Overwrite(operation.InvokeInPlace(statement.Inputs, index)));
            return target;
        }

        var local = statement.Result.Name ?? $"x{++temporaries}";
        locals[statement.Result] = local;
        steps.Add(new Step.Compute(local, statement));
        return null;
    }

    private int? Overwritable(Statement statement, Operation operation)
    {
        foreach (var index in operation.Overwritable)
        {
            var input = statement.Inputs[index];
            if (!pinned[input] && uses[input] == 1 && !block.Results.Contains(input))
                return index;
        }

        return null;
    }

    private bool Pins(Statement statement) => statement is BlockCall call
        ? call.TrainingOnly || PinsResult(call.Block)
        : isInference ? ShapeTrace.OperationOf(statement).SharesMemory : ShapeTrace.OperationOf(statement).PinsResult;

    /// <summary>Whether the result of a block must stay as it is: autograd keeps it, something in the block reads it, or it is the input.</summary>
    private bool PinsResult(Block inner)
    {
        var result = inner.Results[0];
        var producer = inner.Statements.SingleOrDefault(statement => statement.Result == result);
        return producer is null || Pins(producer) || (!isInference && inner.Statements.Any(statement => statement.Inputs.Contains(result)));
    }
}
