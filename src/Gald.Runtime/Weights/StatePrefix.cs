namespace Gald.Weights;

/// <summary>What programs put in front of the names of a state.</summary>
internal static class StatePrefix
{
    private const string AverageCount = "n_averaged";

    // Of DataParallel and AveragedModel, and of torch.compile: no network has a part of these names.
    private static readonly string[] Always = ["module.", "_orig_mod."];

    /// <summary>What all names under a prefix begin with that no network's own names do.</summary>
    public static string Added(IEnumerable<string> names, string start)
    {
        var added = "";
        string[] state = [.. names.Where(name => name.StartsWith(start, StringComparison.Ordinal)).Select(name => name[start.Length..]).Where(name => name != AverageCount)];
        while (Array.Find(Always, before => state.Length > 0 && state.All(
            name => name.Length > added.Length + before.Length && name.AsSpan(added.Length).StartsWith(before, StringComparison.Ordinal))) is string found)
            added += found;
        return added;
    }

    /// <summary>Says that names were shortened, and that the count of averages is left out.</summary>
    /// <param name="file">The file.</param>
    /// <param name="added">What <see cref="Added"/> gave.</param>
    public static IEnumerable<string> Remarks(WeightsFile file, string added)
    {
        for (var rest = added; rest.Length > 0;)
        {
            var first = rest[..(rest.IndexOf('.') + 1)];
            yield return $"All names began with '{first}', which is left out.";
            rest = rest[first.Length..];
        }
        var before = file.Prefix[..^added.Length];
        if (added.Length > 0 && file.AllEntries.ContainsKey(before + AverageCount))
            yield return $"Left out beside them: '{AverageCount}' (1 tensor).";
    }

    /// <summary>A prefix with its dot, if some names begin with it.</summary>
    /// <exception cref="GaldException">None does.</exception>
    public static string Complete(WeightsFile file, string wanted)
    {
        foreach (var start in new[] { wanted.Length == 0 || wanted.EndsWith('.') ? wanted : wanted + ".", wanted })
        {
            if (file.AllEntries.Keys.Any(name => name.Length > start.Length && name.StartsWith(start, StringComparison.Ordinal)))
                return start;
        }
        throw new GaldException(Opening.Plain(
            $"No name in '{file.Path}' begins with '{wanted}'; the names begin with {string.Join(", ", Groups(file.AllEntries.Keys).Take(10))}."));
    }

    /// <summary>Says which names were taken, and what lies beside them.</summary>
    public static IEnumerable<string> Taken(WeightsFile file, string taken)
    {
        string[] beside = [.. file.AllEntries.Keys.Where(name => !name.StartsWith(taken, StringComparison.Ordinal))];
        yield return Opening.Plain(
            (taken.Length == 0 ? "The weights are all tensors of the file" : $"The weights are those whose names begin with '{taken}'")
            + (beside.Length == 0 ? "." : $"; left out beside them: {string.Join(", ", Groups(beside))}."));
    }

    /// <summary>The first parts of names with their numbers, such as <c>ema (170 tensors)</c>.</summary>
    public static IEnumerable<string> Groups(IEnumerable<string> names) => names
        .GroupBy(name => name.Split('.')[0])
        .Select(group => $"{group.Key} ({group.Count()} {(group.Count() == 1 ? "tensor" : "tensors")})");
}
