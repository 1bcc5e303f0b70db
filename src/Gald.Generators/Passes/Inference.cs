using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Shapes;

namespace Gald.Generators.Passes;

/// <summary>
/// What is left of a block when it only predicts: batch norm, a sum with another map and an activation are folded into the convolution in front of them,
/// the concatenation of two maps into the one behind it; a map of attention is never there as a whole; dropout and what runs in training only are
/// gone. The values that are left are those of the block; the key of a child is its path in the state.
/// </summary>
internal sealed class Inference
{
    private readonly List<Statement> statements = [];
    private readonly List<Child> children = [];
    private readonly List<StateTensor> state = [];
    private readonly Dictionary<Value, Value> replaced = [];
    private readonly Dictionary<Value, Shape> shapes = [];
    private readonly Dictionary<Child, string> sources = [];
    private readonly Dictionary<StateTensor, string> stateSources = [];
    private readonly Dictionary<(string Source, object Form), Child> copies = [];
    private readonly Dictionary<Call, ShapeTrace> calls = [];
    private readonly Dictionary<Child, ShapeTrace> runs = [];
    private readonly Dictionary<Call, IReadOnlyList<int>> results = [];
    private readonly HashSet<Child> foreign = [];
    private readonly Func<ShapeTrace, IReadOnlyList<int>>? resultsOf;
    private readonly HashSet<string> fields = [];
    private ForwardPlan? plan;

    /// <param name="trace">The block.</param>
    /// <param name="wanted">The indices of the results that are wanted.</param>
    /// <param name="resultsOf">The results that the program of a block gives; if null, exactly those that are needed, and parts are opened.</param>
    /// <param name="beside">What the same program does besides, with copies that both call.</param>
    private Inference(ShapeTrace trace, IReadOnlyList<int> wanted, Func<ShapeTrace, IReadOnlyList<int>>? resultsOf, Inference? beside = null)
    {
        this.resultsOf = resultsOf;
        if (beside is not null)
            Share(beside);
        foreach (var input in trace.Block.Inputs)
            shapes.Add(input, trace[input]);
        Visit(trace, wanted, "", "");
        Block = new Block(
            trace.Block.Name, trace.Block.Summary, trace.Block.Inputs,
            new(children, state, []),
            statements, [.. wanted.Select(index => Resolve(trace.Block.Results[index]))]);
    }

    /// <summary>The block that predicts.</summary>
    public Block Block { get; }

    /// <summary>Its forward pass.</summary>
    public ForwardPlan Plan => plan ??= ForwardPlan.OfInference(Block);

    /// <summary>The copies that it calls.</summary>
    public IEnumerable<Child> Children => Block.Content.Children;

    /// <summary>Those that are its own; what was written by hand is called as it is, and stays the module's.</summary>
    public IEnumerable<Child> OwnedChildren => Children.Where(child => child is not LayerChild { Layer: CustomModule });

    public Shape this[Value value] => shapes[value];

    /// <summary>The run of the block that a call makes.</summary>
    public ShapeTrace this[Call call] => calls[call];

    /// <summary>The run of the block by which its class is written.</summary>
    public ShapeTrace this[BlockChild child] => runs[child];

    /// <summary>The indices of the block's results that a call gives here.</summary>
    public IReadOnlyList<int> ResultsOf(Call call) => results[call];

    /// <summary>The path, from the module, to what a child is a copy of.</summary>
    public string SourceOf(Child child) => sources[child];

    /// <summary>The path, from the module, to what a tensor is a copy of.</summary>
    public string SourceOf(StateTensor tensor) => stateSources[tensor];

    /// <summary>The program of a declared module.</summary>
    public static Inference Of(ShapeTrace module, BlockClasses classes) =>
        new(module, Liveness.ForPrediction(module.Block), trace => classes[trace].PredictedResults);

