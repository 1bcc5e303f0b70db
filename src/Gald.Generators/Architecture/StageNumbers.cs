using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>Lists of a backbone with one number for each of its stages.</summary>
internal static class StageNumbers
{
    public static readonly Rule WrongCount = new(
        "GALD0240", "Numbers for another number of stages",
        "{0} must have one number for each of the {1} stages, but has {2}; the default is {3}");

    /// <summary>A list of numbers in a range; what is wrong with it is reported and the default taken.</summary>
    public static EquatableArray<int> Read(ArgumentReader arguments, string attribute, string name, int minimum, int maximum, params int[] published)
    {
        if (arguments.Integers(name) is not { } numbers || numbers.Count == published.Length)
            return Embeddings.Read(arguments, attribute, name, minimum, maximum, published);
        arguments.Problems.Report(WrongCount, arguments.Place(name), $"{attribute}.{name}", published.Length, numbers.Count, string.Join(", ", published));
        return new(published);
    }
}
