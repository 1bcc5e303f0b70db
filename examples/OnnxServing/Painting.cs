using SkiaSharp;

namespace OnnxServing;

/// <summary>Pictures of predictions.</summary>
internal static class Painting
{
    /// <summary>The photograph under the colours of its classes, each half.</summary>
    /// <param name="photo">The photograph.</param>
    /// <param name="labels">Height×Width ids, row-major.</param>
    /// <param name="colours">The colour of each class.</param>
    public static SKBitmap Colour(SKBitmap photo, byte[] labels, IReadOnlyList<SKColor> colours)
    {
        var pixels = photo.Pixels;
        for (var i = 0; i < pixels.Length; i++)
        {
            var (seen, colour) = (pixels[i], colours[labels[i]]);
            pixels[i] = new SKColor(Mix(seen.Red, colour.Red), Mix(seen.Green, colour.Green), Mix(seen.Blue, colour.Blue));
        }
        return new SKBitmap(photo.Width, photo.Height) { Pixels = pixels };

        static byte Mix(byte one, byte other) => (byte)((one + other + 1) / 2);
    }

    /// <summary>Writes a PNG under a temporary name and renames it, so that a file is whole or not there.</summary>
    public static void Save(SKBitmap picture, string path)
    {
        var temporary = $"{path}.{Path.GetRandomFileName()}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew))
                picture.Encode(stream, SKEncodedImageFormat.Png, 100);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
