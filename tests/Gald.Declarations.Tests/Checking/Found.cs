using System.Text.RegularExpressions;
using Gald.Declarations.Tests.Declarations;

namespace Gald.Declarations.Tests.Checking;

/// <summary>What the compiler reports about a declaration, without what depends on the language.</summary>
/// <param name="Id">The rule; one for all rules about the class itself, of which languages have different ones.</param>
/// <param name="Message">The sentence.</param>
/// <param name="Attributes">How many attributes begin in the line or before it; none where a class is marked, which C# writes in parts.</param>
/// <param name="Separators">How many arguments and elements are before it in the line.</param>
/// <param name="Text">What is marked, as F# writes it.</param>
internal sealed partial record Found(string Id, string Message, int Attributes, int Separators, string Text)
{
    /// <summary>Attributes of F#.</summary>
    private static readonly HashSet<string> Foreign = ["[<AbstractClass>]", "[<AutoOpen>]"];

    private static readonly HashSet<string> OfClass = ["GALD0001", "GALD0002", "GALD0003", "GALD0004", "GALD0005", "GALD0013"];

    public static Found Of(string source, string id, string message, int line, int column, int endColumn, bool isCSharp)
    {
        var lines = source.Split('\n');
        var marked = lines[line][column..endColumn];
        var attributes = !lines[line].TrimStart().StartsWith('[') ? 0
            : lines.Take(line + 1).Count(one => one.Trim() is var text && text.StartsWith('[') && text.EndsWith(']') && !Foreign.Contains(text));
        var separators = lines[line][..column].Count(character => character is ',' or ';');
        var isOfClass = OfClass.Contains(id);
        return new Found(isOfClass ? "class" : id, isOfClass ? "" : message, attributes, separators, isCSharp ? AsFSharp(marked) : marked);
    }

    private static string AsFSharp(string csharp)
    {
        var text = csharp.Replace("new int[0]", "[||]").Replace("<>", "<int>");
        text = text switch
        {
            "double.NaN" => FSharpText.Print(new Value.Real(double.NaN)),
            "double.PositiveInfinity" => FSharpText.Print(new Value.Real(double.PositiveInfinity)),
            "double.NegativeInfinity" => FSharpText.Print(new Value.Real(double.NegativeInfinity)),
            _ => text,
        };
        text = Array().Replace(text, array => $"[| {array.Groups[1].Value.Replace(',', ';')} |]");
        text = Member().Replace(text, "enum<$1> ($2)");
        text = WholeReal().Replace(text, "$1.0");
        text = Real().Replace(text, "$1");
        text = Escaped().Replace(text, "``$1``");
        return Typed().Replace(text, "typeof<$1>");
    }

    [GeneratedRegex(@"new\[\] \{ (.*) \}")]
    private static partial Regex Array();

    [GeneratedRegex(@"^\((\w+)\)\((-?\d+)\)$")]
    private static partial Regex Member();

    [GeneratedRegex(@"^(-?\d+)d$")]
    private static partial Regex WholeReal();

    [GeneratedRegex(@"^(-?\d.*)d$")]
    private static partial Regex Real();

    [GeneratedRegex(@"@(\w+)")]
    private static partial Regex Escaped();

    [GeneratedRegex(@"^typeof\((.*)\)$")]
    private static partial Regex Typed();
}
