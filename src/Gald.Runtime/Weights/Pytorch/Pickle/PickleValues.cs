namespace Gald.Weights.Pytorch.Pickle;

/// <summary>A Python list, or a set, which the readers here need no more of.</summary>
internal sealed record PickleList(List<object?> Items);

/// <summary>A Python tuple.</summary>
internal sealed record PickleTuple(IReadOnlyList<object?> Items);

/// <summary>A Python dictionary, in the order of its entries. Nothing is looked up by key here, so nothing is hashed.</summary>
internal sealed class PickleDictionary
{
    public List<KeyValuePair<object?, object?>> Items { get; } = [];

    /// <summary>What an OrderedDict carries besides its entries.</summary>
    public List<KeyValuePair<object?, object?>> Attributes { get; } = [];
}

/// <summary>A name of Python code. It is compared with fixed lists and is never looked up anywhere.</summary>
/// <param name="Module">The module.</param>
/// <param name="Name">The name in it.</param>
/// <param name="IsListed">Whether tensors need it, or weights are known to have it beside them.</param>
internal sealed record PickleGlobal(string Module, string Name, bool IsListed)
{
    public override string ToString() => $"{Module}.{Name}";
}

/// <summary>
/// A value of a class that is not known here, such as the options of a training: never made, only a record of its name and of what it would have
/// been made of. It cannot be a part of a state.
/// </summary>
/// <param name="kind">The class or function.</param>
/// <param name="trouble">Why it cannot be read, where it is a kind of tensor: completes "'file' cannot be used: ".</param>
internal sealed class PickleOpaque(PickleGlobal kind, string? trouble)
{
    public PickleGlobal Kind => kind;

    public string? Trouble => trouble;

    public List<object?> Parts { get; } = [];
}
