using System.Text;

namespace Gald.FSharp;

/// <summary>Writes files that builds depend on.</summary>
internal static class GeneratedFile
{
    private static readonly UTF8Encoding WithoutMark = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>
    /// Writes a text, or only the time of the file if that is its text already. Under a name of its own first: a build that is
    /// interrupted, or another at the same time, sees all or nothing.
    /// </summary>
    public static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (File.Exists(path) && File.ReadAllText(path) == text)
        {
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
            return;
        }

        var temporary = $"{path}.{Guid.NewGuid():N}";
        try
        {
            File.WriteAllText(temporary, text, WithoutMark);
            if (File.Exists(path))
                File.Replace(temporary, path, null);
            else
                File.Move(temporary, path);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
