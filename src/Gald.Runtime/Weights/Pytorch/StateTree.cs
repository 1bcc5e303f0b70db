using System.Globalization;
using System.Numerics;
using Gald.Weights.Pytorch.Pickle;

namespace Gald.Weights.Pytorch;

/// <summary>The tensors of what was saved, by name: a state dictionary, the one in a checkpoint, or any dictionaries and lists of tensors.</summary>
internal sealed class StateTree
{
    private const int Deepest = 100, MostVisits = 1_000_000, MostTensors = 100_000, LongestName = 1024;

    // A number that is shown many times takes no memory here, but it would in a copy.
    private const long MostTimes = 16, AlwaysAllowed = 64 << 20;

    private const string Parallel = "module.";
    private static readonly string[] Wrappers = ["state_dict", "model_state_dict", "model"];

    private readonly List<string> remarks = [];
    private readonly Dictionary<string, string> metadata = new(StringComparer.Ordinal);
    private int visits;

    private StateTree()
    {
    }

    public Dictionary<string, StoredTensor> Tensors { get; private set; } = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Metadata => metadata;

    public IReadOnlyList<string> Remarks => remarks;

    /// <param name="root">What was saved.</param>
    /// <param name="fileLength">Bytes of the file.</param>
    /// <exception cref="FormatException">There are no tensors, or more than the file accounts for.</exception>
    public static StateTree Of(object? root, long fileLength)
    {
        RequireShallow(root);
        var tree = new StateTree();
        tree.Collect(tree.Unwrap(root), name: null, depth: 0);
        if (tree.Tensors.Count == 0)
            throw new FormatException("it holds no tensor");
        tree.DropParallelPrefix();
        tree.RequireProportion(fileLength);
        return tree;
    }

    /// <summary>Every value once, so that what refers to itself or to others many times costs no more than what is there.</summary>
    private static void RequireShallow(object? root)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Stack<(object Value, int Depth)>();
        Visit(root, 0);
        while (open.TryPop(out var next))
        {
            foreach (object? child in Children(next.Value))
                Visit(child, next.Depth + 1);
        }

        void Visit(object? value, int depth)
        {
            if (depth > Deepest)
                throw new FormatException($"it nests values more than {Deepest} deep");
            if (value is PickleDictionary or PickleList or PickleTuple && seen.Add(value))
                open.Push((value, depth));
        }
    }

    private static IEnumerable<object?> Children(object? value) => value switch
    {
        PickleDictionary dictionary => dictionary.Items.Select(item => item.Value),
        PickleList list => list.Items,
        PickleTuple tuple => tuple.Items,
        _ => [],
    };

    private object? Unwrap(object? value)
    {
        while (value is PickleDictionary dictionary)
        {
            AddMetadata(dictionary.Items);
            AddMetadata(dictionary.Attributes);
            string? wrapper = Wrappers.FirstOrDefault(name => dictionary.Items.Any(item => item is { Key: string key, Value: PickleDictionary state } && key == name && HoldsTensor(state, 0)));
            if (wrapper is null)
                return value;
            var others = dictionary.Items.Select(item => item.Key).OfType<string>().Where(key => key != wrapper).ToList();
            string left = others.Count switch
            {
                0 => "",
                <= 5 => $"; {string.Join(", ", others.Select(other => $"'{other}'"))} beside them {(others.Count == 1 ? "is" : "are")} left out",
                _ => $"; {others.Count} other values beside them are left out",
            };
            remarks.Add(Opening.Plain($"The weights are those under '{wrapper}'{left}."));
            value = dictionary.Items.Last(item => item.Key is string key && key == wrapper).Value;
        }
        return value;
    }

    private void AddMetadata(List<KeyValuePair<object?, object?>> items)
    {
        foreach (var (key, value) in items)
        {
            string? text = value switch
            {
                string saved => saved,
                bool saved => saved ? "True" : "False",
                long or double => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
                _ => null,
            };
            if (key is string { Length: <= LongestName } name && text is not null)
                metadata.TryAdd(name, text);
        }
    }

    private bool HoldsTensor(object? value, int depth)
    {
        CountVisit(depth);
        return value is StoredTensor || Children(value).Any(child => HoldsTensor(child, depth + 1));
    }

    private void CountVisit(int depth)
    {
        if (depth > Deepest || ++visits > MostVisits)
            throw new FormatException("its values refer to each other more often than weights need");
    }

    private void Collect(object? value, string? name, int depth)
    {
        CountVisit(depth);
        switch (value)
        {
            case StoredTensor tensor:
                Add(name ?? "tensor", tensor);
                break;
            case PickleDictionary dictionary:
                foreach (var (key, child) in dictionary.Items)
                    Collect(child, Join(name, Text(key, child)), depth + 1);
                break;
            case PickleList or PickleTuple:
                int index = 0;
                foreach (object? child in Children(value))
                    Collect(child, Join(name, index++.ToString(CultureInfo.InvariantCulture)), depth + 1);
                break;
        }
    }

    private static string Text(object? key, object? value) => key switch
    {
        string name => name,
        long or BigInteger => ((IFormattable)key).ToString(null, CultureInfo.InvariantCulture),
        _ => value is StoredTensor
            ? throw new FormatException("it has a tensor under a key that is neither a text nor a whole number")
            : "?",
    };

    private static string Join(string? name, string part)
    {
        string joined = name is null ? part : $"{name}.{part}";
        return joined.Length <= LongestName ? joined : throw new FormatException($"it has a name of more than {LongestName} letters");
    }

    private void Add(string name, StoredTensor tensor)
    {
        if (!Tensors.TryAdd(name, tensor))
            throw new FormatException($"it has the name '{name}' twice");
        if (Tensors.Count > MostTensors)
            throw new FormatException($"it holds more than {MostTensors} tensors");
    }

    /// <summary>PyTorch's wrapper for several devices puts the network under <c>module</c>.</summary>
    private void DropParallelPrefix()
    {
        while (Tensors.Keys.All(name => name.Length > Parallel.Length && name.StartsWith(Parallel, StringComparison.Ordinal)))
        {
            Tensors = Tensors.ToDictionary(pair => pair.Key[Parallel.Length..], pair => pair.Value, StringComparer.Ordinal);
            remarks.Add($"All names began with '{Parallel}', which is left out.");
        }
    }

    private void RequireProportion(long fileLength)
    {
        UInt128 repeated = 0;
        foreach (StoredTensor tensor in Tensors.Values.Where(tensor => tensor.Count > tensor.Span))
            repeated += (UInt128)tensor.Count * (UInt128)tensor.Type.ElementSize();
        if (repeated > (UInt128)(MostTimes * fileLength + AlwaysAllowed))
            throw new FormatException($"it shows the same numbers so often that they would take {repeated} bytes, and it has {fileLength}");
    }
}
