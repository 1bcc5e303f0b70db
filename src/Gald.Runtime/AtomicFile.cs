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
            string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            while (!Directory.Exists(folder) && !File.Exists(folder))
                folder = Path.GetDirectoryName(folder)!;
            string trial = Path.Combine(folder, $".{Path.GetRandomFileName()}.tmp");
            new FileStream(trial, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GaldException($"'{path}' cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Deletes what is left of writes whose process was killed. Nobody else may be writing the file.</summary>
    public static void DeleteRemains(string path)
    {
        string full = Path.GetFullPath(path), folder = Path.GetDirectoryName(full)!;
        if (!Directory.Exists(folder))
            return;
        foreach (string remains in Directory.EnumerateFiles(folder, $".{Path.GetFileName(full)}.*.tmp"))
            File.Delete(remains);
    }

    /// <summary>Writes a file, in place of an older one if there is one. Folders on the way are made.</summary>
    /// <exception cref="GaldException">It cannot be written; an older file is as it was.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string full = Path.GetFullPath(path);
        // The file's own name may be as long as names can be.
        string temporary = Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetRandomFileName()}.tmp");
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
}
