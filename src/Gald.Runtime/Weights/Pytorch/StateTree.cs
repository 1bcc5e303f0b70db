using System.Globalization;
using System.Numerics;
using Gald.Weights.Pytorch.Pickle;

namespace Gald.Weights.Pytorch;

/// <summary>
/// The tensors of what was saved, each by the names on the way to it with dots between them, and which of them are the state: a state
/// dictionary, the one in a checkpoint, or any dictionaries and lists of tensors.
/// </summary>
internal sealed class StateTree
{
    private const int Deepest = 100, MostTensors = 100_000, LongestName = 1024;

    // What is shared is visited again, but each container hardly more than a few times.
    private const int AlwaysAllowedVisits = 1000, MostVisitsEach = 4;

    // A number that is shown many times takes no memory here, but it would in a copy.
    private const long MostTimes = 16, AlwaysAllowed = 64 << 20;

    // Those of averaged weights come last: where both are there, the network's own are the usual ones.
    private static readonly string[] Wrappers =
    [
        "state_dict", "model_state_dict", "model_state", "model", "net", "network", "weights", "params",
        "state_dict_ema", "model_ema", "params_ema", "ema_state_dict", "ema",
    ];

    private readonly Dictionary<object, Contents> contents;
    private readonly List<string> remarks = [];
    private readonly Dictionary<string, string> metadata = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredTensor> tensors = new(StringComparer.Ordinal);
    private int visits;

    private StateTree(Dictionary<object, Contents> contents) => this.contents = contents;

    /// <summary>All tensors.</summary>
    public IReadOnlyDictionary<string, StoredTensor> Tensors => tensors;

    /// <summary>What the names of the state begin with, which is no part of them; empty, or with a dot at its end.</summary>
    public string Prefix { get; private set; } = "";

    public IReadOnlyDictionary<string, string> Metadata => metadata;

    public IReadOnlyList<string> Remarks => remarks;

    /// <param name="root">What was saved.</param>
    /// <param name="fileLength">Bytes of the file.</param>
    /// <exception cref="FormatException">There are no tensors, or more than the file accounts for, or a state holds something else.</exception>
    public static StateTree Of(object? root, long fileLength)
    {
        var tree = new StateTree(Contents.Of(root, Deepest));
        var state = tree.Unwrap(root);
        RequireTensorsOnly(state);
        tree.Collect(root, name: null, depth: 0);
        if (tree.tensors.Count == 0)
            throw new FormatException(Nothing(root));
        tree.RequireProportion(fileLength);
        return tree;
    }

    /// <summary>Why there is no tensor: the object that was saved may be a network with its code, or hold what is not read.</summary>
    private static string Nothing(object? root) => root switch
    {
        PickleOpaque unknown => unknown.Trouble ?? $"it holds an object of the class '{unknown.Kind}' with its Python code, such as a whole network; nothing was run. Save only the network's state_dict()",
        PickleDictionary dictionary when dictionary.Items.Select(item => item.Value).OfType<PickleOpaque>().FirstOrDefault(value => value.Trouble is not null) is { } unread => unread.Trouble!,
        PickleDictionary dictionary when dictionary.Items.Select(item => Unlisted(item.Value)).FirstOrDefault(name => name is not null) is { } named => AllowedGlobals.Refusal(named),
        _ when Unlisted(root) is PickleGlobal named => AllowedGlobals.Refusal(named),
        _ => "it holds no tensor",
    };

    private object? Unwrap(object? value)
    {
        while (value is PickleDictionary dictionary)
        {
            AddMetadata(dictionary.Items);
            AddMetadata(dictionary.Attributes);
            var wrapper = Wrappers.FirstOrDefault(name => Find(dictionary, name) is PickleDictionary state && Tensors(state) > 0);
            if (wrapper is null)
                return value;
            Prefix += wrapper + ".";
            remarks.Add(Opening.Plain($"The weights are those under '{wrapper}'{Beside(dictionary, wrapper)}."));
            value = Find(dictionary, wrapper);
        }
        return value;

        static object? Find(PickleDictionary dictionary, string name) => dictionary.Items.LastOrDefault(item => item.Key is string key && key == name).Value;

        int Tensors(object value) => contents.TryGetValue(value, out var found) ? found.Tensors : 0;
    }

