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

        var classes = new SortedDictionary<int, SceneClass>();
        var ignored = new List<int>();
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Split('#')[0];
            string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
                continue;
            if (!Parse(words, classes, ignored))
                throw new GaldException($"{path}, line {i + 1}: expected {Format}, not '{line.Trim()}'.");
        }

        int missing = Enumerable.Range(0, classes.Count).FirstOrDefault(id => !classes.ContainsKey(id), -1);
        if (missing >= 0)
            throw new GaldException($"{path}: there is a class {classes.Keys.Last()} but no class {missing}; ids go from 0 without a gap.");
        try
        {
            return new ClassTable([.. classes.Values], ignored);
        }
        catch (GaldException e)
        {
            throw new GaldException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>Reads one line into the table; false if it is wrong or its id was there before.</summary>
    private static bool Parse(string[] words, SortedDictionary<int, SceneClass> classes, List<int> ignored)
    {
        if (!IsByte(words[0], out byte id))
            return false;
        if (words.Length == 2 && words[1] == "ignore")
        {
            ignored.Add(id);
            return true;
        }
        return words.Length >= 5
            && IsByte(words[^3], out byte red) && IsByte(words[^2], out byte green) && IsByte(words[^1], out byte blue)
            && classes.TryAdd(id, new SceneClass(string.Join(' ', words[1..^3]), red, green, blue));
    }

    private static bool IsByte(string word, out byte value) =>
        byte.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
