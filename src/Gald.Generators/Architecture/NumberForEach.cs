using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>Lists of a backbone with one number for each of something: its stages, its layers, the branches of a stage.</summary>
internal static class NumberForEach
{
    public static readonly Rule Rule = new(
        "GALD0205", "Not one number for each", "{0} must have one number for each of the {1}, but has {2}; write {3}, such as {4}");

    /// <summary>A list with a number in a range for each stage; what is wrong with it is reported and the default taken.</summary>
    public static EquatableArray<int> Read(ArgumentReader arguments, string attribute, string name, int minimum, int maximum, params int[] published) =>
        Check(arguments, name, arguments.Integers(name)?.Count ?? published.Length, $"{published.Length} stages", published)
            ? Embeddings.Read(arguments, attribute, name, minimum, maximum, published)
            : new(published);

    /// <summary>Reports a list of another length than that of an example.</summary>
    /// <param name="arguments">Where the list is read.</param>
    /// <param name="name">Its name.</param>
    /// <param name="count">How many numbers it has.</param>
    /// <param name="each">What there has to be a number for each of, with how many there are.</param>
    /// <param name="example">What it could be.</param>
    /// <param name="related">The arguments that the length depends on.</param>
    /// <returns>Whether it has the length.</returns>
    public static bool Check(ArgumentReader arguments, string name, int count, string each, IReadOnlyCollection<int> example, params Place[] related)
    {
        if (count == example.Count)
            return true;
        arguments.Problems.Report(Rule, arguments.Place(name), related, $"{arguments.Name}.{name}", each, count, example.Count, string.Join(", ", example));
        return false;
    }
}
