namespace Gald.Generators.Diagnostics;

/// <summary>Collects what is wrong with one declaration.</summary>
internal sealed class Problems
{
    private readonly List<Problem> found = [];

    public IReadOnlyList<Problem> Found => found;

    /// <summary>Whether something is wrong, so that there is nothing to generate.</summary>
    public bool HasErrors => found.Any(problem => problem.Rule.Severity == Severity.Error);

    public void Report(Rule rule, Place place, params object[] values) => Report(rule, place, [], values);

    public void Report(Rule rule, Place place, Place[] related, params object[] values) => found.Add(new Problem(
        rule, place, new(related.Where(other => other != place).Distinct()), new(values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)))));

    /// <summary>Adds those problems that are about other numbers than the ones already reported.</summary>
    public void AddIndependent(Problems others)
    {
        var known = found.Select(problem => problem.Place).ToArray();
        foreach (var problem in others.found)
        {
            if (!problem.Related.Append(problem.Place).Any(place => known.Any(place.Overlaps)))
                found.Add(problem);
        }
    }
}
