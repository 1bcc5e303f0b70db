using System.Globalization;
using System.Reflection;
using System.Text;
using Gald.Declarations.Tests.Declarations;
using Gald.Generators;

namespace Gald.Declarations.Tests.Checking;

/// <summary>What was tried: a test over random declarations proves no more than they say.</summary>
internal sealed class Distribution
{
    private const string Absent = "(absent)";

    /// <summary>A rule about the version of C#, which a declaration cannot say.</summary>
    /// <summary>The rules about old versions of C# and about the compiler itself, and those that ask for another language or generator.</summary>
    private static readonly string[] Foreign = ["GALD0007", "GALD0008", "GALD0009", "GALD0012", "GALD0013", "GALD0014", "GALD0015", "GALD0114"];

    private readonly Dictionary<Depth, int> depths = [];
    private readonly Dictionary<ClassForm, int> forms = [];
    private readonly Dictionary<string, int> kinds = [];
    private readonly Dictionary<string, int> accepted = [];
    private readonly Dictionary<string, int> rules = [];
    private readonly Dictionary<string, Dictionary<string, int>> values = [];

    public Distribution()
    {
        foreach (var rule in GeneratorRun.RuleIds.Except(Foreign))
            rules.Add(rule, 0);
        foreach (var property in Properties())
            values.Add(property, []);
    }

    /// <summary>How many declarations there were.</summary>
    public int Count => depths.Values.Sum();

    /// <summary>Rules that no declaration broke.</summary>
    public IEnumerable<string> SilentRules => rules.Where(rule => rule.Value == 0).Select(rule => rule.Key);

    /// <summary>Properties that did not have several values, or were never left out.</summary>
    public IEnumerable<string> ConstantProperties =>
        values.Where(property => property.Value.Count < 3 || !property.Value.ContainsKey(Absent)).Select(property => property.Key);

    /// <summary>Forms of classes that did not occur.</summary>
    public IEnumerable<ClassForm> MissingForms => Enum.GetValues<ClassForm>().Except(forms.Keys);

    public void Add(Compiled compiled, Depth depth)
    {
        Increase(depths, depth);
        Increase(forms, compiled.Declaration.Form);
        foreach (var kind in KindsOf(compiled.Declaration))
        {
            Increase(kinds, kind);
            if (depth > Depth.RejectedByPolicy)
                Increase(accepted, kind);
        }

        foreach (var id in compiled.Findings.Select(found => found.Id).Distinct())
            Increase(rules, id);
        foreach (var (property, seen) in values)
        {
            var (attribute, name) = (property.Split('.')[0], property.Split('.')[1]);
            foreach (var value in compiled.Declaration.Everything.Where(use => use.Name == attribute).Select(use => use[name]).DefaultIfEmpty(null))
                Increase(seen, value is null ? Absent : Show(value));
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Count} declarations");
        foreach (var (depth, count) in depths.OrderBy(one => one.Key))
            text.AppendLine(CultureInfo.InvariantCulture, $"  {depth,-20} {count,6}  {100.0 * count / Count,5:0.0} %");
        text.AppendLine("Kinds of declarations, and how many of them were accepted");
        foreach (var (kind, count) in kinds.OrderBy(one => one.Key, StringComparer.Ordinal))
            text.AppendLine(CultureInfo.InvariantCulture, $"  {kind,-30} {count,6} {accepted.GetValueOrDefault(kind),6}");
        text.AppendLine("Declarations for each rule");
        foreach (var (rule, count) in rules.OrderBy(one => one.Key, StringComparer.Ordinal))
            text.AppendLine(CultureInfo.InvariantCulture, $"  {rule,-20} {count,6}");
        text.AppendLine("Forms of the class");
        foreach (var (form, count) in forms.OrderBy(one => one.Key))
            text.AppendLine(CultureInfo.InvariantCulture, $"  {form,-20} {count,6}");
        text.AppendLine("Values of each property: how many different ones, how often it is left out, the most frequent");
        foreach (var (property, seen) in values)
        {
            var frequent = seen.Where(one => one.Key != Absent).OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal).Take(6);
            text.AppendLine(CultureInfo.InvariantCulture,
                $"  {property,-30} {seen.Keys.Count(key => key != Absent),6} {seen.GetValueOrDefault(Absent),6}  {string.Join(", ", frequent.Select(one => $"{one.Key}: {one.Value}"))}");
        }

        return text.ToString();
    }

    /// <summary>Everything that the attributes can say, read from the attributes.</summary>
    private static IEnumerable<string> Properties() =>
        from type in typeof(SegmentationNetworkAttribute).Assembly.GetExportedTypes()
        where typeof(Attribute).IsAssignableFrom(type)
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        orderby type.Name
        select $"{type.Name[..^nameof(Attribute).Length]}.{property.Name}";

    private static IEnumerable<string> KindsOf(Declaration declaration)
    {
        var names = declaration.Attributes.Select(use => use.Name).ToArray();
        var whole = names.Contains("SegmentationNetwork") ? "network" : names.Contains("FeatureBlock") ? "block" : "stage";
        yield return whole;
        if (whole != "stage" && declaration.Attributes.All(use => use["Height"] is null && use["Width"] is null))
            yield return $"{whole} of open size";
        if (declaration.HasTwin)
            yield return "two classes with the same stages";
        foreach (var stage in declaration.Classes)
        {
            yield return stage.Work is null ? $"{stage.Name} is used" : $"{stage.Name} is written by hand";
            if (stage.Work is { Breach: not Breach.None } work)
                yield return $"its contract is broken: {work.Breach}";
        }
    }

    private static string Show(Value value) => value switch
    {
        Value.Integer integer => integer.Number.ToString(CultureInfo.InvariantCulture),
        Value.Real real => real.Number.ToString(CultureInfo.InvariantCulture),
        Value.Truth truth => truth.Holds.ToString(),
        Value.Member member => member.Number.ToString(CultureInfo.InvariantCulture),
        Value.Classes classes => string.Join(' ', classes.Stages.Select(stage => stage.Name)),
        Value.Integers { Numbers: { } numbers } => string.Join(' ', numbers),
        _ => "null",
    };

    private static void Increase<T>(Dictionary<T, int> counts, T key) where T : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;
}
