using Gald.Data;

namespace Gald.Pictures;

/// <summary>Label maps in the colours of their classes. Ignored pixels are black.</summary>
public static class LabelPictures
{
    /// <summary>A label map in colours.</summary>
    /// <param name="labels">Height×Width class ids, row-major.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="classes">The classes and their colours.</param>
    public static RgbImage Colour(byte[] labels, int height, int width, ClassTable classes) => throw new NotImplementedException();

    /// <summary>An image under the colours of its labels; where a label is ignored, the image alone.</summary>
    /// <param name="image">The image.</param>
    /// <param name="labels">Height×Width class ids, row-major.</param>
    /// <param name="classes">The classes and their colours.</param>
    /// <param name="opacity">Share of the label's colour, 0 to 1.</param>
    public static RgbImage Overlay(RgbImage image, byte[] labels, ClassTable classes, double opacity) =>
        throw new NotImplementedException();
}
