using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Shapes;

namespace Gald.Generators.Passes;

/// <summary>
/// What is left of a block when it only predicts: batch norm and rectification are folded into the convolution in front of them,
/// dropout and what runs in training only are gone. The values that are left are those of the block; the key of a child is its path in
/// the state.
/// </summary>
internal sealed class Inference
{
    private readonly List<Statement> statements = [];
    private readonly Dictionary<Value, Value> replaced = [];
    private readonly Dictionary<Value, Shape> shapes = [];
    private readonly Dictionary<ChildCall, string> sources = [];
    private readonly Dictionary<BlockCall, ShapeTrace> calls = [];

    private readonly bool opensParts;

    private Inference(ShapeTrace trace, bool opensParts)
    {
        this.opensParts = opensParts;
        foreach (var input in trace.Block.Inputs)
            shapes.Add(input, trace[input]);
        Visit(trace, "", "");
        Block = new Block(trace.Block.Name, trace.Block.Summary, trace.Block.Inputs, statements, [Resolve(trace.Block.Results[0])], []);
    }

    /// <summary>The block that predicts.</summary>
    public Block Block { get; }

    /// <summary>The copies that it calls.</summary>
    public IEnumerable<ChildCall> Children => statements.OfType<ChildCall>();

    /// <summary>Those that are its own; what was written by hand is called as it is, and stays the module's.</summary>
    public IEnumerable<ChildCall> OwnedChildren => Children.Where(child => child is not LayerCall { Layer: CustomModule });

    public Shape this[Value value] => shapes[value];

    /// <summary>The run of the block that a call makes.</summary>
    public ShapeTrace this[BlockCall call] => calls[call];

    /// <summary>The path, from the module, to what a call is a copy of.</summary>
    public string SourceOf(ChildCall call) => sources[call];

    public static Inference Of(ShapeTrace trace) => new(trace, opensParts: false);

    /// <summary>The same with what the programs of parts do in their place.</summary>
    public static Inference WithoutParts(ShapeTrace trace) => new(trace, opensParts: true);

    /// <summary>Adds the statements of a block that is at a path of fields and one of keys, with dots at their ends unless it is the whole.</summary>
    private void Visit(ShapeTrace trace, string path, string keys)
    {
        var steps = trace.Block.Statements.Where(statement => statement is not BlockCall { TrainingOnly: true }).ToArray();
        for (var i = 0; i < steps.Length; i++)
        {
            if (!opensParts && steps[i].Owner is { } part)
            {
                var first = steps[i];
                while (i + 1 < steps.Length && steps[i + 1].Owner == part)
                    i++;
                AddPart(part, "", first.Inputs[0], steps[i].Result, trace);
            }
            else if (NormBehind(steps, i) is { } norm && steps[i] is LayerCall { Layer: Conv2d } or BlockCall { Part: null })
            {
                AddWithNorm(trace, path, keys, (ChildCall)steps[i], norm);
                i++;
            }
            else
            {
                Add(trace, path, keys, steps[i]);
            }
        }
    }

    /// <summary>The batch norm that is all that becomes of a convolution's result.</summary>
    private static LayerCall? NormBehind(Statement[] steps, int index)
    {
        var step = steps[index];
        var last = step is BlockCall call ? call.Block.Statements.Last() : step;
        return last is LayerCall { Layer: Conv2d }
            && (step is not BlockCall block || block.Block.Results[0] == last.Result)
            && index + 1 < steps.Length
            && steps[index + 1] is LayerCall { Layer: BatchNorm2d } norm
            && norm.Inputs[0] == step.Result
            && steps.Sum(other => other.Inputs.Count(input => input == step.Result)) == 1
            ? norm : null;
    }

