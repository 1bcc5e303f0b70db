namespace Gald.Pictures;

/// <summary>Reads and writes image files.</summary>
public static class ImageFiles
{
    /// <summary>
    /// The colour image in a file (JPEG, PNG, BMP, WebP). Grey becomes colour, transparency is dropped onto black, and an EXIF
    /// orientation is not applied.
    /// </summary>
    /// <exception cref="GaldException">The file is missing, is not an image, or is cut off.</exception>
    public static RgbImage Read(string path) => throw new NotImplementedException();

    /// <summary>Writes a colour image as PNG: whole, or not at all. Folders on the way are made.</summary>
    /// <exception cref="GaldException">The file cannot be written.</exception>
    public static void WritePng(string path, RgbImage image) => throw new NotImplementedException();

    /// <summary>Writes class ids as a single-channel PNG, which <see cref="Data.FolderScenes"/> reads back: whole, or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="labels">Height×Width class ids, row-major.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="width">Width in pixels.</param>
    /// <exception cref="GaldException">The file cannot be written.</exception>
    public static void WriteLabelPng(string path, byte[] labels, int height, int width) => throw new NotImplementedException();
}
