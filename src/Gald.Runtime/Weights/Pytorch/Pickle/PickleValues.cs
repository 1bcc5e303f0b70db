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

/// <summary>A name of Python code. It is compared with a fixed list and is never looked up anywhere.</summary>
internal sealed record PickleGlobal(string Module, string Name)
{
    public override string ToString() => $"{Module}.{Name}";
}

/// <summary>A value that says nothing about weights, such as the number of an experiment from numpy.</summary>
internal sealed record PickleOpaque(PickleGlobal Kind);