    private void AddWithNorm(ShapeTrace trace, string path, string keys, ChildCall child, LayerCall norm)
    {
        if (child is LayerCall layer)
        {
            Add(trace, path, keys, layer, new FoldedConv2d((Conv2d)layer.Layer, path + layer.Field, path + norm.Field), norm.Result);
            return;
        }

        // The block is looked into, so that the batch norm behind it can be folded into its last convolution.
        var call = (BlockCall)child;
        var inner = trace[call];
        for (var i = 0; i < call.Inputs.Count; i++)
            replaced.Add(inner.Block.Inputs[i], Resolve(call.Inputs[i]));
        Visit(inner, $"{path}{call.Field}.", $"{keys}{call.Key}.");
        var last = (LayerCall)statements.Last();
        statements.RemoveAt(statements.Count - 1);
        var folded = (FoldedConv2d)last.Layer with { Norm = path + norm.Field };
        shapes.Add(norm.Result, trace[norm.Result]);
        statements.Add(new LayerCall(folded, last.Key, last.Field, last.Inputs, norm.Result, null));
    }

    private void Add(ShapeTrace trace, string path, string keys, Statement statement)
    {
        switch (statement)
        {
            case LayerCall { Layer: Conv2d convolution } layer:
                Add(trace, path, keys, layer, new FoldedConv2d(convolution, path + layer.Field, null), layer.Result);
                break;
            case LayerCall { Layer: CustomModule } layer:
                Add(trace, path, keys, layer, layer.Layer, layer.Result);
                break;
            case LayerCall layer:
                Add(trace, path, keys, layer, new FrozenLayer(layer.Layer, path + layer.Field), layer.Result);
                break;
            case BlockCall { Part: { } part } call when !opensParts:
                AddPart(part, keys + call.Key, call.Inputs[0], call.Result, trace);
                break;
            case BlockCall call:
                var kept = new BlockCall(call.Block, keys + call.Key, Name(path, call), Resolve(call.Inputs), call.Result, null);
                calls.Add(kept, trace[call]);
                sources.Add(kept, path + call.Field);
                Keep(kept, trace);
                break;
            case Apply { Operation: Dropout2d } dropout:
                replaced.Add(dropout.Result, Resolve(dropout.Inputs[0]));
                break;
            case Apply { Operation: Relu } relu when Rectifies(trace, relu):
                break;
            case Apply apply:
                Keep(new Apply(apply.Operation, Resolve(apply.Inputs), apply.Result, null), trace);
                break;
        }
    }

    /// <summary>Lets the convolution that has just run rectify its result, if that is all that becomes of it.</summary>
    private bool Rectifies(ShapeTrace trace, Apply relu)
    {
        if (statements.LastOrDefault() is not LayerCall { Layer: FoldedConv2d convolution } last
            || relu.Inputs[0] != last.Result
            || trace.Block.Results.Contains(last.Result)
            || trace.Block.Statements.Sum(other => other.Inputs.Count(input => input == last.Result)) != 1)
            return false;
        statements.RemoveAt(statements.Count - 1);
        Keep(new LayerCall(convolution with { Relu = true }, last.Key, last.Field, last.Inputs, relu.Result, null), trace);
        return true;
    }

    private void Add(ShapeTrace trace, string path, string keys, LayerCall layer, Layer frozen, Value result)
    {
        var copy = new LayerCall(frozen, keys + layer.Key, Name(path, layer), Resolve(layer.Inputs), result, null);
        sources.Add(copy, path + layer.Field);
        Keep(copy, trace);
    }

    /// <summary>A part has a program of its own, which computes all that belongs to it. One that holds several keys has none itself.</summary>
    private void AddPart(Part part, string key, Value input, Value result, ShapeTrace trace) =>
        Keep(new LayerCall(new FrozenPart(part, trace[result]), key, part.Field, [Resolve(input)], result, null), trace);

    private void Keep(Statement statement, ShapeTrace trace)
    {
        shapes.Add(statement.Result, trace[statement.Result]);
        statements.Add(statement);
    }

    private static string Name(string path, ChildCall child) => (path + child.Field).Replace('.', '_');

    private Value Resolve(Value value) => replaced.TryGetValue(value, out var other) ? other : value;

    private Value[] Resolve(IReadOnlyList<Value> values) => [.. values.Select(Resolve)];
}
