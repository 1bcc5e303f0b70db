namespace Gald.Data;

/// <summary>
/// Which class the values in label images mean, where an id is not simply the class's index: ids that begin at 1 or have gaps, several ids
/// that are one class, colours.
/// </summary>
public sealed record LabelMapping
{
    /// <summary>The index of the class of each id, 0 to 255, that means one.</summary>
    public required IReadOnlyDictionary<int, int> Ids { get; init; }

    /// <summary>
    /// The index of the class of further colours, besides the classes' own, as red·65536 + green·256 + blue; −1 for a colour that is ignored.
    /// </summary>
    public IReadOnlyDictionary<int, int> Colours { get; init; } = new Dictionary<int, int>();

    /// <summary>Whether ids and colours that are not named are ignored, rather than an error. Default no.</summary>
    public bool IgnoresOthers { get; init; }

    /// <summary>That of ids that are the classes' indices.</summary>
    internal static LabelMapping Plain(int classes) => new() { Ids = Enumerable.Range(0, classes).ToDictionary(id => id) };

    /// <summary>Whether the other says the same of every value.</summary>
    public bool Equals(LabelMapping? other) =>
        other is not null && IgnoresOthers == other.IgnoresOthers && Same(Ids, other.Ids) && Same(Colours, other.Colours);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Ids.Count, Colours.Count, IgnoresOthers);

    private static bool Same(IReadOnlyDictionary<int, int> one, IReadOnlyDictionary<int, int> other) =>
        one.Count == other.Count && one.All(pair => other.TryGetValue(pair.Key, out var value) && value == pair.Value);
}
