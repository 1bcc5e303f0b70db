namespace Gald.Weights;

/// <summary>Finds what the names of a file begin with that are the keys of a network otherwise.</summary>
internal static class PrefixSearch
{
    private const int MostCandidates = 20;

    /// <summary>The one prefix with which all keys fit; else that with which the most do.</summary>
    /// <param name="file">The file.</param>
    /// <param name="keys">The network's keys.</param>
    /// <param name="isWeight">Which full names are weights.</param>
    /// <param name="fits">Whether the names under a prefix fit the network.</param>
    /// <exception cref="GaldException">All keys fit with several.</exception>
    public static string Find(WeightsFile file, IReadOnlyCollection<string> keys, Func<string, bool> isWeight, Func<string, bool> fits)
    {
        var candidates = Candidates(file.AllEntries.Keys.Where(isWeight), keys);
        string[] fitting = [.. candidates.Where(candidate => fits(candidate.Prefix)).Select(candidate => candidate.Prefix)];
        return fitting switch
        {
            [string only] => only,
            [_, ..] => throw new GaldException(Opening.Plain(
                $"'{file.Path}' holds several states that fit: the names under {string.Join(", ", fitting.Select(Show))}; say which with --prefix, such as --prefix {(fitting[0].Length > 0 ? fitting[0].TrimEnd('.') : fitting[1].TrimEnd('.'))}.")),
            _ when candidates.Any(candidate => candidate.Prefix == file.Prefix) || candidates.Count == 0 => file.Prefix,
            _ => candidates[0].Prefix,
        };
    }

    /// <summary>The prefixes that make keys of at least half as many names as any, the most first.</summary>
    private static IReadOnlyList<(string Prefix, int Count)> Candidates(IEnumerable<string> names, IReadOnlyCollection<string> keys)
    {
        HashSet<string> wanted = new(keys, StringComparer.Ordinal);
        var lookup = wanted.GetAlternateLookup<ReadOnlySpan<char>>();
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            for (var start = 0; start < name.Length; start = name.IndexOf('.', start) is var dot and >= 0 ? dot + 1 : name.Length)
            {
                if (lookup.Contains(name.AsSpan(start)))
                    counts[name[..start]] = counts.GetValueOrDefault(name[..start]) + 1;
            }
        }
        var most = counts.Values.DefaultIfEmpty(0).Max();
        return
        [
            .. counts.Where(pair => 2 * pair.Value >= most)
                .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
                .Take(MostCandidates)
                .Select(pair => (pair.Key, pair.Value)),
        ];
    }

    private static string Show(string prefix) => prefix.Length == 0 ? "no prefix" : $"'{prefix}'";
}
