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
    public static RgbImage Colour(byte[] labels, int height, int width, ClassTable classes) =>
        Overlay(new RgbImage(height, width, new byte[height * width * 3]), labels, classes, 1);

    /// <summary>An image under the colours of its labels; where a label is ignored, the image alone.</summary>
    /// <param name="image">The image.</param>
    /// <param name="labels">Height×Width class ids, row-major.</param>
    /// <param name="classes">The classes and their colours.</param>
    /// <param name="opacity">Share of the label's colour, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The labels are not of the image's size, or the opacity is not 0 to 1.</exception>
    public static RgbImage Overlay(RgbImage image, byte[] labels, ClassTable classes, double opacity)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(labels.Length, image.Height * image.Width);
        ArgumentOutOfRangeException.ThrowIfNegative(opacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(opacity, 1);
        byte[] pixels = [.. image.Pixels];
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] == ClassTable.Ignored)
                continue;
            var colour = classes.Classes[labels[i]];
            pixels[3 * i] = Mix(pixels[3 * i], colour.Red);
            pixels[3 * i + 1] = Mix(pixels[3 * i + 1], colour.Green);
            pixels[3 * i + 2] = Mix(pixels[3 * i + 2], colour.Blue);
        }
        return new RgbImage(image.Height, image.Width, pixels);

        byte Mix(byte under, byte over) => (byte)Math.Round(under + (over - under) * opacity);
    }
}
