using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>The rules about the channels in which aggregations compare positions.</summary>
internal static class Embeddings
{
    public static readonly Rule DoesNotDivide = new(
        "GALD0214", "A reduction that does not divide the channels",
        "{0} does not divide the {1} channels of the map, so that it rounds down to {2}; {3} would divide them",
        Severity.Warning);

    public static readonly Rule MustDivide = new(
        "GALD0218", "Channels that cannot be shared out",
        "{0} must divide the {1} channels of the map, for the module shares them out evenly; {2} would do");

    public static readonly Rule Empty = new(
        "GALD0215", "Nothing to build a pyramid of", "{0} must have at least one number, but has none; leave it out for {1}");

    public static readonly Rule BadFraction = new(
        "GALD0216", "A fraction is out of its range", "{0} must be more than 0{1}, but is {2}; the default is {3}");

    /// <summary>Reports a number that does not divide the channels where it has to, and returns one that does.</summary>
    public static int CheckDivides(string name, Place place, int divisor, int channels, IReadOnlyList<Place> producers, Problems problems)
    {
        if (channels % divisor == 0)
            return divisor;
        var dividing = Enumerable.Range(1, Math.Min(divisor, channels)).Last(number => channels % number == 0);
        problems.Report(MustDivide, place, [.. producers], $"{name} = {divisor}", channels, $"{name} = {dividing}");
        return dividing;
    }

    /// <summary>Reports a reduction that rounds.</summary>
    /// <param name="name">The property.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="reduction">The reduction.</param>
    /// <param name="channels">What is reduced.</param>
    /// <param name="producers">The arguments that the channels come from; none where they are open.</param>
    /// <param name="problems">Where to report.</param>
    public static void Check(string name, Place place, int reduction, int channels, IReadOnlyList<Place> producers, Problems problems)
    {
        if (producers.Count == 0 || channels % reduction == 0)
            return;
        var dividing = Enumerable.Range(1, Math.Min(reduction, channels)).Last(number => channels % number == 0);
        problems.Report(
            DoesNotDivide, place, [.. producers], $"{name} = {reduction}", channels, Math.Max(1, channels / reduction), $"{name} = {dividing}");
    }

    /// <summary>A list of numbers in a range; what is wrong with it is reported and the default taken.</summary>
    public static EquatableArray<int> Read(ArgumentReader arguments, string attribute, string name, int minimum, int maximum, params int[] published)
    {
        if (arguments.Integers(name) is not { } numbers)
            return new(published);
        if (numbers.Count == 0)
        {
            arguments.Problems.Report(Empty, arguments.Place(name), $"{attribute}.{name}", string.Join(", ", published));
            return new(published);
        }

        var good = true;
        for (var i = 0; i < numbers.Count; i++)
        {
            if (numbers[i] >= minimum && numbers[i] <= maximum)
                continue;
            arguments.Problems.Report(
                ArgumentReader.OutOfRange, arguments.Place(name, i), $"{attribute}.{name}", minimum, maximum, numbers[i], Math.Min(Math.Max(numbers[i], minimum), maximum));
            good = false;
        }

        return good ? new(numbers) : new(published);
    }

    /// <summary>A number more than 0 and, where there is one, at most a largest; another is reported and the default taken.</summary>
    public static double ReadFraction(ArgumentReader arguments, string attribute, string name, double published, double? largest = 1)
    {
        var value = arguments.Real(name, published);
        if (value > 0 && !double.IsInfinity(value) && !(value > largest))
            return value;
        arguments.Problems.Report(
            BadFraction, arguments.Place(name), $"{attribute}.{name}", largest is { } most ? $" and at most {most}" : "", value, published);
        return published;
    }

    public static int? Optional(ArgumentReader arguments, string name) =>
        arguments.Has(name) ? arguments.Integer(name, 512, 1, 16384) : null;
}
