namespace Gald.Checkpoints;

/// <summary>
/// The sole right to write into a run's folder, for as long as a program trains there: a file that it holds open, and that goes
/// with it, however it ends.
/// </summary>
internal sealed class RunClaim : IDisposable
{
    private readonly FileStream held;
    private readonly bool isNew;

    private RunClaim(RunFolder folder, FileStream held, bool isNew)
    {
        Folder = folder;
        this.held = held;
        this.isNew = isNew;
    }

    public RunFolder Folder { get; }

    /// <summary>Makes the folder if need be and claims it.</summary>
    /// <exception cref="GaldException">Another program trains there, or it cannot be written to.</exception>
    public static RunClaim Take(RunFolder folder)
    {
        try
        {
            var isNew = !Directory.Exists(folder.Path);
            Directory.CreateDirectory(folder.Path);
            return TryTake(folder, isNew)
                ?? throw new GaldException($"Another program is training in '{folder.Path}'; wait for it, or choose another --out.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GaldException($"Nothing can be written into '{folder.Path}', where the run belongs: {e.Message}", e);
        }
    }

    /// <summary>Claims a folder that holds nothing; null when it holds something, or when another was quicker.</summary>
    /// <exception cref="GaldException">It cannot be written to.</exception>
    public static RunClaim? TryTakeEmpty(RunFolder folder)
    {
        try
        {
            if (File.Exists(folder.Path))
                return null;
            var isNew = !Directory.Exists(folder.Path);
            Directory.CreateDirectory(folder.Path);
            if (Directory.EnumerateFileSystemEntries(folder.Path).Any() || TryTake(folder, isNew) is not RunClaim claim)
                return null;
            // Another may have come and gone between the two.
            if (Directory.EnumerateFileSystemEntries(folder.Path).Skip(1).Any())
            {
                claim.Dispose();
                return null;
            }
            return claim;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GaldException($"Nothing can be written into '{folder.Path}', where the run belongs: {e.Message}", e);
        }
    }

    private static RunClaim? TryTake(RunFolder folder, bool isNew)
    {
        var file = Path.Combine(folder.Path, ".training");
        try
        {
            return new RunClaim(
                folder, new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose), isNew);
        }
        catch (IOException) when (File.Exists(file))
        {
            return null;
        }
    }

    /// <summary>Gives the folder back. If it was made for this run and nothing came of it, it goes too, and <c>runs</c> with its last one.</summary>
    public void Dispose()
    {
        held.Dispose();
        if (!isNew)
            return;
        try
        {
            foreach (var path in new[] { Folder.Path, Path.GetDirectoryName(Path.GetFullPath(Folder.Path))! })
            {
                if (Directory.EnumerateFileSystemEntries(path).Any() || (path != Folder.Path && Path.GetFileName(path) != "runs"))
                    return;
                Directory.Delete(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // An empty folder more is no harm.
        }
    }
}
