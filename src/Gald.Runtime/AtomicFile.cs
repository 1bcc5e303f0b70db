namespace Gald;

/// <summary>Files that are whole or not there: written under a temporary name in the same folder, then renamed.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a file, in place of an older one if there is one. Folders on the way are made.</summary>
    /// <exception cref="GaldException">It cannot be written; an older file is as it was.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string full = Path.GetFullPath(path);
        string temporary = Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.{Path.GetRandomFileName()}.tmp");
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
