namespace Gald.Generators.Diagnostics;

/// <summary>Collects what is wrong with one declaration.</summary>
internal sealed class Problems
{
    private readonly List<Problem> found = [];
    private readonly List<string> elsewhere = [];
    private readonly List<Place> blamed = [];

    public IReadOnlyList<Problem> Found => found;

    /// <summary>Whether something is wrong, so that there is nothing to generate.</summary>
    public bool HasErrors => Reasons.Any();

    /// <summary>Why there is nothing to generate: the errors found here, and those that are reported elsewhere.</summary>
    public IEnumerable<string> Reasons =>
        found.Where(problem => problem.Rule.Severity == Severity.Error).Select(problem => problem.ToString()).Concat(elsewhere);

    /// <summary>Takes note of an error that leaves nothing to generate here, and is reported where it is.</summary>
    /// <param name="error">Its text.</param>
    /// <param name="place">What depends on it here; what follows from that is not reported.</param>
    public void Blame(string error, Place? place = null)
    {
        elsewhere.Add(error);
        if (place is { } dependent)
            blamed.Add(dependent);
    }

    /// <summary>Adds problems that were found before.</summary>
    public void Add(IEnumerable<Problem> problems) => found.AddRange(problems);

    public void Report(Rule rule, Place place, params object[] values) => Report(rule, place, [], values);

    public void Report(Rule rule, Place place, Place[] related, params object[] values) => found.Add(new Problem(
        rule, place, new(related.Where(other => other != place).Distinct()), new(values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)))));

    /// <summary>Adds those problems that are about other numbers than the ones already reported.</summary>
    public void AddIndependent(Problems others)
    {
        var known = found.Select(problem => problem.Place).Concat(blamed).ToArray();
        foreach (var problem in others.found)
        {
            if (!problem.Related.Append(problem.Place).Any(place => known.Any(place.Overlaps)))
                found.Add(problem);
        }
    }
}
