using Gald.Pictures;

namespace Gald.Data;

/// <summary>A PNG that tells the things in an image apart: numbers, or a colour for each.</summary>
/// <param name="Path">The file.</param>
/// <param name="First">The smallest number of a single thing; smaller ones are of none.</param>
internal sealed record InstanceFile(string Path, int First)
{
    /// <summary>The number of each pixel's thing, Height×Width, row-major; 0 for none.</summary>
    /// <param name="height">The height of the label in pixels.</param>
    /// <param name="width">The width of the label in pixels.</param>
    /// <exception cref="GaldException">It cannot be read, or is not of the label's size.</exception>
    public int[] Read(int height, int width)
    {
        var bytes = ImageFiles.ReadBytes(Path);
        if (!LabelPng.IsPng(bytes))
            throw new GaldException($"'{Path}', which tells the things in an image apart, is not a PNG image, or it is cut off.");
        var (size, numbers) = LabelPng.ReadWide(Path, bytes) is { } wide
            ? ((wide.Height, wide.Width), wide.Numbers)
            : LabelPng.Read(Path, bytes) switch
            {
                NumberedLabel label => ((label.Height, label.Width), [.. label.Ids]),
                ColouredLabel label => ((label.Height, label.Width), label.Colours),
                _ => throw new InvalidOperationException("A label holds numbers or colours."),
            };
        if (size != (height, width))
            throw new GaldException($"'{Path}', which tells the things in an image apart, is {size.Width}×{size.Height} and the label {width}×{height} pixels; they must be of one size.");
        for (var i = 0; i < numbers.Length; i++)
        {
            if (numbers[i] < First)
                numbers[i] = 0;
        }
        return numbers;
    }
}
