namespace Gald.Weights;

/// <summary>What is said when a file cannot be opened or read.</summary>
internal static class Opening
{
    private const int LongestMessage = 600;

    /// <exception cref="GaldException">The file is missing, or <paramref name="read"/> cannot use it.</exception>
    public static T Open<T>(string path, Func<FileStream, T> read)
    {
        if (Directory.Exists(path))
            throw new GaldException($"'{path}' is a folder; give a file of weights.");
        if (!File.Exists(path))
            throw new GaldException($"There is no file '{path}'; check the path of the weights.");
        return Guard(path, () =>
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            try
            {
                if (!stream.CanSeek)
                    throw new FormatException("it is a pipe or a device; give a file");
                return read(stream);
            }
            catch
            {
                stream.Dispose();
                throw;
            }
        });
    }

    /// <summary>Makes a sentence with the file's name of what a reader throws.</summary>
    /// <exception cref="GaldException">The reader threw one of its own.</exception>
    public static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException e)
        {
            throw new GaldException($"'{path}' cannot be used: {Plain(e.Message)}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GaldException($"'{path}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>A text that may come from a file, as one line that no terminal takes for a command.</summary>
    public static string Plain(string text) =>
        string.Concat((text.Length > LongestMessage ? text[..LongestMessage] + "…" : text).Select(letter => char.IsControl(letter) ? '?' : letter));
}