    /// <summary>What the program of a backbone does when it gives several maps, with the copies that it has for other things.</summary>
    public static Inference OfMaps(ShapeTrace backbone, IReadOnlyList<Value> maps, BlockClasses classes, Inference beside)
    {
        var giving = Liveness.Giving(backbone, maps);
        return new(giving, Liveness.ForPrediction(giving.Block), trace => classes[trace].PredictedResults, beside);
    }

    /// <summary>The program of a block.</summary>
    public static Inference Of(BlockClass block, BlockClasses classes) =>
        new(block.Trace, block.PredictedResults, trace => classes[trace].PredictedResults);

    /// <summary>What happens in a prediction, with what the programs of parts do in their place.</summary>
    public static Inference WithoutParts(ShapeTrace trace, IReadOnlyList<int> wanted) => new(trace, wanted, null);

    private void Share(Inference other)
    {
        children.AddRange(other.children);
        fields.UnionWith(other.fields);
        state.AddRange(other.state);
        foreign.UnionWith(other.children);
        foreach (var copy in other.copies)
            copies.Add(copy.Key, copy.Value);
        foreach (var source in other.sources)
            sources.Add(source.Key, source.Value);
        foreach (var source in other.stateSources)
            stateSources.Add(source.Key, source.Value);
        foreach (var run in other.runs)
            runs.Add(run.Key, run.Value);
    }

    /// <summary>Adds the statements of a block that is at a path of fields and one of keys, with dots at their ends unless it is the whole.</summary>
    private void Visit(ShapeTrace trace, IReadOnlyList<int> wanted, string path, string keys)
    {
        foreach (var tensor in trace.Block.Content.State)
            AddState(tensor, path, keys);
        var liveness = new Liveness(trace.Block, wanted);
        var steps = trace.Block.Statements.Where(liveness.IsNeeded).ToArray();
        for (var i = 0; i < steps.Length; i++)
        {
            if (resultsOf is not null && steps[i].Owner is { } part && !ReadsState(trace.Block, part))
            {
                var first = i;
                while (i + 1 < steps.Length && steps[i + 1].Owner == part)
                    i++;
                AddRun(part, steps, new(steps, first, i - first + 1), trace);
            }
            else if (NormBehind(trace.Block, steps, i) is { } norm)
            {
                AddWithNorm(trace, path, keys, (Call)steps[i], norm);
                i++;
            }
            else
            {
                Add(trace, path, keys, steps[i], liveness);
            }
        }
    }

    /// <summary>
    /// Whether the steps of a part read a parameter or a buffer. It is registered with the module and not with the part, so only the module's is trained
    /// and loaded, and the part's own program would predict with another.
    /// </summary>
    private static bool ReadsState(Block block, Part part) =>
        block.Statements.Any(statement => statement.Owner == part && statement.Inputs.Any(input => block.Content.State.Any(tensor => tensor.Value == input)));

    /// <summary>The batch norm that is all that becomes of a convolution's result.</summary>
    private static Call? NormBehind(Block block, Statement[] steps, int index)
    {
        if (steps[index] is not Call { Results: [var result] } call
            || (call.Child is BlockChild inner && (inner.Part is not null || steps.OfType<Call>().Count(other => other.Child == inner) > 1)))
            return null;
        return (call.Layer is Conv2d || EndsInConvolution(call.Block))
            && index + 1 < steps.Length
            && steps[index + 1] is Call { Layer: BatchNorm2d, Inputs: [var normed] } norm && normed == result
            && IsReadOnce(block, steps, result)
            ? norm : null;
    }

    private static bool EndsInConvolution(Block? block) =>
        block is { Results: [var result] } && block.Statements[^1] is Call { Layer: Conv2d, Results: [var last] } && last == result;

    /// <summary>Whether one step reads a value, and nobody else gets it.</summary>
    private static bool IsReadOnce(Block block, Statement[] steps, Value value) => steps.Length == block.Statements.Count
        ? IsReadOnce(block, value)
        : !block.Results.Contains(value) && steps.Sum(step => step.Inputs.Count(input => input == value)) == 1;

