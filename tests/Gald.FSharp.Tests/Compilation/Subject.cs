using System.Text.RegularExpressions;
using Gald.Generators.Architecture;

namespace Gald.FSharp.Tests.Compilation;

/// <summary>A declaration in no language: a class of a namespace, with its attributes as both languages write them.</summary>
/// <param name="Space">Its namespace, empty for the global one.</param>
/// <param name="Name">Its name.</param>
/// <param name="Attributes">Its attributes, such as <c>ResNet(18, MultiGrid = {1, 2, 4})</c>.</param>
internal sealed partial record Subject(string Space, string Name, params string[] Attributes)
{
    public string FullName => Space.Length == 0 ? Name : $"{Space}.{Name}";

    public bool UsesHandwork => Attributes.Any(attribute => attribute.Contains("Hand.", StringComparison.Ordinal));

    public string CSharp
    {
        get
        {
            var attributes = Attributes.Select(attribute => $"[{Typed().Replace(Array().Replace(attribute, "new[] {$1}"), match => $"typeof(global::{EscapeCSharp(match.Groups[1].Value)})")}]");
            var declaration = $"{string.Join("\n", attributes)}\npublic partial class @{Name};";
            return Space.Length == 0 ? declaration : $"namespace {EscapeCSharp(Space)} {{ {declaration} }}";
        }
    }

    public string FSharp
    {
        get
        {
            var attributes = Attributes.Select(attribute =>
                $"[<{Typed().Replace(Array().Replace(attribute, match => $"[|{match.Groups[1].Value.Replace(',', ';')}|]"), match => $"typeof<{EscapeFSharp(match.Groups[1].Value)}>")}>]");
            var space = Space.Length == 0 ? "global" : EscapeFSharp(Space);
            return $"namespace {space}\nopen global.Gald\n{string.Join("\n", attributes)}\ntype {EscapeFSharp(Name)} = class end\n";
        }
    }

    /// <summary>The declaration as an F# front end gives it, whose used classes are those of the modules.</summary>
    public static Declaration AsFSharp(Declaration declaration) => declaration with
    {
        Attributes = new(declaration.Attributes.Select(attribute => attribute with
        {
            Stages = new(attribute.Stages.Select(stage => stage.Attributes.Count == 0 ? stage : stage with { Path = $"{stage.Path}.Stage" })),
        })),
    };

    private static string EscapeCSharp(string path) => string.Join(".", path.Split('.').Select(part => "@" + part));

    private static string EscapeFSharp(string path) => string.Join(".", path.Split('.').Select(part => $"``{part}``"));

    [GeneratedRegex(@"\{([^}]*)\}")]
    private static partial Regex Array();

    [GeneratedRegex(@"typeof\(([^)]*)\)")]
    private static partial Regex Typed();
}
