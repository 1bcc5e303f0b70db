using System.Collections.Immutable;

namespace Gald.Generators;

/// <summary>
/// The changes that the messages of the rules name, for an editor to make. A change is a word and what it needs, with bars between:
/// <list type="bullet">
/// <item><c>Set|Groups|8</c>: the marked argument, or one of this name if it was left out, becomes this value.</item>
/// <item><c>Add|Padding|1</c>: another argument of the marked attribute becomes this value.</item>
/// <item><c>Copy|Width</c>: an argument that is left out becomes what the marked one is.</item>
/// <item><c>Size|111</c>: height and width that are less become this.</item>
/// <item><c>Attribute|ResNet(50)</c>: the class gets one more attribute.</item>
/// <item><c>Remove</c>: the marked attribute, argument or class of a list goes.</item>
/// <item><c>Partial</c>, <c>Partial|Models</c>: the class, or the type of this name around it, becomes partial.</item>
/// <item><c>Plain</c>: the class loses what keeps it from being a plain one.</item>
/// </list>
/// </summary>
internal static class Remedies
{
    /// <summary>The property of a diagnostic that holds its changes, one a line.</summary>
    public const string Property = "Remedies";

    /// <summary>The changes of each rule, with places for the numbers of its message.</summary>
    public static readonly IReadOnlyDictionary<string, string> ByRule = new Dictionary<string, string>
    {
        ["GALD0001"] = "Partial",
        ["GALD0002"] = "Partial|{1}",
        ["GALD0004"] = "Plain",
        ["GALD0010"] = "Set|{0}|{4}",
        ["GALD0016"] = "Remove",
        ["GALD0101"] = "Set|Classes|2",
        ["GALD0104"] = "Attribute|ResNet(50)",
        ["GALD0105"] = "Remove",
        ["GALD0107"] = "Copy|{3}",
        ["GALD0109"] = "Remove",
        ["GALD0113"] = "Size|{3}",
        ["GALD0123"] = "Remove",
        ["GALD0133"] = "Remove",
        ["GALD0201"] = "Set|Depth|{3}",
        ["GALD0202"] = "Set|OutputStride|{3}",
        ["GALD0203"] = "Set|{4}|new[] {{ {3} }}",
        ["GALD0204"] = "Set|MultiGrid|1",
        ["GALD0211"] = "Set|Groups|{3}",
        ["GALD0212"] = "Set|Downsample|{3}",
        ["GALD0213"] = "Add|DownsamplePadding|1\nSize|{4}",
        ["GALD0302"] = "Add|Padding|{5}\nSize|{4}",
        ["GALD0303"] = "Add|Padding|{3}\nSize|{4}",
        ["GALD0501"] = "Set|Stage|{2}",
        ["GALD0502"] = "Set|Stage|{1}",
        ["GALD0503"] = "Set|Dropout|0.1",
        ["GALD0504"] = "Remove",
        ["GALD0505"] = "Remove",
        ["GALD0601"] = "Size|{1}",
        ["GALD0602"] = "Size|{2}",
    };

    /// <summary>The changes for a message, as the property of its diagnostic.</summary>
    public static ImmutableDictionary<string, string?> Of(string id, IEnumerable<string> values) => ByRule.TryGetValue(id, out var changes)
        ? ImmutableDictionary<string, string?>.Empty.Add(Property, string.Format(CultureInfo.InvariantCulture, changes, [.. values]))
        : ImmutableDictionary<string, string?>.Empty;
}
