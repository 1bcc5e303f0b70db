namespace Gald.Runtime.Tests;

/// <summary>A folder of its own for a test, gone after it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("gald-test-").FullName;

    /// <summary>The path of a file in it; folders on the way are made.</summary>
    public string File(params string[] parts)
    {
        var file = System.IO.Path.Combine([Path, .. parts]);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        return file;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
