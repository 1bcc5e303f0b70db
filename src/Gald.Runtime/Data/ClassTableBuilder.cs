namespace Gald.Data;

/// <summary>Makes a table of classes of what a file says of ids and colours. A class that is named again has several ids or colours.</summary>
internal sealed class ClassTableBuilder
{
    private readonly Dictionary<string, SceneClass> classes = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, string> names = [];
    private readonly Dictionary<int, string> colours = [];
    private readonly HashSet<int> ignored = [], ignoredColours = [];

    /// <summary>Whether all that is not named is ignored.</summary>
    public bool IgnoresOthers { get; set; }

    /// <summary>Adds an id of a class; false if the id, or its colour, is another class's.</summary>
    public bool TryAdd(int id, SceneClass added)
    {
        if (names.TryGetValue(id, out var known) && known != added.Name)
            return false;
        names[id] = added.Name;
        classes.TryAdd(added.Name, added);
        // Classes may share a colour where labels hold ids; the first has it.
        colours.TryAdd(added.Colour, added.Name);
        return true;
    }

    public void Ignore(int id) => ignored.Add(id);

    public void IgnoreColour(int colour) => ignoredColours.Add(colour);

    /// <exception cref="GaldException">It makes no table.</exception>
    public ClassTable Build()
    {
        // A class is where its lowest id is.
        List<string> order = [.. names.Values.Distinct()];
        SceneClass[] ordered = [.. order.Select(name => classes[name])];
        var ids = names.ToDictionary(pair => pair.Key, pair => order.IndexOf(pair.Value));
        var further = colours
            .Where(pair => classes[pair.Value].Colour != pair.Key)
            .ToDictionary(pair => pair.Key, pair => order.IndexOf(pair.Value));
        foreach (var colour in ignoredColours)
            further[colour] = -1;
        return new ClassTable(ordered, ignored, new LabelMapping { Ids = ids, Colours = further, IgnoresOthers = IgnoresOthers });
    }
}
