namespace Gald.Data.Synthetic;

/// <summary>What surfaces and a camera add to a drawing: grain of asphalt, paving and walls, exposure, blur, vignetting and noise.</summary>
internal static class Sensor
{
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
        Blur(values, 3, width * height, width, blur);
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
                return ValueNoise(x * 0.22f, y * 0.22f, seed + 13) * 0.1f + ValueNoise(x * 0.9f, y * 0.9f, seed + 29) * 0.07f;
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

    /// <summary>Mixes each value with the mean of 1-2-1 along rows, then along columns.</summary>
    private static void Blur(float[] values, int channels, int area, int width, float strength)
    {
        float side = strength / 4, centre = 1 - 2 * side;
        foreach (int step in new[] { channels, channels * width })
        {
            int period = step == channels ? channels * width : channels * area;
            for (int start = 0; start < values.Length; start += period)
            {
                // The value before is kept as it was; at the rim, the rim counts twice.
                for (int lane = 0; lane < step; lane++)
                {
                    float before = values[start + lane];
                    for (int i = start + lane; i < start + period; i += step)
                    {
                        float here = values[i], after = i + step < start + period ? values[i + step] : here;
                        values[i] = centre * here + side * (before + after);
                        before = here;
                    }
                }
            }
        }
    }

    /// <summary>Adds noise, nearly Gaussian, and rounds to bytes.</summary>
    private static byte[] Digitise(float[] values, float deviation, ref SplitMix64 random)
    {
        // The sum of four 16-bit numbers has a deviation of √(4/12)·2¹⁶.
        const float unit = 1 / (0.57735f * 65536);
        var result = new byte[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            ulong bits = random.NextBits();
            int sum = (int)(bits & 0xFFFF) + (int)((bits >> 16) & 0xFFFF) + (int)((bits >> 32) & 0xFFFF) + (int)(bits >> 48);
            result[i] = (byte)Math.Clamp(values[i] + (sum - 131070) * unit * deviation + 0.5f, 0, 255);
        }
        return result;
    }
}
