using System.Collections.Immutable;
using FSharp.Compiler.Syntax;

namespace Gald.FSharp.Parsing;

/// <summary>What the name of a value stands for.</summary>
internal abstract record NamedValue;

/// <summary>A value that is bound to a name by <c>let</c>.</summary>
/// <param name="Expression">What it is bound to.</param>
/// <param name="Scope">The names that the expression may use.</param>
/// <param name="IsLiteral">Whether it is a constant by <c>[&lt;Literal&gt;]</c>.</param>
internal sealed record Binding(SynExpr Expression, Scope Scope, bool IsLiteral) : NamedValue;

/// <summary>A member of an enumeration that <c>open type</c> brings in.</summary>
internal sealed record OpenedMember(Member Member) : NamedValue;

/// <summary>What the name of a type stands for.</summary>
internal abstract class NamedType;

/// <summary>An attribute or an enumeration of the language.</summary>
internal sealed class LanguageType(Type type) : NamedType
{
    public Type Type => type;
}

/// <summary>A namespace or a module: the names in it.</summary>
/// <param name="path">Its full path in F#, empty for the outermost.</param>
/// <param name="name">The last part of it.</param>
/// <param name="around">What it is in; null for the outermost.</param>
internal sealed class Space(string path, string name = "", Space? around = null)
{
    public string Path => path;

    public string Name => name;

    public Dictionary<string, NamedValue> Values { get; } = [];

    public Dictionary<string, NamedType> Types { get; } = [];

    public Dictionary<string, Space> Spaces { get; } = [];

    /// <summary>Whether a file with a part of it does not parse, so that names may be missing.</summary>
    public bool IsIncomplete { get; set; }

    /// <summary>Whether who opens the space around it opens it as well.</summary>
    public bool IsAutoOpen { get; set; }

    /// <summary>Whether it is said by hand that a module is called otherwise in the assembly.</summary>
    public bool SaysSuffix { get; set; }

    /// <summary>Whether a module is called otherwise in the assembly, as beside a type of its name.</summary>
    public bool IsSuffixed => SaysSuffix || around?.Types.ContainsKey(name) == true;

    /// <summary>The space of a name inside of this one, which all files share.</summary>
    public Space Enter(string inner) =>
        Spaces.TryGetValue(inner, out var known) ? known : Spaces[inner] = new Space(path.Length == 0 ? inner : $"{path}.{inner}", inner, this);
}

/// <summary>The names that can be used at a place, the newest first, as F# resolves them.</summary>
/// <param name="root">The outermost namespace.</param>
/// <param name="parent">The scope around this one.</param>
internal sealed class Scope(Space root, Scope? parent = null)
{
    /// <summary>How F#'s syntax tree spells the keyword <c>global</c> at the head of a path.</summary>
    private const string Global = "`global`";

    /// <summary>Longer chains of abbreviations are not followed.</summary>
    private const int LongestChain = 32;

    private ImmutableDictionary<string, NamedValue> values = ImmutableDictionary<string, NamedValue>.Empty;
    private ImmutableDictionary<string, NamedType> types = ImmutableDictionary<string, NamedType>.Empty;
    private ImmutableDictionary<string, ImmutableStack<Space>> spaces = ImmutableDictionary<string, ImmutableStack<Space>>.Empty;

    /// <summary>Whether a file that does not parse may have names that are not found.</summary>
    public bool IsIncomplete => root.IsIncomplete;

    /// <summary>The names as they are now.</summary>
    public Scope Freeze() => new(root, parent) { values = values, types = types, spaces = spaces };

    public void Add(string name, NamedValue value) => values = values.SetItem(name, value);

    public void Add(string name, NamedType type) => types = types.SetItem(name, type);

    public void Add(string name, Space space) =>
        spaces = spaces.SetItem(name, (spaces.TryGetValue(name, out var earlier) ? earlier : []).Push(space));

    /// <summary>Adds everything that is in a space now.</summary>
    public void Open(Space space)
    {
        foreach (var value in space.Values)
            Add(value.Key, value.Value);
        foreach (var type in space.Types)
            Add(type.Key, type.Value);
        foreach (var inner in space.Spaces)
            Add(inner.Key, inner.Value);
        foreach (var inner in space.Spaces.Values.Where(inner => inner.IsAutoOpen).ToArray())
            Open(inner);
    }

    /// <summary>The spaces that a path may mean, the newest first.</summary>
    public IEnumerable<Space> FindSpaces(IReadOnlyList<string> path)
    {
        if (path.Count > 0 && path[0] == Global)
            return Descend(root, path.Skip(1));
        return path.Count == 0 ? [] : SpacesCalled(path[0]).Concat(root.Spaces.TryGetValue(path[0], out var outermost) ? [outermost] : [])
            .SelectMany(space => Descend(space, path.Skip(1)));
    }

    public NamedValue? FindValue(IReadOnlyList<string> path) => path.Count == 1
        ? Chain().Select(scope => scope.values.TryGetValue(path[0], out var found) ? found : null).FirstOrDefault(found => found is not null)
        : Around(path).Select(space => space.Values.TryGetValue(path[path.Count - 1], out var found) ? found : null).FirstOrDefault(found => found is not null);

    public NamedType? FindType(IReadOnlyList<string> path) => path.Count == 1
        ? Chain().Select(scope => scope.types.TryGetValue(path[0], out var found) ? found : null).FirstOrDefault(found => found is not null)
        : Around(path).Select(space => space.Types.TryGetValue(path[path.Count - 1], out var found) ? found : null).FirstOrDefault(found => found is not null);

    /// <summary>What a path means: a type, then what that abbreviates, and so on as far as it is known.</summary>
    public IEnumerable<NamedType> Meanings(IReadOnlyList<string> path)
    {
        var type = FindType(path);
        for (var step = 0; step < LongestChain && type is not null; step++)
        {
            yield return type;
            type = type is SourceType { Form: { IsAbbreviation: true, Base: { } meant } } abbreviation && SyntaxFacts.PathOf(meant) is { Count: > 0 } next
                ? abbreviation.Scope.FindType(next)
                : null;
        }
    }

    /// <summary>The enumeration of the language that a path means; null for anything else.</summary>
    public Type? FindEnumeration(IReadOnlyList<string> path) => Meanings(path).LastOrDefault() is LanguageType { Type: { IsEnum: true } enumeration } ? enumeration : null;

    private IEnumerable<Space> Around(IReadOnlyList<string> path) => FindSpaces([.. path.Take(path.Count - 1)]);

    private IEnumerable<Space> SpacesCalled(string name) =>
        Chain().SelectMany(scope => scope.spaces.TryGetValue(name, out var found) ? found : []);

    private IEnumerable<Scope> Chain()
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
            yield return scope;
    }

    private Scope? Parent => parent;

    private static IEnumerable<Space> Descend(Space space, IEnumerable<string> path)
    {
        foreach (var name in path)
        {
            if (!space.Spaces.TryGetValue(name, out var inner))
                return [];
            space = inner;
        }

        return [space];
    }
}
