namespace Gald.Pictures;

/// <summary>A colour image.</summary>
public sealed class RgbImage
{
    /// <summary>A colour image.</summary>
    /// <param name="height">Height in pixels.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="pixels">Height×Width×3 bytes, row-major, red, green, blue; kept, not copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are more or fewer bytes than the size asks for.</exception>
    public RgbImage(int height, int width, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels.Length, height * width * 3);
        Height = height;
        Width = width;
        Pixels = pixels;
    }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height×Width×3 bytes, row-major, red, green, blue.</summary>
    public byte[] Pixels { get; }
}
