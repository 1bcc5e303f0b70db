using Gald.Generators.Graph;

namespace Gald.Generators.Emission;

/// <summary>
/// The modules of a block by their keys. A key with a dot in it, such as <c>convs.0</c>, is that of a module inside of a container, which
/// has no other use.
/// </summary>
/// <param name="Key">The key.</param>
/// <param name="Module">The module; null for a container.</param>
/// <param name="Inside">What a container has.</param>
internal sealed record KeyTree(string Key, Child? Module, IReadOnlyList<KeyTree> Inside)
{
    /// <summary>The trees of a block, in the order in which they are registered.</summary>
    public static IReadOnlyList<KeyTree> Of(Block block) =>
        Group(block.Content.OwnChildren.SelectMany(child => child.Keys.Select(key => (key, child))));

    /// <summary>The expression that is registered under the key.</summary>
    /// <param name="read">How a module is read.</param>
    /// <param name="container">How an empty container is made.</param>
    public string Print(Func<Child, string> read, Func<string, string> container) => Module is not null
        ? read(Module)
        : container(Key) + string.Concat(Inside.Select(inner => $".Add(\"{inner.Key}\", {inner.Print(read, container)})"));

    private static IReadOnlyList<KeyTree> Group(IEnumerable<(string Key, Child Child)> children) =>
    [
        .. children.GroupBy(child => child.Key.Split('.')[0]).Select(alike => alike.ToArray() is [var only] && only.Key == alike.Key
            ? new KeyTree(alike.Key, only.Child, [])
            : new KeyTree(alike.Key, null, Group(alike.Select(child => (child.Key.Substring(alike.Key.Length + 1), child.Child))))),
    ];
}
