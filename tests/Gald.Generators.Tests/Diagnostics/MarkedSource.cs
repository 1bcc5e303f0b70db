using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Gald.Generators.Tests.Diagnostics;

/// <summary>Source text without the marks in it, and what they mark.</summary>
internal sealed class MarkedSource
{
    private const string Head = "using Gald;\n";

    private MarkedSource(string text, IReadOnlyList<string> errors, IReadOnlyList<string> related) =>
        (Text, Errors, Related) = (text, errors, related);

    public string Text { get; }

    /// <summary>What is inside of <c>[|…|]</c>, as <c>position: text</c>.</summary>
    public IReadOnlyList<string> Errors { get; }

    /// <summary>What is inside of <c>&lt;|…|&gt;</c>, as <c>position: text</c>.</summary>
    public IReadOnlyList<string> Related { get; }

    public static MarkedSource Parse(string marked)
    {
        var rest = Head + marked;
        var (text, errors, related) = ("", new List<string>(), new List<string>());
        while (rest.IndexOf('|') is var bar and >= 1 && rest[bar - 1] is '[' or '<')
        {
            var end = rest.IndexOf(rest[bar - 1] == '[' ? "|]" : "|>", bar, StringComparison.Ordinal);
            var inside = rest[(bar + 1)..end];
            text += rest[..(bar - 1)];
            (rest[bar - 1] == '[' ? errors : related).Add($"{text.Length}: {inside}");
            text += inside;
            rest = rest[(end + 2)..];
        }

        return new MarkedSource(text + rest, errors, related);
    }

    /// <summary>A place in the source, in the form of the marks.</summary>
    public string Describe(Location location) => Describe(location.SourceSpan);

    private string Describe(TextSpan span) => $"{span.Start}: {Text.Substring(span.Start, span.Length)}";
}
