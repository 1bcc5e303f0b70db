using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gald.Data;

namespace Gald.Distributed;

/// <summary>
/// A short text that differs when the images of two machines do. Reading all of a large data set would take minutes: of a file it takes the name, the size,
/// the beginning and the end, where formats keep their checksums.
/// </summary>
internal static class DataFingerprint
{
    private const int EdgeBytes = 4096;

    // Of images that are no files; those of a set that is drawn all follow from its seed.
    private const int Samples = 3;

    /// <summary>The text, of images, labels and classes.</summary>
    /// <exception cref="GaldException">An image cannot be read.</exception>
    public static string Fingerprint(this IScenes scenes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, scenes.Count.ToString(CultureInfo.InvariantCulture));
        foreach (var c in scenes.Classes.Classes)
            Add(hash, $"{c.Name} {c.Red} {c.Green} {c.Blue}");
        if (scenes is FolderScenes folder)
            AddFiles(hash, folder);
        else
            AddSamples(hash, scenes);
        return Convert.ToHexString(hash.GetCurrentHash());
    }

    private static void AddFiles(IncrementalHash hash, FolderScenes scenes)
    {
        var edge = new byte[EdgeBytes];
        for (var i = 0; i < scenes.Count; i++)
        {
            var (image, label) = scenes.PathsOf(i);
            foreach (var path in new[] { image, label })
            {
                using var file = File.OpenRead(path);
                Add(hash, string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)} {file.Length}"));
                hash.AppendData(edge, 0, file.ReadAtLeast(edge, EdgeBytes, throwOnEndOfStream: false));
                file.Seek(Math.Max(0, file.Length - EdgeBytes), SeekOrigin.Begin);
                hash.AppendData(edge, 0, file.ReadAtLeast(edge, EdgeBytes, throwOnEndOfStream: false));
            }
        }
    }

    private static void AddSamples(IncrementalHash hash, IScenes scenes)
    {
        for (var i = 0; i < Samples && i < scenes.Count; i++)
        {
            var image = scenes.Load((int)((long)i * (scenes.Count - 1) / (Samples - 1)));
            Add(hash, $"{image.Name} {image.Height} {image.Width}");
            hash.AppendData(image.Pixels);
            hash.AppendData(image.Labels);
        }
    }

    private static void Add(IncrementalHash hash, string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));
}
