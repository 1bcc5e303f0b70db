using System.Text.RegularExpressions;

namespace Gald.FSharp;

/// <summary>The symbols that <c>#if</c> finds defined.</summary>
internal static class Symbols
{
    private static readonly Regex Define = new(@"(?<!\S)(?:--define:|-d:)""?([^\s;""]+)");

    /// <summary>Those of a project.</summary>
    /// <param name="defineConstants">Its symbols, separated by semicolons.</param>
    /// <param name="otherFlags">Further arguments of the F# compiler, of which <c>--define</c> defines one each.</param>
    public static IReadOnlyList<string> Of(string defineConstants, string otherFlags) =>
    [
        .. defineConstants.Split([';', ',', ' '], StringSplitOptions.RemoveEmptyEntries),
        .. Define.Matches(otherFlags).Cast<Match>().Select(match => match.Groups[1].Value),
    ];
}