    /// <summary>What lies beside a wrapper, for people. Tensors are never left out without a word.</summary>
    private string Beside(PickleDictionary dictionary, string wrapper)
    {
        var others = dictionary.Items.Where(item => item.Key is string key && key != wrapper).Select(item => (Name: (string)item.Key!, Tensors: TensorsIn(item.Value))).ToList();
        string[] shown = [.. others.Where(other => others.Count <= 5 || other.Tensors > 0).Select(
            other => $"'{other.Name}'{(other.Tensors == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({other.Tensors} {(other.Tensors == 1 ? "tensor" : "tensors")})"))}")];
        var rest = others.Count - shown.Length;
        return others.Count switch
        {
            0 => "",
            1 => $"; {shown[0]} beside them is left out",
            _ when shown.Length == 0 => $"; {rest} other values beside them are left out",
            _ => $"; {string.Join(", ", shown)}{(rest == 0 ? "" : $" and {rest} other values")} beside them are left out",
        };
    }

    private int TensorsIn(object? value) => value switch
    {
        StoredTensor => 1,
        not null when contents.TryGetValue(value, out var found) => found.Tensors,
        _ => 0,
    };

    private void AddMetadata(List<KeyValuePair<object?, object?>> items)
    {
        foreach (var (key, value) in items)
        {
            var text = value switch
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

    /// <summary>A dictionary that holds tensors holds no value of an unknown class: what it means is not known either.</summary>
    private static void RequireTensorsOnly(object? state)
    {
        if (state is not PickleDictionary dictionary || !dictionary.Items.Any(item => item.Value is StoredTensor))
            return;
        foreach (var (_, value) in dictionary.Items)
        {
            if (value is PickleOpaque { Trouble: string trouble })
                throw new FormatException(trouble);
            if (Unlisted(value) is PickleGlobal named)
                throw new FormatException(AllowedGlobals.Refusal(named));
        }
    }

    private static PickleGlobal? Unlisted(object? value) => value switch
    {
        PickleGlobal { IsListed: false } global => global,
        PickleOpaque { Kind: { IsListed: false } kind } => kind,
        _ => null,
    };

    private void Collect(object? value, string? name, int depth)
    {
        if (value is StoredTensor tensor)
        {
            Add(name ?? "tensor", tensor);
            return;
        }
        // Only ways to tensors are gone; shared values come as often as they are there.
        if (value is null || !contents.TryGetValue(value, out var found) || found.Direct == 0 && found.Tensors == 0)
            return;
        if (depth > Deepest || ++visits > AlwaysAllowedVisits + MostVisitsEach * contents.Count)
            throw new FormatException("its values refer to each other more often than weights need");
        switch (value)
        {
            case PickleDictionary dictionary:
                foreach (var (key, child) in dictionary.Items)
                {
                    if (TensorsIn(child) > 0)
                        Collect(child, Join(name, Text(key, child)), depth + 1);
                }
                break;
            case PickleList or PickleTuple:
                var index = 0;
                foreach (var child in Contents.Children(value))
                {
                    if (TensorsIn(child) > 0)
                        Collect(child, Join(name, index.ToString(CultureInfo.InvariantCulture)), depth + 1);
                    index++;
                }
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
        var joined = name is null ? part : $"{name}.{part}";
        return joined.Length <= LongestName ? joined : throw new FormatException($"it has a name of more than {LongestName} letters");
    }

    private void Add(string name, StoredTensor tensor)
    {
        if (!tensors.TryAdd(name, tensor))
            throw new FormatException($"it has the name '{name}' twice");
        if (tensors.Count > MostTensors)
            throw new FormatException($"it holds more than {MostTensors} tensors");
    }

    private void RequireProportion(long fileLength)
    {
        UInt128 repeated = 0;
        foreach (var tensor in tensors.Values.Where(tensor => tensor.Count > tensor.Span))
            repeated += (UInt128)tensor.Count * (UInt128)tensor.Type.ElementSize();
        if (repeated > (UInt128)(MostTimes * fileLength + AlwaysAllowed))
            throw new FormatException($"it shows the same numbers so often that they would take {repeated} bytes, and it has {fileLength}");
    }
}
