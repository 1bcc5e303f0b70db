using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;

namespace Gald.Generators.Passes;

/// <summary>A step of an export: the nodes of an ONNX graph that compute a value.</summary>
/// <param name="Local">The variable that holds the value.</param>
/// <param name="Nodes">The call that writes the nodes.</param>
/// <param name="Name">The name that the graph gives the value; null where it has one from the nodes.</param>
/// <param name="IsRead">Whether something reads the value.</param>
internal sealed record ExportStep(string Local, Code Nodes, string? Name, bool IsRead);

/// <summary>How a program that only predicts becomes a part of an ONNX graph.</summary>
internal sealed class ExportPlan
{
    private readonly Dictionary<Value, string> locals = [];

    private ExportPlan(Block block)
    {
        // A stage that was written by hand has no nodes, only an exception.
        var read = new HashSet<Value>(block.Results.Concat(block.Statements
            .Where(statement => statement is not LayerCall { Layer: CustomModule })
            .SelectMany(statement => statement.Inputs)));
        ReadsInput = read.Contains(block.Inputs[0]);
        locals.Add(block.Inputs[0], block.Inputs[0].Name!);
        var steps = new List<ExportStep>();
        var temporaries = 0;
        foreach (var statement in block.Statements)
        {
            var result = statement.Result;
            locals.Add(result, result.Name ?? $"x{++temporaries}");

            // The nodes of a child have names already, from its key.
            steps.Add(new ExportStep(locals[result], NodesOf(statement), statement is Apply ? result.Name : null, read.Contains(result)));
        }

        Steps = steps;
    }

    public IReadOnlyList<ExportStep> Steps { get; }

    /// <summary>Whether something reads the input.</summary>
    public bool ReadsInput { get; }

    public string LocalOf(Value value) => locals[value];

    public static ExportPlan Of(Block block) => new(block);

    private static Code NodesOf(Statement statement)
    {
        if (statement is not ChildCall child)
            return ((Apply)statement).Operation.Export(statement.Inputs);
        var nodes = new Code.FieldNodes(child.Field, child.Key, child.Inputs[0]);
        return child is LayerCall layer ? layer.Layer.WrapExport(nodes) : nodes;
    }
}
