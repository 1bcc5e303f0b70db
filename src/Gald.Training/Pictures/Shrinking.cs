using Gald.Data;

namespace Gald.Pictures;

/// <summary>Smaller images and label maps, a row at a time: the memory is that of the result.</summary>
internal static class Shrinking
{
    /// <summary>An image at another size, where every pixel counts.</summary>
    public static RgbImage Image(RgbImage image, int height, int width)
    {
        if ((height, width) == (image.Height, image.Width))
            return image;
        Resampling down = new(image.Height, height, 0, height), across = new(image.Width, width, 0, width);
        var rows = new ResampledRows(image.Pixels, image.Width, down, across);
        var row = new float[3 * width];
        var pixels = new byte[3 * height * width];
        for (var y = 0; y < height; y++)
        {
            rows.Read(y, row);
            for (var i = 0; i < row.Length; i++)
                pixels[y * row.Length + i] = (byte)Math.Clamp(MathF.Round(row[i]), 0, 255);
        }
        return new RgbImage(height, width, pixels);
    }

    /// <summary>The label at the middle of each pixel of another size.</summary>
    public static byte[] Labels(byte[] labels, int height, int width, int toHeight, int toWidth)
    {
        if ((height, width) == (toHeight, toWidth))
            return labels;
        var result = new byte[toHeight * toWidth];
        for (var y = 0; y < toHeight; y++)
        {
            var row = (int)((y + 0.5) * height / toHeight) * width;
            for (var x = 0; x < toWidth; x++)
                result[y * toWidth + x] = labels[row + (int)((x + 0.5) * width / toWidth)];
        }
        return result;
    }
}
