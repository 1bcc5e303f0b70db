using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Shapes;

namespace Gald.Generators.Passes;

/// <summary>A class of the generated code: a block, and every place in the network that is one.</summary>
internal sealed class BlockClass(string name, ShapeTrace trace)
{
    private readonly List<string> paths = [];
    private readonly SortedSet<int> predicted = [];
    private int[]? predictedResults;

    public string Name { get; } = name;

    public ShapeTrace Trace { get; } = trace;

    /// <summary>The modules that are of this class, by their paths in the state.</summary>
    public IReadOnlyList<string> Paths => paths;

    /// <summary>Whether some module of this class runs when the network only predicts.</summary>
    public bool Predicts => predicted.Count > 0;

    /// <summary>The indices of the results that somebody needs for a prediction.</summary>
    public IReadOnlyList<int> PredictedResults => predictedResults ??= [.. predicted];

    public void Add(string path, IEnumerable<int> needed)
    {
        if (!paths.Contains(path))
            paths.Add(path);
        predicted.UnionWith(needed);
        predictedResults = null;
    }
}

/// <summary>
/// Finds the blocks that are alike, in what they do and in the shapes that they do it to, so that they share a class.
/// </summary>
internal sealed class BlockClasses
{
    private readonly List<BlockClass> ordered = [];
    private readonly List<BlockClass> innerFirst = [];
    private readonly Dictionary<Structure, int> structures = [];
    private readonly Dictionary<ShapeTrace, int> structureOf = [];
    private readonly Dictionary<int, BlockClass> byStructure = [];
    private readonly HashSet<string> names;

    /// <param name="network">The name of the class around them, which none of them may have.</param>
    private BlockClasses(string network) => names = [network];

    /// <summary>The classes in the order in which the network first needs them.</summary>
    public IReadOnlyList<BlockClass> Ordered => ordered;

    /// <summary>The classes, each behind those that it needs itself.</summary>
    public IReadOnlyList<BlockClass> InnerFirst => innerFirst;

    public BlockClass this[ShapeTrace trace] => byStructure[structureOf[trace]];

    /// <summary>The class of a block; null for one that has none here.</summary>
    public BlockClass? Find(ShapeTrace trace) => structureOf.TryGetValue(trace, out var structure) && byStructure.TryGetValue(structure, out var found) ? found : null;

    public static BlockClasses Of(ShapeTrace network)
    {
        var classes = new BlockClasses(network.Block.Name);
        classes.names.UnionWith(PartsOf(network.Block, []).Select(part => part.Type.Split('.').Last()));
        Value[] wanted = [.. network.Block.PredictedResults, .. network.Block.Maps?.All ?? []];
        classes.Visit(network, "", wanted);
        return classes;
    }

    /// <param name="trace">The block.</param>
    /// <param name="path">Its path in the state.</param>
    /// <param name="predicted">Those of its values that a prediction needs; none for a block that runs in training only.</param>
    private void Visit(ShapeTrace trace, string path, IEnumerable<Value> predicted)
    {
        Liveness? liveness = null;
        foreach (var statement in trace.Block.Statements)
        {
            // What has a class already brings those of its own blocks.
            if (statement is not Call { Child: BlockChild { Part: null, Owner: null } child } call)
                continue;

            // A block that is called with several shapes is written by the first.
            var inner = trace[child];
            var structure = StructureOf(inner);
            structureOf[trace[call]] = structure;
            var childPath = path.Length == 0 ? child.Key : $"{path}.{child.Key}";
            var isNew = !byStructure.TryGetValue(structure, out var known);
            if (isNew)
            {
                known = new BlockClass(FreeName(inner.Block.Name), inner);
                byStructure.Add(structure, known);
                ordered.Add(known);
            }

            var needed = (liveness ??= new Liveness(trace.Block, predicted)).NeededResults(call);
            known.Add(childPath, needed);
            Visit(inner, childPath, needed.Select(index => inner.Block.Results[index]));
            if (isNew)
                innerFirst.Add(known);
        }
    }

    /// <summary>The classes that are used; in the code of the class around them, a nested class of the same name would hide one.</summary>
    private static HashSet<Part> PartsOf(Block block, HashSet<Block> seen)
    {
        var parts = new HashSet<Part>(block.Content.Parts);
        foreach (var child in block.Content.Children)
        {
            if (child is BlockChild { Part: { } part })
                parts.Add(part);
            else if (child is BlockChild inner && seen.Add(inner.Block))
                parts.UnionWith(PartsOf(inner.Block, seen));
            else if (child is LayerChild { Layer: CustomModule custom })
                parts.Add(custom.Part);
        }

        return parts;
    }

    private string FreeName(string wanted)
    {
        var name = wanted;
        for (var number = 2; !names.Add(name); number++)
            name = $"{wanted}{number}";
        return name;
    }

    /// <summary>The number of a block's structure, the same for blocks that are alike.</summary>
    private int StructureOf(ShapeTrace trace)
    {
        if (structureOf.TryGetValue(trace, out var known))
            return known;
        var structure = new Structure(Describe(trace));
        if (!structures.TryGetValue(structure, out var number))
            structures.Add(structure, number = structures.Count);
        return structureOf[trace] = number;
    }

    /// <summary>Everything that the text of a block's class depends on, in order.</summary>
    private IEnumerable<object?> Describe(ShapeTrace trace)
    {
        var block = trace.Block;
        var numbers = new Dictionary<Value, int>();
        yield return block.Summary;
        foreach (var part in block.Content.Parts)
            yield return part;
        foreach (var tensor in block.Content.State)
            yield return (tensor.Key, tensor.Field, tensor.Shape, tensor.Start, tensor.IsTrained, Number(tensor.Value));
        foreach (var child in block.Content.Children)
            yield return (child.Keys.Count == 1 ? child.Key : string.Join(" ", child.Keys), child.Field, child.Owner);
        foreach (var input in block.Inputs)
            yield return (Number(input), input.Name, trace[input]);
        foreach (var statement in block.Statements)
        {
            var called = statement as Call;
            yield return called is null ? -1 : block.Content.IndexOf(called.Child);
            yield return (called?.TrainingOnly, called?.IsRecomputed);
            foreach (var input in statement.Inputs)
                yield return Number(input);
            foreach (var result in statement.Results)
                yield return (Number(result), result.Name, trace[result]);
            if (called?.Child is BlockChild child)
                yield return (child.Part, StructureOf(trace[called]));
            else
                yield return ShapeTrace.OperationOf(statement);
        }

        foreach (var result in block.Results)
            yield return Number(result);

        int Number(Value value)
        {
            if (!numbers.TryGetValue(value, out var number))
                numbers.Add(value, number = numbers.Count);
            return number;
        }
    }

    /// <summary>Things in an order, to be compared.</summary>
    private sealed class Structure(IEnumerable<object?> things) : IEquatable<Structure>
    {
        private readonly object?[] things = [.. things];

        public bool Equals(Structure? other) => other is not null && things.SequenceEqual(other.things);

        public override bool Equals(object? obj) => Equals(obj as Structure);

        public override int GetHashCode() => things.Aggregate(17, (hash, thing) => unchecked(hash * 31 + (thing?.GetHashCode() ?? 0)));
    }
}
