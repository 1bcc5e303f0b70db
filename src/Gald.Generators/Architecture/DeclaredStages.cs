using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>The stages of a declaration: those of its own attributes, and those whose classes it uses.</summary>
internal sealed class DeclaredStages
{
    /// <summary>The name of the attribute that uses classes.</summary>
    public const string Uses = "Uses";

    public static readonly Rule Twice = new(
        "GALD0105", "A stage is declared twice", "There is room for one {0}, but {1} is a second one; remove one of the two");

    public static readonly Rule NotAStage = new(
        "GALD0111", "Not a stage",
        "{0} cannot be used as a stage: it has neither the attribute of one stage alone, such as [ResNet] or [Cgnl], nor a [StageContract]; add one to it, or name another class");

    public static readonly Rule OnlyAnAlias = new(
        "GALD0114", "A stage behind an alias",
        "{0} is reached through the extern alias {1} alone, which generated code does not know; write Aliases=\"global,{1}\" at the reference");

    public static readonly IReadOnlyList<Rule> Rules = [Twice, NotAStage, OnlyAnAlias];

    private readonly List<Stage> found = [];
    private readonly Dictionary<string, Place> roles = [];
    private readonly Problems problems;

    private DeclaredStages(Problems problems) => this.problems = problems;

    /// <summary>The stages, at most one for each role.</summary>
    public IReadOnlyList<Stage> Found => found;

    /// <summary>Whether something is wrong with a used class, so that a stage may be missing for that reason.</summary>
    public bool IsBroken { get; private set; }

    public static DeclaredStages Read(Declaration declaration, Problems problems)
    {
        var stages = new DeclaredStages(problems);
        for (var i = 0; i < declaration.Attributes.Count; i++)
        {
            var attribute = declaration.Attributes[i];
            if (StageKind.Find(attribute.Name) is { } kind)
                stages.Add(kind.Role, $"[{attribute.Name}]", new Place(i), () => kind.Read(new ArgumentReader(attribute, i, problems)));
            for (var element = 0; element < attribute.Stages.Count; element++)
                stages.Use(attribute.Stages[element], new Place(i, "Stages", element));
        }

        return stages;
    }

    /// <summary>Whether there was one stage more than there is room for.</summary>
    public bool HasDuplicates { get; private set; }

    /// <summary>Whether a class was named that is no stage.</summary>
    public bool HasRefused { get; private set; }

    /// <summary>The stages in words, such as <c>a backbone, an aggregation and a head</c>.</summary>
    public string Describe() =>
        found.Count == 0 ? "no stage" : Join([.. roles.Keys.Select(role => role[0] is 'a' ? $"an {role}" : $"a {role}")], "and");

    private void Use(DeclaredStage used, Place place)
    {
        if (used.ExternAlias is { } alias)
        {
            problems.Report(OnlyAnAlias, place, used.Name, alias);
            IsBroken = true;
            return;
        }

        if (used.Fault is { } fault)
        {
            Blame(used, fault, place);
            return;
        }

        // What is wrong with a class of the same project is reported there, once, and not at each use.
        var own = used.IsInSource ? new Problems() : problems;
        if (used.Contract is { } contract)
        {
            if (StageContract.Read(used, new ArgumentReader(contract, place.Attribute, own, place)) is { } stage && !(used.IsInSource && own.HasErrors))
                Add(StageContract.RoleOf(stage), used.Name, place, () => stage);
        }
        else if (used.Attributes is [{ } only] && StageKind.Find(only.Name) is { StandsAlone: true } kind)
        {
            var stage = kind.Read(new ArgumentReader(only, place.Attribute, own, place));
            var takesChannels = stage is FeatureStage;
            if (stage is FeatureStage { EarlierMaps: > 0 })
                EarlierMapReader.Aggregation(place).Refuse(own, $"{used.Name} gets one map");
            Add(kind.Role, used.Name, place, () => stage with { Class = new(used.Name, used.Path, used.IsPublic, takesChannels) });
        }
        else
        {
            problems.Report(NotAStage, place, used.Name);
            HasRefused = true;
        }

        if (used.IsInSource)
        {
            foreach (var reason in own.Reasons)
                Blame(used, reason, place);
        }
    }

    private void Blame(DeclaredStage used, string error, Place place)
    {
        IsBroken = true;
        problems.Blame($"{used.Name}: {error}", place);
    }

    private void Add(string role, string name, Place place, Func<Stage> read)
    {
        if (roles.TryGetValue(role, out var first))
        {
            problems.Report(Twice, place, [first], role, name);
            HasDuplicates = true;
            return;
        }

        roles.Add(role, place);
        found.Add(read());
    }

    private static string Join(IReadOnlyList<string> names, string word) =>
        names.Count == 1 ? names[0] : $"{string.Join(", ", names.Take(names.Count - 1))} {word} {names[names.Count - 1]}";
}