    /// <summary>Whether one step of all reads a value, and nobody else gets it.</summary>
    private static bool IsReadOnce(Block block, Value value) => block.ReadsOf(value) == 1 && !block.Results.Contains(value);

    private void AddWithNorm(ShapeTrace trace, string path, string keys, Call call, Call norm)
    {
        if (call.Layer is Conv2d convolution)
        {
            Add(trace, path, keys, call, new FoldedConv2d(convolution, path + call.Child.Field, path + norm.Child.Field), norm.Result);
            return;
        }

        // The block is looked into, so that the batch norm behind it can be folded into its last convolution.
        var inner = trace[call];
        for (var i = 0; i < call.Inputs.Count; i++)
            replaced[inner.Block.Inputs[i]] = Resolve(call.Inputs[i]);
        Visit(inner, [0], $"{path}{call.Child.Field}.", $"{keys}{call.Child.Key}.");
        var last = (Call)statements[^1];
        Replace(last, (FoldedConv2d)last.Layer! with { Norm = path + norm.Child.Field }, last.Inputs, norm.Result, trace);
    }

    private void Add(ShapeTrace trace, string path, string keys, Statement statement, Liveness liveness)
    {
        switch (statement)
        {
            case Call { Layer: Conv2d convolution } call:
                Add(trace, path, keys, call, new FoldedConv2d(convolution, path + call.Child.Field, null), call.Result);
                break;
            case Call { Layer: CustomModule custom } call:
                Add(trace, path, keys, call, custom, call.Result);
                break;
            case Call { Layer: { } layer } call:
                Add(trace, path, keys, call, new FrozenLayer(layer, path + call.Child.Field), call.Result);
                break;
            case Call { Child: BlockChild { Part: { } part } } call when resultsOf is not null:
                AddPart(part, keys + call.Child.Key, Resolve(call.Inputs), [call.Result], trace);
                break;
            case Call { Child: BlockChild } call when TakesConcatenation(trace, call):
                // The block is looked into, so that its convolution can take the maps as they are.
                var inner = trace[call];
                replaced[inner.Block.Inputs[0]] = Resolve(call.Inputs[0]);
                Visit(inner, [0], $"{path}{call.Child.Field}.", $"{keys}{call.Child.Key}.");
                replaced[call.Result] = Resolve(inner.Block.Results[0]);
                break;
            case Call { Child: BlockChild child } call:
                AddBlock(trace, path, keys, call, child, liveness);
                break;
            case Apply { Operation.RunsInTrainingOnly: true } dropout:
                replaced[dropout.Result] = Resolve(dropout.Inputs[0]);
                break;
            case Apply activation when Activates(trace, activation):
                break;
            case Apply { Operation: Graph.Operations.Add } sum when Adds(trace, sum):
                break;
            case Apply { Operation: BatchMatrixProduct } product when Collects(trace, product):
                break;
            case Apply apply:
                Keep(new Apply(apply.Operation, Resolve(apply.Inputs), apply.Results, null), trace);
                break;
        }
    }

    private void AddBlock(ShapeTrace trace, string path, string keys, Call call, BlockChild child, Liveness liveness)
    {
        var given = resultsOf?.Invoke(trace[call]) ?? liveness.NeededResults(call);
        var copy = Copy(path + child.Field, "", () => new BlockChild(child.Block, keys + child.Key, Name(path, child), null));
        var kept = new Call(copy, Resolve(call.Inputs), [.. given.Select(index => call.Results[index])], null);
        calls.Add(kept, trace[call]);
        if (!runs.ContainsKey(copy))
            runs.Add(copy, trace[call]);
        results.Add(kept, given);
        Keep(kept, trace);
    }

