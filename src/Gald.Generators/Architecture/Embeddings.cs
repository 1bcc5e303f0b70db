using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>The rules about the channels in which aggregations compare positions.</summary>
internal static class Embeddings
{
    public static readonly Rule NothingLeft = new(
        "GALD0214", "No channels are left",
        "{0} leaves less than one of the {1} channels of the map; {2} would leave one");

    public static readonly Rule DoesNotDivide = new(
        "GALD0215", "A reduction that does not divide the channels",
        "{0} does not divide the {1} channels of the map, so that it rounds down to {2}; {3} would divide them",
        Severity.Warning);

    public static readonly Rule Empty = new(
        "GALD0216", "Nothing to build a pyramid of", "{0} must have at least one number, but has none; leave it out for {1}");

    public static readonly Rule BadFraction = new(
        "GALD0217", "A fraction is out of its range", "{0} must be more than 0{1}, but is {2}; the default is {3}");

    /// <summary>Reports a reduction that leaves nothing, and a smaller one that rounds.</summary>
    /// <param name="name">The property.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="reduction">The reduction.</param>
    /// <param name="channels">What is reduced.</param>
    /// <param name="producers">The arguments that the channels come from; none where they are open.</param>
    /// <param name="problems">Where to report.</param>
    /// <param name="atLeastOne">Whether the published code takes one channel rather than none.</param>
    /// <returns>A reduction that fits.</returns>
    public static int Check(
        string name, Place place, int reduction, int channels, IReadOnlyList<Place> producers, Problems problems, bool atLeastOne)
    {
        if (producers.Count == 0)
            return reduction;
        if (channels < reduction && !atLeastOne)
        {
            problems.Report(NothingLeft, place, [.. producers], $"{name} = {reduction}", channels, $"{name} = {channels}");
            return channels;
        }

        if (channels % reduction != 0)
        {
            var dividing = Enumerable.Range(1, Math.Min(reduction, channels)).Last(number => channels % number == 0);
            problems.Report(
                DoesNotDivide, place, [.. producers], $"{name} = {reduction}", channels, Math.Max(1, channels / reduction), $"{name} = {dividing}");
        }

        return reduction;
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
