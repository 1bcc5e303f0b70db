using Gald.Generators.Graph;
using Gald.Generators.Shapes;

namespace Gald.Generators.Passes;

/// <summary>A step of a forward pass as it is printed.</summary>
internal abstract record Step
{
    /// <summary>Computes tensors into new local variables.</summary>
    internal sealed record Compute(IReadOnlyList<string> Locals, Statement Statement) : Step
    {
        /// <summary>The call that computes them.</summary>
        public Code Call => Statement switch
        {
            Call { IsRecomputed: true } call => new Code.Call("Gald.Modules.Recomputation.Of", new Code.Module(call.Child.Field), call.Inputs[0]),
            Call { Child: var child, Layer: var layer } => layer is null ? Through(child) : layer.Wrap(Through(child), Statement.Inputs),
            _ => ((Apply)Statement).Operation.Invoke(Statement.Inputs),
        };

        /// <summary>Whether it does so in training mode only, and there is no tensor otherwise.</summary>
        public bool TrainingOnly => Statement is Call { TrainingOnly: true };

        private Code.FieldCall Through(Child child)
        {
            var arguments = new Argument[Statement.Inputs.Count];
            for (var i = 0; i < arguments.Length; i++)
                arguments[i] = Statement.Inputs[i];
            return new(child.Field, arguments);
        }
    }

    /// <summary>Overwrites a tensor with the result.</summary>
    internal sealed record Overwrite(Code Call, Apply Statement) : Step;

    /// <summary>Changes a buffer, in training mode only.</summary>
    internal sealed record Change(Code Call) : Step;

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
    private readonly HashSet<Value> pinned = [];
    private readonly HashSet<Value> kept = [];
    private readonly Dictionary<Value, bool> pinnedResults = [];
    private readonly List<Step> steps = [];
    private readonly LocalNames names = new();

    private ForwardPlan(Block block, bool isInference)
    {
        (this.block, this.isInference) = (block, isInference);
        foreach (var input in block.Inputs)
            pinned.Add(input);
        foreach (var tensor in block.Content.State)
            pinned.Add(tensor.Value);
        kept.UnionWith(pinned);
        kept.UnionWith(block.Results);
    }

    public IReadOnlyList<Step> Steps => steps;

    /// <summary>
    /// The variable that holds a value; several values share one when an operation overwrites its input. A parameter or buffer is read
    /// through its property.
    /// </summary>
    public string LocalOf(Value value) => locals[value];

    /// <summary>Whether a value is a parameter or buffer.</summary>
    public bool IsState(Value value) => block.Content.State.Any(tensor => tensor.Value == value);

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
                lastUse[input] = i;
        }

        foreach (var input in block.Inputs)
            locals[input] = names.Of(input);
        foreach (var tensor in block.Content.State)
            locals[tensor.Value] = tensor.Field;

        for (var i = 0; i < block.Statements.Count; i++)
        {
            var statement = block.Statements[i];
            var overwritten = Emit(statement);
            for (var j = 0; j < statement.Inputs.Count; j++)
            {
                var input = statement.Inputs[j];
                if (lastUse[input] == i && input != overwritten && !kept.Contains(input) && !IsAmong(statement.Inputs, j))
                    steps.Add(new Step.Release(locals[input]));
            }

            // A module may give more than is wanted here.
            foreach (var result in statement.Results)
            {
                if (block.ReadsOf(result) == 0 && !kept.Contains(result))
                    steps.Add(new Step.Release(locals[result]));
            }
        }
    }

    /// <summary>Whether the value at an index is among those in front of it.</summary>
    private static bool IsAmong(IReadOnlyList<Value> values, int index)
    {
        for (var i = 0; i < index; i++)
        {
            if (values[i] == values[index])
                return true;
        }

        return false;
    }

    /// <summary>Adds the step of a statement, and says which input it overwrites, if any.</summary>
    private Value? Emit(Statement statement)
    {
        for (var i = 0; i < statement.Results.Count; i++)
        {
            if (Pins(statement, i))
                pinned.Add(statement.Results[i]);
        }

        if (statement is Apply { Operation: var operation } apply)
        {
            if (statement.Results.Count == 0)
            {
                steps.Add(new Step.Change(operation.Invoke(statement.Inputs)));
                return null;
            }

            if (Overwritable(statement, operation) is { } index)
            {
                var target = statement.Inputs[index];
                locals[statement.Result] = locals[target];
                steps.Add(new Step.Overwrite(operation.InvokeInPlace(statement.Inputs, index), apply));
                return target;
            }
        }

        foreach (var result in statement.Results)
            locals[result] = names.Of(result);
        var results = new string[statement.Results.Count];
        for (var i = 0; i < results.Length; i++)
            results[i] = locals[statement.Results[i]];
        steps.Add(new Step.Compute(results, statement));
        return null;
    }

    private int? Overwritable(Statement statement, Operation operation)
    {
        // Of what autograd keeps as it was, the library would make a copy first.
        if (!isInference && operation.Kept == Kept.Inputs)
            return null;
        foreach (var index in operation.Overwritable)
        {
            var input = statement.Inputs[index];
            if (!pinned.Contains(input) && block.ReadsOf(input) == 1 && !kept.Contains(input))
                return index;
        }

        return null;
    }

    /// <summary>Whether a result of a statement must stay as it is.</summary>
    private bool Pins(Statement statement, int result) => statement is Call { Block: { } called } call
        ? call.GivesInTrainingOnly(result) || PinsResultOnce(called, called.Results[result])
        : statement is Call { TrainingOnly: true }
            || (ShapeTrace.OperationOf(statement) is var operation && (operation.SharesMemory || (!isInference && operation.Kept == Kept.Result)));

    /// <summary>The blocks of a backbone are mostly alike.</summary>
    private bool PinsResultOnce(Block inner, Value result)
    {
        if (!pinnedResults.TryGetValue(result, out var pins))
            pinnedResults.Add(result, pins = PinsResult(inner, result));
        return pins;
    }

    /// <summary>
    /// Whether the result of a block must stay as it is: autograd keeps it, something in the block reads it, it is an input or a parameter,
    /// or it is given twice.
    /// </summary>
    private bool PinsResult(Block inner, Value result)
    {
        var producer = inner.Statements.SingleOrDefault(statement => statement.Results.Contains(result));
        return producer is null
            || Pins(producer, producer.Results.TakeWhile(other => other != result).Count())
            || inner.Results.Count(other => other == result) > 1
            || (!isInference && inner.ReadsOf(result) > 0);
    }
}
