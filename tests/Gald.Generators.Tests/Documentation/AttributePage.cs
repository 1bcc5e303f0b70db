using System.Text.RegularExpressions;

namespace Gald.Generators.Tests.Documentation;

/// <summary>What docs/attributes.md says about a property.</summary>
/// <param name="Attribute">The attribute, without its suffix.</param>
/// <param name="Property">The property.</param>
/// <param name="Range">Its values, in one of the forms that <see cref="AttributesTests"/> can check.</param>
/// <param name="Default">Its default as C#; "required" or "open" where there is no value that leaving it out stands for.</param>
internal sealed record DocumentedProperty(string Attribute, string Property, string Range, string Default)
{
    public override string ToString() => $"{Attribute}.{Property}";
}

/// <summary>docs/attributes.md, read.</summary>
internal static partial class AttributePage
{
    private static readonly string Page = Repository.Read("docs", "attributes.md").ReplaceLineEndings("\n");

    /// <summary>The section of each attribute, by its name.</summary>
    public static IReadOnlyDictionary<string, string> Sections { get; } = Page.Split("\n## ").Skip(1)
        .ToDictionary(section => section.Split('\n')[0], section => section);

    public static IReadOnlyList<DocumentedProperty> Properties { get; } =
    [
        .. from section in Sections
           from row in Row().Matches(section.Value)
           select new DocumentedProperty(
               section.Key,
               row.Groups["property"].Value,
               row.Groups["range"].Value,
               row.Groups["default"].Value.Trim('`')),
    ];

    /// <summary>The declaration at the head of the page.</summary>
    public static string Example { get; } = Regex.Match(Page, "```csharp\n([^`]+)```").Groups[1].Value;

    [GeneratedRegex(@"^\| `(?<property>\w+)` \| (?<range>[^|]+) \| (?<default>required|open|`[^`|]+`) \| \w[^|]+\. \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
