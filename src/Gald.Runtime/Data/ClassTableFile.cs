using System.Globalization;

namespace Gald.Data;

/// <summary>The text file of a <see cref="ClassTable"/>.</summary>
internal static class ClassTableFile
{
    private const string Format = "'id name red green blue' with numbers of 0 to 255, or 'id ignore'";

    public static ClassTable Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GaldException($"The table of classes '{path}' cannot be read: {e.Message}", e);
        }

        var builder = new ClassTableBuilder();
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Split('#')[0];
            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
                continue;
            if (!Parse(words, builder))
                throw new GaldException($"{path}, line {i + 1}: expected {Format}, not '{line.Trim()}'.");
        }
        try
        {
            return builder.Build();
        }
        catch (GaldException e)
        {
            throw new GaldException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>Reads one line into the table; false if it is wrong or its id is another class's.</summary>
    private static bool Parse(string[] words, ClassTableBuilder builder)
    {
        if (words is ["*", "ignore"])
            return builder.IgnoresOthers = true;
        if (words is ["ignore", _, _, _] && Colour(words) is SceneClass ignored)
        {
            builder.IgnoreColour(ignored.Colour);
            return true;
        }
        if (Ids(words[0]) is not { } ids)
            return false;
        if (words is [_, "ignore"] or [_, "ignore", _, _, _])
        {
            if (words.Length > 2 && Colour(words) is null)
                return false;
            foreach (var id in ids)
                builder.Ignore(id);
            if (Colour(words) is SceneClass too)
                builder.IgnoreColour(too.Colour);
            return true;
        }
        return words.Length >= 5 && Colour(words) is SceneClass read && ids.All(id => builder.TryAdd(id, read));
    }

    /// <summary>The ids of <c>7</c>, <c>7,8</c> or <c>7-9,11</c>; null if they are none.</summary>
    private static List<int>? Ids(string word)
    {
        var ids = new List<int>();
        foreach (var part in word.Split(','))
        {
            var ends = part.Split('-');
            if (ends.Length > 2 || !IsByte(ends[0], out var first) || !IsByte(ends[^1], out var last) || last < first)
                return null;
            ids.AddRange(Enumerable.Range(first, last - first + 1));
        }
        return ids;
    }

    /// <summary>A class of the name and the colour at the end of a line; null if there is none.</summary>
    private static SceneClass? Colour(string[] words) =>
        words.Length >= 4 && IsByte(words[^3], out var red) && IsByte(words[^2], out var green) && IsByte(words[^1], out var blue)
            ? new SceneClass(string.Join(' ', words[1..^3]), red, green, blue)
            : null;

    private static bool IsByte(string word, out byte value) =>
        byte.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
