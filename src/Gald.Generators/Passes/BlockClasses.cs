using System.Text;
using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Shapes;

namespace Gald.Generators.Passes;

/// <summary>A class of the generated code: a block, and every place in the network that is one.</summary>
internal sealed class BlockClass(string name, ShapeTrace trace)
{
    private readonly List<string> paths = [];

    public string Name { get; } = name;

    public ShapeTrace Trace { get; } = trace;

    /// <summary>The modules that are of this class, by their paths in the state.</summary>
    public IReadOnlyList<string> Paths => paths;

    /// <summary>Whether some module of this class runs when the network only predicts.</summary>
    public bool Predicts { get; private set; }

    public void Add(string path, bool isForTraining)
    {
        paths.Add(path);
        Predicts |= !isForTraining;
    }
}

/// <summary>
/// Finds the blocks that are alike, in what they do and in the shapes that they do it to, so that they share a class.
/// </summary>
internal sealed class BlockClasses
{
    private readonly List<BlockClass> ordered = [];
    private readonly List<BlockClass> innerFirst = [];
    private readonly Dictionary<string, int> structures = [];
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

    public static BlockClasses Of(ShapeTrace network)
    {
        var classes = new BlockClasses(network.Block.Name);
        classes.names.UnionWith(PartsOf(network.Block).Select(part => part.Type.Split('.').Last()));
        classes.Visit(network, "", false);
        return classes;
    }

    private void Visit(ShapeTrace trace, string path, bool isForTraining)
    {
        foreach (var call in trace.Block.Statements.OfType<BlockCall>())
        {
            // What has a class already brings those of its own blocks.
            if (call.Part is not null || call.Owner is not null)
                continue;
            var inner = trace[call];
            var structure = StructureOf(inner);
            var childPath = path.Length == 0 ? call.Key : $"{path}.{call.Key}";
            var isNew = !byStructure.TryGetValue(structure, out var known);
            if (isNew)
            {
                known = new BlockClass(FreeName(inner.Block.Name), inner);
                byStructure.Add(structure, known);
                ordered.Add(known);
            }

            known.Add(childPath, isForTraining || call.TrainingOnly);
            Visit(inner, childPath, isForTraining || call.TrainingOnly);
            if (isNew)
                innerFirst.Add(known);
        }
    }

    /// <summary>The classes that are used; in the code of the class around them, a nested class of the same name would hide one.</summary>
    private static IEnumerable<Part> PartsOf(Block block) => block.Statements.SelectMany(statement => statement switch
    {
        BlockCall { Part: { } part } => [part],
        BlockCall call => PartsOf(call.Block),
        LayerCall { Layer: CustomModule custom } => [custom.Part],
        _ => Enumerable.Empty<Part>(),
    }).Concat(block.Parts);

    private string FreeName(string wanted) =>
        Enumerable.Range(1, int.MaxValue)
            .Select(number => number == 1 ? wanted : $"{wanted}{number}")
            .First(names.Add);

    /// <summary>The number of a block's structure, the same for blocks that are alike.</summary>
    private int StructureOf(ShapeTrace trace)
    {
        if (structureOf.TryGetValue(trace, out var known))
            return known;
        var description = Describe(trace);
        if (!structures.TryGetValue(description, out var number))
            structures.Add(description, number = structures.Count);
        return structureOf[trace] = number;
    }

    private string Describe(ShapeTrace trace)
    {
        var text = new StringBuilder(trace.Block.Summary);
        var numbers = new Dictionary<Value, int>();
        string Number(Value value)
        {
            if (!numbers.TryGetValue(value, out var number))
                numbers.Add(value, number = numbers.Count);
            return $"{value.Name}#{number}";
        }

        foreach (var part in trace.Block.Parts)
            text.Append('|').Append(part);
        foreach (var input in trace.Block.Inputs)
            text.Append('|').Append(Number(input)).Append(':').Append(trace[input]);
        foreach (var statement in trace.Block.Statements)
        {
            text.Append('|').Append(Number(statement.Result)).Append('=').Append(string.Join(",", statement.Inputs.Select(Number))).Append(' ');
            if (statement is ChildCall child)
                text.Append((child as BlockCall)?.Part).Append(child.Key).Append(' ').Append(child.Field).Append(' ');
            if (statement is BlockCall call)
                text.Append('(').Append(StructureOf(trace[call])).Append(')');
            else
                text.Append(ShapeTrace.OperationOf(statement));
        }

        return text.Append("->").Append(string.Join(",", trace.Block.Results.Select(Number))).ToString();
    }
}
