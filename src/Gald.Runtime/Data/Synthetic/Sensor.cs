namespace Gald.Data.Synthetic;

/// <summary>What surfaces and a camera add to a drawing: grain of asphalt, paving and walls, exposure, blur, vignetting and noise.</summary>
internal static class Sensor
{
    private static readonly float[] Noise = NoiseTable();

    /// <summary>The finished image: Height×Width×3 bytes, red, green, blue.</summary>
    public static byte[] Expose(SceneCanvas canvas, byte[] labels, StreetCamera camera, ref SplitMix64 random)
    {
        int height = canvas.Height, width = canvas.Width;
        float gain = (float)random.Between(0.8, 1.16), noise = (float)random.Between(1.5, 6), blur = (float)random.Between(0, 0.5);
        float warmth = (float)random.Between(-0.05, 0.05), vignette = (float)random.Between(0, 0.22);
        uint texture = (uint)random.NextBits();
        ReadOnlySpan<byte> drawn = canvas.Colours;
        var values = new float[height * width * 3];
        for (int y = 0, i = 0; y < height; y++)
        {
            float depth = y > camera.HorizonY ? camera.Focal * camera.Eye / (y + 0.5f - camera.HorizonY) : float.PositiveInfinity;
            float down = 2f * y / height - 1;
            for (int x = 0; x < width; x++, i++)
            {
                float across = 2f * x / width - 1;
                float shade = gain * (1 - vignette * 0.5f * (across * across + down * down));
                shade *= 1 + Grain((StreetLabel)labels[i], x, y, depth, camera, texture);
                values[3 * i] = drawn[4 * i] * shade * (1 + warmth);
                values[3 * i + 1] = drawn[4 * i + 1] * shade;
                values[3 * i + 2] = drawn[4 * i + 2] * shade * (1 - warmth);
            }
        }
        Blur(values, 3 * width, blur);
        return Digitise(values, noise, ref random);
    }

    /// <summary>How much brighter or darker a surface is at a pixel, as a share.</summary>
    private static float Grain(StreetLabel label, int x, int y, float depth, StreetCamera camera, uint seed)
    {
        switch (label)
        {
            case StreetLabel.Road or StreetLabel.Pavement:
                // On the ground, where far grains are too small to see.
                float across = (x - camera.VanishingX) / camera.Focal * depth;
                float coarse = ValueNoise(across * 0.9f, depth * 0.45f, seed) * 0.12f;
                return depth < 25 ? coarse + ValueNoise(across * 9, depth * 5, seed + 7) * 0.11f * (1 - depth / 25) : coarse;
            case StreetLabel.Building:
                return ValueNoise(x * 0.22f, y * 0.22f, seed + 13) * 0.1f + Lattice(x, y, seed + 29) * 0.06f;
            default:
                return 0;
        }
    }

    /// <summary>Smooth noise of −1 to 1 with a cell of 1×1.</summary>
    private static float ValueNoise(float x, float y, uint seed)
    {
        float left = MathF.Floor(x), top = MathF.Floor(y), u = x - left, v = y - top;
        u *= u * (3 - 2 * u);
        v *= v * (3 - 2 * v);
        int column = (int)left, row = (int)top;
        float upper = float.Lerp(Lattice(column, row, seed), Lattice(column + 1, row, seed), u);
        float lower = float.Lerp(Lattice(column, row + 1, seed), Lattice(column + 1, row + 1, seed), u);
        return float.Lerp(upper, lower, v);
    }

    private static float Lattice(int column, int row, uint seed)
    {
        uint h = (uint)column * 0x9E3779B1 ^ (uint)row * 0x85EBCA77 ^ seed;
        h = (h ^ (h >> 15)) * 0x2C1B3C6D;
        h = (h ^ (h >> 12)) * 0x297A2D39;
        return (h >> 8) * (2f / (1 << 24)) - 1;
    }

    /// <summary>Weighs each pixel and its neighbours 1-2-1, mixed with the pixel alone, along rows and then along columns.</summary>
    private static void Blur(float[] values, int rowLength, float strength)
    {
        float side = strength / 4, centre = 1 - 2 * side;
        // At the rim, the pixel itself stands in for the neighbour that is not there.
        var row = new float[rowLength + 6];
        for (int start = 0; start < values.Length; start += rowLength)
        {
            Span<float> target = values.AsSpan(start, rowLength);
            target.CopyTo(row.AsSpan(3));
            target[..3].CopyTo(row);
            target[^3..].CopyTo(row.AsSpan(rowLength + 3));
            for (int i = 0; i < target.Length; i++)
                target[i] = centre * row[i + 3] + side * (row[i] + row[i + 6]);
        }
        float[] above = values[..rowLength];
        for (int start = 0; start < values.Length; start += rowLength)
        {
            Span<float> here = values.AsSpan(start, rowLength);
            ReadOnlySpan<float> below = start + rowLength < values.Length ? values.AsSpan(start + rowLength, rowLength) : here;
            for (int i = 0; i < here.Length; i++)
            {
                float unblurred = here[i];
                here[i] = centre * unblurred + side * (above[i] + below[i]);
                above[i] = unblurred;
            }
        }
    }

    /// <summary>Adds noise, nearly Gaussian, and rounds to bytes.</summary>
    private static byte[] Digitise(float[] values, float deviation, ref SplitMix64 random)
    {
        var result = new byte[values.Length];
        ulong bits = 0;
        for (int i = 0; i < values.Length; i++)
        {
            // Each draw of 64 bits picks five of the 4096 numbers.
            bits = i % 5 == 0 ? random.NextBits() : bits >> 12;
            result[i] = (byte)Math.Clamp(values[i] + deviation * Noise[bits & 4095] + 0.5f, 0, 255);
        }
        return result;
    }

    /// <summary>4096 numbers of mean 0 and deviation 1: sums of twelve uniform ones.</summary>
    private static float[] NoiseTable()
    {
        var random = new SplitMix64(0, 0, 0);
        var table = new float[4096];
        for (int i = 0; i < table.Length; i++)
        {
            double sum = -6;
            for (int k = 0; k < 12; k++)
                sum += random.NextDouble();
            table[i] = (float)sum;
        }
        return table;
    }
}
