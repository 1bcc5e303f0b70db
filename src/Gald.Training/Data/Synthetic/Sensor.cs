namespace Gald.Data.Synthetic;

/// <summary>What surfaces and a camera add to a drawing: the grain of ground and walls, exposure, blur, vignetting and noise.</summary>
internal static class Sensor
{
    private const int BlotchSize = 256, BlotchCell = 8;
    private static readonly float[] Blotches = BlotchTable(), Noise = NoiseTable();

    /// <summary>The finished image: Height×Width×3 bytes, red, green, blue.</summary>
    public static byte[] Expose(SceneCanvas canvas, byte[] labels, StreetCamera camera, ref SplitMix64 random)
    {
        int height = canvas.Height, width = canvas.Width, redAt = canvas.RedAt;
        float gain = (float)random.Between(0.8, 1.16), noise = (float)random.Between(1.5, 6), blur = (float)random.Between(0, 0.5);
        float warmth = (float)random.Between(-0.05, 0.05), vignette = (float)random.Between(0, 0.22);
        var texture = random.Below(1 << 20);
        var drawn = canvas.Colours;
        var values = new float[height * width * 3];
        for (int y = 0, i = 0; y < height; y++)
        {
            var depth = y > camera.HorizonY ? camera.Focal * camera.Eye / (y + 0.5f - camera.HorizonY) : float.PositiveInfinity;
            var down = 2f * y / height - 1;
            for (var x = 0; x < width; x++, i++)
            {
                var across = 2f * x / width - 1;
                var shade = gain * (1 - vignette * 0.5f * (across * across + down * down));
                shade *= 1 + Grain((StreetLabel)labels[i], x, y, depth, camera, texture);
                values[3 * i] = drawn[4 * i + redAt] * shade * (1 + warmth);
                values[3 * i + 1] = drawn[4 * i + 1] * shade;
                values[3 * i + 2] = drawn[4 * i + 2 - redAt] * shade * (1 - warmth);
            }
        }
        Blur(values, 3 * width, blur);
        return Digitise(values, noise, ref random);
    }

    /// <summary>How much brighter or darker a surface is at a pixel, as a share.</summary>
    private static float Grain(StreetLabel label, int x, int y, float depth, StreetCamera camera, int seed)
    {
        switch (label)
        {
            case StreetLabel.Road or StreetLabel.Pavement:
                // On the ground, where far grains are too small to see.
                var across = (x - camera.VanishingX) / camera.Focal * depth;
                var coarse = Blotch(across * 0.9f, depth * 0.45f, seed) * 0.12f;
                return depth < 25 ? coarse + Blotch(across * 9, depth * 5, seed + 7) * 0.11f * (1 - depth / 25) : coarse;
            case StreetLabel.Building:
                return Blotch(x * 0.22f, y * 0.22f, seed + 13) * 0.1f + Blotch(x, y, seed + 29) * 0.06f;
            default:
                return 0;
        }
    }

    /// <summary>Smooth noise of −1 to 1 with a cell of 1×1, different for each seed.</summary>
    private static float Blotch(float x, float y, int seed)
    {
        int column = (int)MathF.Floor(x * BlotchCell) + seed * 37, row = (int)MathF.Floor(y * BlotchCell) + (seed >> 8) * 61;
        return Blotches[(row & (BlotchSize - 1)) * BlotchSize + (column & (BlotchSize - 1))];
    }

    /// <summary>Smooth noise that repeats without a seam: random numbers at the corners of cells, blended between them.</summary>
    private static float[] BlotchTable()
    {
        const int cells = BlotchSize / BlotchCell;
        var random = new SplitMix64(1, 0, 0);
        var corners = new float[cells * cells];
        for (var i = 0; i < corners.Length; i++)
            corners[i] = (float)random.Between(-1, 1);
        var table = new float[BlotchSize * BlotchSize];
        for (var y = 0; y < BlotchSize; y++)
        {
            for (var x = 0; x < BlotchSize; x++)
            {
                int left = x / BlotchCell, top = y / BlotchCell, right = (left + 1) % cells, bottom = (top + 1) % cells;
                float u = Smooth(x % BlotchCell / (float)BlotchCell), v = Smooth(y % BlotchCell / (float)BlotchCell);
                var upper = float.Lerp(corners[top * cells + left], corners[top * cells + right], u);
                var lower = float.Lerp(corners[bottom * cells + left], corners[bottom * cells + right], u);
                table[y * BlotchSize + x] = float.Lerp(upper, lower, v);
            }
        }
        return table;

        static float Smooth(float t) => t * t * (3 - 2 * t);
    }

    /// <summary>Weighs each pixel and its neighbours 1-2-1, mixed with the pixel alone, along rows and then along columns.</summary>
    private static void Blur(float[] values, int rowLength, float strength)
    {
        float side = strength / 4, centre = 1 - 2 * side;
        // At the rim, the pixel itself stands in for the neighbour that is not there.
        var row = new float[rowLength + 6];
        for (var start = 0; start < values.Length; start += rowLength)
        {
            var target = values.AsSpan(start, rowLength);
            target.CopyTo(row.AsSpan(3));
            target[..3].CopyTo(row);
            target[^3..].CopyTo(row.AsSpan(rowLength + 3));
            for (var i = 0; i < target.Length; i++)
                target[i] = centre * row[i + 3] + side * (row[i] + row[i + 6]);
        }
        var above = values[..rowLength];
        for (var start = 0; start < values.Length; start += rowLength)
        {
            var here = values.AsSpan(start, rowLength);
            ReadOnlySpan<float> below = start + rowLength < values.Length ? values.AsSpan(start + rowLength, rowLength) : here;
            for (var i = 0; i < here.Length; i++)
            {
                var unblurred = here[i];
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
        for (var i = 0; i < values.Length; i++)
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
        for (var i = 0; i < table.Length; i++)
        {
            double sum = -6;
            for (var k = 0; k < 12; k++)
                sum += random.NextDouble();
            table[i] = (float)sum;
        }
        return table;
    }
}