    /// <summary>Moves an activation into the convolution before it, if nothing else reads what the convolution gives.</summary>
    private bool Activates(ShapeTrace trace, Apply step)
    {
        var activation = Activations.Of(step.Operation);
        if (activation == Activation.None
            || statements.LastOrDefault() is not Call { Layer: FoldedConv2d { Activation: Activation.None } convolution } last
            || step.Inputs[0] != last.Result
            || !IsReadOnce(trace.Block, last.Result))
            return false;
        Replace(last, convolution with { Activation = activation }, last.Inputs, step.Result, trace);
        return true;
    }

    /// <summary>Lets a convolution, if nothing else becomes of its result, add the other map of a sum itself.</summary>
    private bool Adds(ShapeTrace trace, Apply sum)
    {
        var convolution = (Call?)statements.LastOrDefault(statement =>
            statement is Call { Layer: FoldedConv2d { Activation: Activation.None, Joins: false, Adds: false }, Results: [var result] }
            && sum.Inputs.Contains(result)
            && IsReadOnce(trace.Block, result));
        if (convolution is null)
            return false;

        // It runs where the sum does: by then the other map is there.
        var other = Resolve(sum.Inputs.Single(input => input != convolution.Result));
        Replace(convolution, (FoldedConv2d)convolution.Layer! with { Adds = true }, [.. convolution.Inputs, other], sum.Result, trace);
        return true;
    }

    /// <summary>Lets rows collect by attention without a map of attention, if nothing else reads it.</summary>
    private bool Collects(ShapeTrace trace, Apply product)
    {
        if (statements.Count < 2
            || statements[^1] is not Apply { Operation: Softmax { Dimension: 2 }, Results: [var attention] } softmax || attention != product.Inputs[0]
            || statements[^2] is not Apply { Operation: BatchMatrixProduct { IsAttention: true }, Results: [var affinity] } compared || affinity != softmax.Inputs[0]
            || !IsReadOnce(trace.Block, attention) || !IsReadOnce(trace.Block, affinity)
            || trace[product.Result].Extents[2] != trace[compared.Inputs[0]].Extents[2])
            return false;
        statements.RemoveRange(statements.Count - 2, 2);
        Keep(new Apply(new CollectAttention(), [.. compared.Inputs, Resolve(product.Inputs[1])], [product.Result], null), trace);
        return true;
    }

    /// <summary>Whether a block begins with a convolution of two maps that were concatenated for it.</summary>
    private bool TakesConcatenation(ShapeTrace trace, Call call) =>
        call is { Results.Count: 1, Inputs: [var input], Child: BlockChild { Part: null } child, Block: { Results.Count: 1 } block }
        && trace.Block.Statements.OfType<Call>().Count(other => other.Block == child.Block) == 1
        && ConcatenationOf(trace, input) is not null
        && block.Statements[0] is Call { Layer: Conv2d { CanBeFiltered: true }, Inputs: [var first] }
        && first == block.Inputs[0]
        && IsReadOnce(block, first);

    /// <summary>The concatenation of two maps that has just been made, if nothing else becomes of it.</summary>
    private Apply? ConcatenationOf(ShapeTrace trace, Value value) =>
        statements.LastOrDefault() is Apply { Operation: Concatenate { Dimension: 1 }, Inputs.Count: 2 } both
        && both.Result == Resolve(value)
        && IsReadOnce(trace.Block, value)
            ? both : null;

    /// <summary>Puts a call of another form of its layer, behind all others, in the place of a call.</summary>
    private void Replace(Call replacedCall, Layer form, IReadOnlyList<Value> inputs, Value result, ShapeTrace trace)
    {
        statements.Remove(replacedCall);
        var source = sources[replacedCall.Child];
        if (!foreign.Contains(replacedCall.Child) && !statements.OfType<Call>().Any(call => call.Child == replacedCall.Child))
        {
            copies.Remove((source, replacedCall.Layer!));
            if (children.Remove(replacedCall.Child))
                fields.Remove(replacedCall.Child.Field);
        }

        Keep(new Call(Copy(form, source, replacedCall.Child.Key, replacedCall.Child.Field), inputs, [result], null), trace);
    }

