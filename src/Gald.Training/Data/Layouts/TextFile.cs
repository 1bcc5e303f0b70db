namespace Gald.Data.Layouts;

/// <summary>Text files that come with data.</summary>
internal static class TextFile
{
    /// <summary>The lines that are not empty.</summary>
    /// <exception cref="GaldException">It cannot be read.</exception>
    public static IEnumerable<string> Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path).Where(line => !string.IsNullOrWhiteSpace(line));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GaldException($"'{path}' cannot be read: {e.Message}", e);
        }
    }
}
