using System.Text.RegularExpressions;

namespace Gald.FSharp.Tests.Parsing;

/// <summary>Turns a C# declaration of the diagnostics' tests, marks included, into the same in F#.</summary>
internal static partial class FSharpTwin
{
    // Marks that F# has no use for, while the text is rewritten.
    private const char Open = '\uE000';
    private const char Close = '\uE001';

    /// <summary>The F# text without marks, and the text that the error is about; null if the C# has no F# form.</summary>
    public static (string Text, string Marked)? Of(string csharp)
    {
        var text = csharp.Replace("[|", $"{Open}").Replace("|]", $"{Close}").Replace("<|", "").Replace("|>", "").ReplaceLineEndings("\n");
        text = StageBase().Replace(text, "");
        text = TypeOf().Replace(text, "typeof<$1>");
        text = Cast().Replace(text, "enum<$1> $2");
        text = text.Replace("= new int[0]", "= [||]").Replace($"{Open}new int[0]", $"{Open}[||]").Replace("null!", "null");
        text = Array().Replace(text, array => $"[| {array.Groups["items"].Value.Replace(", ", "; ").Trim()} |]");
        text = Collection().Replace(text, array => $"= [| {array.Groups["items"].Value.Replace(", ", "; ")} |]");
        text = WholeReal().Replace(text, "$1$2.0");
        text = text.Replace("depth: ", "depth = ");
        text = AttributeLine().Replace(text, line => $"[<{SeparateBySemicolons(line.Groups["list"].Value)}>]");
        text = Declared().Replace(text, "type $1 = class end");
        text = Handwritten().Replace(text, type => $"type {type.Groups["name"].Value}({Parameters().Replace(type.Groups["parameters"].Value, "$2: $1")}) = "
            + $"{(type.Value.Contains("abstract") ? "class " : "")}inherit TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>(\"{type.Groups["name"].Value}\")"
            + $"{(type.Value.Contains("abstract") ? " end" : "")}");
        if (Untranslated().IsMatch(text) || text.Count(character => character == Open) != 1)
            return null;
        text = "namespace rec Declared\nopen Gald\n" + text;
        var (start, end) = (text.IndexOf(Open), text.IndexOf(Close));
        return (text.Replace($"{Open}", "").Replace($"{Close}", ""), text[(start + 1)..end]);
    }

    private static string SeparateBySemicolons(string attributes)
    {
        var depth = 0;
        return string.Concat(attributes.Select(character =>
        {
            depth += character is '(' or '[' or '{' ? 1 : character is ')' or ']' or '}' ? -1 : 0;
            return character == ',' && depth == 0 ? ';' : character;
        }));
    }

    [GeneratedRegex(@"\n\npublic abstract class Stage\(string name\)[\s\S]+\z")]
    private static partial Regex StageBase();

    [GeneratedRegex(@"typeof\(([\w.]+)\)")]
    private static partial Regex TypeOf();

    [GeneratedRegex(@"\((Stem|Residual|StageRole)\)(\d)")]
    private static partial Regex Cast();

    [GeneratedRegex(@"new ?(int|System\.Type)?\[\] \{(?<items>[^}]*)\}")]
    private static partial Regex Array();

    [GeneratedRegex(@"= \[(?<items>[^\]|<]*)\]")]
    private static partial Regex Collection();

    [GeneratedRegex(@"((?:Weight|Dropout|Gamma|Epsilon|LayerScale|Momentum|Temperature|WidthMultiplier) = \uE000?)(-?\d+)(?![.\d])")]
    private static partial Regex WholeReal();

    [GeneratedRegex(@"(?m)(?<=^|(?<=\] ))\[(?<list>[\w\uE000].*?[\w)\uE001])\](?=$| \[| public)")]
    private static partial Regex AttributeLine();

    [GeneratedRegex(@"public (?:sealed )?partial class (\uE000?\w+\uE001?);")]
    private static partial Regex Declared();

    [GeneratedRegex("public (?:sealed )?class (?<name>\\w+)\\((?<parameters>[^)]*)\\) : Stage\\(\"\\w+\"\\);")]
    private static partial Regex Handwritten();

    [GeneratedRegex(@"(\w+) (\w+)")]
    private static partial Regex Parameters();

    /// <summary>C# that is left over, and types that C# can look into.</summary>
    [GeneratedRegex(@"typeof<(string|System)|public|internal|private|class (?!end)|[{}]|double\.|typeof\(|//|#pragma|\bconst\b")]
    private static partial Regex Untranslated();
}
