using Gald.Generators.Diagnostics;

namespace Gald.FSharp;

/// <summary>How a project wants its warnings, by the properties that the F# compiler heeds too.</summary>
/// <param name="noWarn">The rules that it does not want to hear of.</param>
/// <param name="asErrors">Those that fail its build.</param>
/// <param name="notAsErrors">Those that never do.</param>
/// <param name="treatWarningsAsErrors">Whether every warning fails its build.</param>
internal sealed class Severities(string noWarn, string asErrors, string notAsErrors, bool treatWarningsAsErrors)
{
    private readonly HashSet<string> hidden = Split(noWarn);
    private readonly HashSet<string> failing = Split(asErrors);
    private readonly HashSet<string> harmless = Split(notAsErrors);

    /// <summary>The severity of a rule in the project; null if it is not to be reported.</summary>
    public Severity? Of(Rule rule)
    {
        if (rule.Severity == Severity.Error)
            return Severity.Error;
        if (failing.Contains(rule.Id) && !harmless.Contains(rule.Id))
            return Severity.Error;
        if (hidden.Contains(rule.Id))
            return null;
        return rule.Severity == Severity.Warning && treatWarningsAsErrors && !harmless.Contains(rule.Id) ? Severity.Error : rule.Severity;
    }

    private static HashSet<string> Split(string ids) =>
        new(ids.Split([';', ',', ' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries), StringComparer.OrdinalIgnoreCase);
}
