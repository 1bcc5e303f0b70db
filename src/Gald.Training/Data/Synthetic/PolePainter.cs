using SkiaSharp;

namespace Gald.Data.Synthetic;

/// <summary>Street lamps, and signs on thin posts.</summary>
internal static class PolePainter
{
    private static readonly SKColor[] Metals = [new(84, 88, 90), new(134, 138, 140), new(58, 72, 62), new(112, 106, 98)];

    /// <summary>A street lamp, whose arm reaches over the road.</summary>
    /// <param name="canvas">Where to draw.</param>
    /// <param name="camera">From where it is seen.</param>
    /// <param name="light">In what light.</param>
    /// <param name="x">Metres to the right.</param>
    /// <param name="z">Metres ahead.</param>
    /// <param name="random">Its looks, the same for all lamps of a street.</param>
    public static void Lamp(SceneCanvas canvas, StreetCamera camera, Daylight light, float x, float z, SplitMix64 random)
    {
        float tall = (float)random.Between(5, 7.5), thick = (float)random.Between(0.19, 0.26), reach = (float)random.Between(0.9, 1.8);
        var metal = light.Shade(Metals[random.Below(Metals.Length)], 0.6f, z);
        var scale = camera.Scale(z);
        var arm = x > 0 ? x - reach : x + reach;
        canvas.Glow(camera.Project(x, 0, z), 0.4f * scale, 0.08f * scale, new SKColor(10, 10, 16, 120));
        canvas.Line(camera.Project(x, tall, z), camera.Project(arm, tall + 0.25f, z), 0.6f * thick * scale, StreetLabel.Pole, metal);
        canvas.Line(camera.Project(x, 0, z), camera.Project(x, tall, z), thick * scale, StreetLabel.Pole, metal);
        canvas.Line(camera.Project(x, 0, z), camera.Project(x, 0.9f, z), 1.4f * thick * scale, StreetLabel.Pole, metal);
        var head = camera.Project(arm, tall + 0.2f, z);
        canvas.Oval(head, 0.36f * scale, 0.14f * scale, StreetLabel.Pole, metal);
        if (light.Lamps > 0.3f)
            canvas.Glow(head, 1.3f * scale, 1.1f * scale, new SKColor(255, 226, 160, 150));
        // The lit edge of the post makes it round.
        var edge = (light.SunIsLeft ? -0.25f : 0.25f) * thick;
        canvas.Tint(camera.Facing(x + edge - 0.03f, x + edge + 0.03f, 0.9f, tall, z), new SKColor(255, 255, 255, 70));
    }

    /// <summary>A sign on its post: round, a triangle, a square or a diamond.</summary>
    public static void Sign(SceneCanvas canvas, StreetCamera camera, Daylight light, float x, float z, ref SplitMix64 random)
    {
        float up = (float)random.Between(2.3, 2.9), size = (float)random.Between(0.42, 0.54), scale = camera.Scale(z);
        var metal = light.Shade(new SKColor(140, 142, 144), 0.5f, z);
        canvas.Glow(camera.Project(x, 0, z), 0.25f * scale, 0.05f * scale, new SKColor(10, 10, 16, 110));
        canvas.Line(camera.Project(x, 0, z), camera.Project(x, up, z), 0.15f * scale, StreetLabel.Pole, metal);

        SKColor red = Shade(202, 24, 32), white = Shade(244, 244, 240), blue = Shade(24, 84, 174), yellow = Shade(246, 196, 26);
        var black = Shade(28, 28, 30);
        SKColor Shade(byte r, byte g, byte b) => light.Shade(new SKColor(r, g, b), 0.8f, z);
        var centre = camera.Project(x, up + size, z);
        var radius = size * scale;
        switch (random.Below(5))
        {
            case 0: // no entry
                Plate(40, 1, 0, red);
                canvas.Tint(Box(0.66f, 0.17f), white);
                break;
            case 1: // a limit
                Plate(40, 1, 0, red);
                canvas.Tint(SceneCanvas.Path(Corners(40, 0.7f, 0)), white);
                canvas.Tint(Box(0.12f, 0.34f, -0.2f), black);
                canvas.Tint(Box(0.16f, 0.34f, 0.22f), black);
                break;
            case 2: // a warning
                Plate(3, 1.15f, -MathF.PI / 2, red);
                canvas.Tint(SceneCanvas.Path(Corners(3, 0.72f, -MathF.PI / 2)), white);
                canvas.Tint(Box(0.07f, 0.26f), black);
                break;
            case 3: // parking
                Plate(4, 1.3f, MathF.PI / 4, blue);
                canvas.Tint(Box(0.1f, 0.56f, -0.22f), white);
                canvas.Tint(Box(0.3f, 0.24f, 0.06f, -0.28f), white);
                break;
            default: // right of way
                Plate(4, 1.15f, 0, white);
                canvas.Tint(SceneCanvas.Path(Corners(4, 0.86f, 0)), yellow);
                break;
        }

        SKPoint[] Corners(int count, float share, float turn)
        {
            var points = new SKPoint[count];
            for (var i = 0; i < count; i++)
            {
                var angle = turn + MathF.Tau * i / count;
                points[i] = new SKPoint(centre.X + share * radius * MathF.Cos(angle), centre.Y + share * radius * MathF.Sin(angle));
            }
            return points;
        }
        void Plate(int corners, float share, float turn, SKColor colour) =>
            canvas.Fill(Corners(corners, share, turn), StreetLabel.Sign, colour);
        SKPoint[] Box(float halfWidth, float halfHeight, float across = 0, float down = 0)
        {
            float left = centre.X + (across - halfWidth) * radius, right = centre.X + (across + halfWidth) * radius;
            float top = centre.Y + (down - halfHeight) * radius, bottom = centre.Y + (down + halfHeight) * radius;
            return [new(left, top), new(right, top), new(right, bottom), new(left, bottom)];
        }
    }
}
