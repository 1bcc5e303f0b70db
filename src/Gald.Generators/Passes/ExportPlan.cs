using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;

namespace Gald.Generators.Passes;

/// <summary>A step of an export: the nodes of an ONNX graph that compute values.</summary>
/// <param name="Locals">The variables that hold the values, each with whether something reads it.</param>
/// <param name="Nodes">The call that writes the nodes.</param>
/// <param name="Name">The name that the graph gives the value; null where it has one from the nodes.</param>
internal sealed record ExportStep(IReadOnlyList<(string Name, bool IsRead)> Locals, Code Nodes, string? Name);

/// <summary>How a program that only predicts becomes a part of an ONNX graph.</summary>
internal sealed class ExportPlan
{
    private readonly Dictionary<Value, string> locals = [];
    private readonly HashSet<Value> read;

    private ExportPlan(Block block)
    {
        // A stage that was written by hand has no nodes, only an exception.
        read = [.. block.Results, .. block.Statements.Where(statement => statement is not Call { Layer: CustomModule }).SelectMany(statement => statement.Inputs)];
        var names = new LocalNames();
        foreach (var input in block.Inputs)
            locals.Add(input, names.Of(input));
        var steps = new List<ExportStep>();
        foreach (var tensor in block.Content.State)
        {
            locals.Add(tensor.Value, $"{tensor.Field}Node");
            steps.Add(new ExportStep([(locals[tensor.Value], read.Contains(tensor.Value))], new Code.StateNode(tensor.Key, tensor.Field), null));
        }

        foreach (var statement in block.Statements)
        {
            foreach (var result in statement.Results)
                locals.Add(result, names.Of(result));

            // The nodes of a child have names already, from its key.
            var name = statement is Apply ? statement.Result.Name : null;
            steps.Add(new ExportStep([.. statement.Results.Select(result => (locals[result], read.Contains(result)))], NodesOf(statement), name));
        }

        Steps = steps;
    }

    public IReadOnlyList<ExportStep> Steps { get; }

    /// <summary>Whether something reads a value.</summary>
    public bool IsRead(Value value) => read.Contains(value);

    public string LocalOf(Value value) => locals[value];

    public static ExportPlan Of(Block block) => new(block);

    private static Code NodesOf(Statement statement)
    {
        if (statement is not Call call)
            return ((Apply)statement).Operation.Export(statement.Inputs);
        var nodes = new Code.FieldNodes(call.Child.Field, call.Child.Key, [.. call.Inputs.Select(input => (Code)input)]);
        return call.Layer is { } layer ? layer.WrapExport(nodes) : nodes;
    }
}
