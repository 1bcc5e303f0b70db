namespace Gald;

/// <summary>Files that are whole or not there: written under a temporary name in the same folder, then renamed.</summary>
internal static class AtomicFile
{
    /// <summary>Says at once what <see cref="Write"/> would say after the work. Folders on the way are not made yet.</summary>
    /// <exception cref="GaldException">The name is empty or a folder's, or nothing can be written there.</exception>
    public static void RequireWritable(string path)
    {
        if (path.Length == 0)
            throw new GaldException("The name of the file to write is empty; give one.");
        if (Directory.Exists(path))
            throw new GaldException($"'{path}' is a folder; give the name of a file to write.");
        try
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            while (!Directory.Exists(folder) && !File.Exists(folder))
                folder = Path.GetDirectoryName(folder)!;
            var trial = Temporary(folder);
            new FileStream(trial, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GaldException($"'{path}' cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Deletes what is left in a folder of writes whose process was killed. Nobody else may be writing there.</summary>
    public static void DeleteRemains(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        // The form of the names that Temporary gives.
        foreach (var remains in Directory.EnumerateFiles(folder, ".????????.???.tmp"))
            File.Delete(remains);
    }

    /// <summary>Writes a file, in place of an older one if there is one. Folders on the way are made.</summary>
    /// <exception cref="GaldException">It cannot be written; an older file is as it was.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var full = Path.GetFullPath(path);
        var temporary = Temporary(Path.GetDirectoryName(full)!);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            try
            {
                using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
                {
                    write(stream);
                    stream.Flush(flushToDisk: true);
                }
                File.Move(temporary, full, overwrite: true);
            }
            finally
            {
                File.Delete(temporary);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GaldException($"'{path}' cannot be written: {e.Message}", e);
        }
    }

    /// <summary>A name that does not contain the file's own, which may be as long as names can be.</summary>
    private static string Temporary(string folder) => Path.Combine(folder, $".{Path.GetRandomFileName()}.tmp");
}