    private void Add(ShapeTrace trace, string path, string keys, Call call, Layer frozen, Value result)
    {
        var inputs = Resolve(call.Inputs);
        if (frozen is FoldedConv2d { Convolution.CanBeFiltered: true } convolution && ConcatenationOf(trace, call.Inputs[0]) is { } both)
        {
            (frozen, inputs) = (convolution with { Joins = true }, [.. both.Inputs]);
            statements.Remove(both);
        }

        var copy = Copy(frozen, path + call.Child.Field, keys + call.Child.Key, Name(path, call.Child));
        Keep(new Call(copy, inputs, [result], null), trace);
    }

    /// <summary>The statements of a part in a row: its program computes them all. One that holds several keys has none itself.</summary>
    private void AddRun(Part part, Statement[] steps, ArraySegment<Statement> run, ShapeTrace trace)
    {
        var last = run.Last().Results[^1];
        var others = steps.Except(run).ToArray();
        var read = run.SelectMany(statement => statement.Results)
            .Where(result => trace.Block.Results.Contains(result) || others.Any(statement => statement.Inputs.Contains(result))).ToArray();
        if (trace.Block.PartMaps is { } given && given.Part == part && !(read is [var only] && only == given.Maps.Stages[^1]))
        {
            AddPart(part, part.Key ?? "", [Resolve(run.First().Inputs[0])], given.Maps.Stages, trace);
            return;
        }

        // What happens in training only, as to the bases of expectation maximisation, may read more.
        if (read.Any(result => result != last))
            throw new InvalidOperationException($"The program of {part.Type} gives its last map only.");
        AddPart(part, part.Key ?? "", [Resolve(run.First().Inputs[0])], [last], trace);
    }

    private void AddPart(Part part, string key, IReadOnlyList<Value> inputs, IReadOnlyList<Value> given, ShapeTrace trace)
    {
        var program = new FrozenPart(part, trace[given[0]]) { GivesMaps = given.Count > 1 };
        Keep(new Call(Copy(part.Field, part, () => new LayerChild(program, key, part.Field, null)), inputs, given, null), trace);
    }

    private Child Copy(Layer frozen, string source, string key, string field) =>
        Copy(source, frozen, () => new LayerChild(frozen, key, FreeField(field), null));

    /// <summary>The copy of a module in one form; a module that is called again is not copied again.</summary>
    private Child Copy(string source, object form, Func<Child> make)
    {
        if (copies.TryGetValue((source, form), out var known))
            return known;
        var copy = make();
        copies.Add((source, form), copy);
        children.Add(copy);
        fields.Add(copy.Field);
        sources.Add(copy, source);
        return copy;
    }

    /// <summary>A name for a field; a convolution that is called with a ReLU behind it and without has two copies.</summary>
    private string FreeField(string wanted)
    {
        var name = wanted;
        for (var number = 2; fields.Contains(name); number++)
            name = $"{wanted}{number}";
        return name;
    }

    private void AddState(StateTensor tensor, string path, string keys)
    {
        var copy = tensor with { Key = keys + tensor.Key, Field = (path + tensor.Field).Replace('.', '_') };
        shapes[tensor.Value] = tensor.Shape;
        if (stateSources.Values.Contains(path + tensor.Field))
            return;
        state.Add(copy);
        stateSources.Add(copy, path + tensor.Field);
    }

    private void Keep(Statement statement, ShapeTrace trace)
    {
        foreach (var result in statement.Results)
            shapes.Add(result, trace[result]);
        statements.Add(statement);
    }

    private static string Name(string path, Child child) => (path + child.Field).Replace('.', '_');

    private Value Resolve(Value value) => replaced.TryGetValue(value, out var other) ? other : value;

    private Value[] Resolve(IReadOnlyList<Value> values) => [.. values.Select(Resolve)];
}
