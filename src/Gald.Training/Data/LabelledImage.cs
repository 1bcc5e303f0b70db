namespace Gald.Data;

/// <summary>An image and the class of each of its pixels.</summary>
public sealed class LabelledImage
{
    /// <summary>An image with its labels.</summary>
    /// <param name="name">A name to show, such as the file's without its folder.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="pixels">Height×Width×3 bytes, row-major, red, green, blue.</param>
    /// <param name="labels">Height×Width class ids, row-major; <see cref="ClassTable.Ignored"/> where there is none.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are more or fewer bytes than the size asks for.</exception>
    public LabelledImage(string name, int height, int width, byte[] pixels, byte[] labels)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels.Length, height * width * 3);
        ArgumentOutOfRangeException.ThrowIfNotEqual(labels.Length, height * width);
        Name = name;
        Height = height;
        Width = width;
        Pixels = pixels;
        Labels = labels;
    }

    /// <summary>A name to show, such as the file's without its folder.</summary>
    public string Name { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height×Width×3 bytes, row-major, red, green, blue.</summary>
    public byte[] Pixels { get; }

    /// <summary>Height×Width class ids, row-major; <see cref="ClassTable.Ignored"/> where there is none.</summary>
    public byte[] Labels { get; }

    /// <summary>
    /// The number of the thing that each pixel belongs to, Height×Width, row-major; 0 for none. Things of one class have different numbers; of
    /// two classes, they may share one. Null where nothing tells things apart.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There are more or fewer numbers than the size asks for.</exception>
    public int[]? Instances
    {
        get;
        init
        {
            if (value is not null)
                ArgumentOutOfRangeException.ThrowIfNotEqual(value.Length, Height * Width, nameof(Instances));
            field = value;
        }
    }
}
