using System.Runtime.InteropServices;
using TorchSharp;

namespace Gald.Data;

/// <summary>The order of the colour channels that a network takes.</summary>
public enum ChannelOrder
{
    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Blue, green, red.</summary>
    Bgr,
}

/// <summary>How a colour channel becomes a network's input: (value − mean) / deviation, with values of 0 to 255.</summary>
/// <param name="Mean">Subtracted, 0 to 255.</param>
/// <param name="Deviation">Divided by, above 0.</param>
public sealed record ChannelScale(float Mean, float Deviation);

/// <summary>How pixels become a network's input. It belongs to the weights, and is saved with them.</summary>
public sealed record Normalization
{
    /// <summary>Of torchvision's networks: red, green, blue, with the mean and standard deviation of ImageNet.</summary>
    public static Normalization ImageNet { get; } = new()
    {
        Order = ChannelOrder.Rgb,
        Red = new ChannelScale(123.675f, 58.395f),
        Green = new ChannelScale(116.28f, 57.12f),
        Blue = new ChannelScale(103.53f, 57.375f),
    };

    /// <summary>Of the published GALD code: blue, green, red, less their means, not divided.</summary>
    public static Normalization PublishedBgr { get; } = new()
    {
        Order = ChannelOrder.Bgr,
        Red = new ChannelScale(122.67891434f, 1),
        Green = new ChannelScale(116.66876762f, 1),
        Blue = new ChannelScale(104.00698793f, 1),
    };

    /// <summary>The order of the channels in the network's input.</summary>
    public required ChannelOrder Order { get; init; }

    /// <summary>Scale of the red channel.</summary>
    public required ChannelScale Red { get; init; }

    /// <summary>Scale of the green channel.</summary>
    public required ChannelScale Green { get; init; }

    /// <summary>Scale of the blue channel.</summary>
    public required ChannelScale Blue { get; init; }

    /// <summary>An image as a network's input: a new 1×3×H×W float32 tensor on the CPU, which the caller disposes.</summary>
    /// <param name="pixels">Height×Width×3 bytes, row-major, red, green, blue.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="width">Width in pixels.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are more or fewer bytes than the size asks for.</exception>
    public torch.Tensor ToTensor(byte[] pixels, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels.Length, height * width * 3);
        var tensor = torch.empty([1, 3, height, width], dtype: torch.ScalarType.Float32, device: torch.CPU);
        var values = MemoryMarshal.Cast<byte, float>(tensor.bytes);
        for (var colour = 0; colour < 3; colour++)
        {
            var (mean, deviation) = Scale(colour);
            var value = new float[256];
            for (var i = 0; i < 256; i++)
                value[i] = (i - mean) / deviation;
            var plane = values.Slice(Plane(colour) * height * width, height * width);
            for (var i = 0; i < plane.Length; i++)
                plane[i] = value[pixels[3 * i + colour]];
        }
        return tensor;
    }

    /// <summary>The scale of red (0), green (1) or blue (2).</summary>
    internal ChannelScale Scale(int colour) => colour switch { 0 => Red, 1 => Green, _ => Blue };

    /// <summary>The channel of the network's input that takes red (0), green (1) or blue (2).</summary>
    internal int Plane(int colour) => Order == ChannelOrder.Rgb ? colour : 2 - colour;
}
