using SkiaSharp;

namespace Gald.Data.Synthetic;

/// <summary>Rows of buildings on both sides of the street and across its end.</summary>
internal static class BuildingPainter
{
    private const float Floor = 3.1f;

    private static readonly SKColor[] Facades =
    [
        new(158, 84, 66), new(178, 112, 84), new(206, 174, 128), new(222, 206, 170), new(188, 180, 170), new(150, 148, 150),
        new(204, 150, 110), new(232, 224, 210), new(140, 112, 98), new(172, 184, 190), new(214, 188, 150), new(122, 72, 62),
    ];

    public static void Paint(SceneCanvas canvas, StreetCamera camera, Street street, Daylight light, ref SplitMix64 random)
    {
        Skyline(canvas, camera, street, light, ref random);
        Row(canvas, camera, street, light, street.Left - street.LeftPavement, -1, ref random);
        Row(canvas, camera, street, light, street.Right + street.RightPavement, 1, ref random);
    }

    /// <summary>What closes the street, far away.</summary>
    private static void Skyline(SceneCanvas canvas, StreetCamera camera, Street street, Daylight light, ref SplitMix64 random)
    {
        var halfWidth = canvas.Width / camera.Scale(street.End);
        var low = random.Chance(0.5);
        for (var x = -halfWidth; x < halfWidth;)
        {
            float width = (float)random.Between(7, 16), height = (float)(low ? random.Between(3, 8) : random.Between(7, 18));
            var wall = Facades[random.Below(Facades.Length)];
            var front = camera.Facing(x, x + width + 0.2f, 0, height, street.End);
            canvas.Fill(front, StreetLabel.Building, light.Shade(wall, 0.4f, street.End));
            using var windows = new SKPath();
            for (float y = 1; y + 1.6f < height; y += Floor)
                for (var at = x + 1; at + 1.4f < x + width; at += 2.6f)
                    windows.AddPoly(camera.Facing(at, at + 1.4f, y, y + 1.6f, street.End), true);
            canvas.Tint(windows, light.Shade(new SKColor(50, 56, 66, 150), 0.2f, street.End));
            x += width;
        }
    }

    /// <summary>The buildings of one side, the farthest first, for the nearer ones hide them.</summary>
    private static void Row(
        SceneCanvas canvas, StreetCamera camera, Street street, Daylight light, float front, int side, ref SplitMix64 random)
    {
        var plots = new List<(float Near, float Far, SplitMix64 Random)>();
        for (var z = 1.2f - (float)random.Between(0, 10); z < street.End;)
        {
            var length = (float)random.Between(8, 20);
            var isGap = random.Chance(0.17) && z > 8;
            if (!isGap && z + length > 2)
                plots.Add((Math.Max(z, 1.2f), Math.Min(z + length, street.End), new SplitMix64((long)random.NextBits(), 0, 0)));
            z += isGap ? length * 0.6f : length;
        }
        for (var i = plots.Count - 1; i >= 0; i--)
        {
            var (near, far, own) = plots[i];
            Building(canvas, camera, light, front, near, far, side, ref own);
        }
    }

    private static void Building(
        SceneCanvas canvas, StreetCamera camera, Daylight light, float front, float near, float far, int side, ref SplitMix64 random)
    {
        var x = front + side * (float)random.Between(0, 0.7);
        var height = Floor * (2 + random.Below(4)) + (float)random.Between(0.6, 1.6);
        var wall = Facades[random.Below(Facades.Length)];
        var sunny = light.SunIsLeft == side > 0;
        var sun = sunny ? 0.95f : 0.12f;

        // The end wall, where the next building is lower, farther back or not there.
        var deep = x + side * 14;
        canvas.Fill(camera.Facing(x, deep, 0, height, near), StreetLabel.Building, light.Shade(wall, 0.35f, near));

        // The facade in layers, so that the haze grows with the distance.
        for (var z = near; z < far; z = Math.Max(z * 1.5f, z + 4))
            canvas.Fill(camera.Along(x, z, far, 0, height), StreetLabel.Building, light.Shade(wall, sun, z));

        var middle = (near + far) / 2;
        var shop = random.Chance(0.4);
        Windows(canvas, camera, light, x, near, far, height, sun, shop, ref random);
        if (shop)
        {
            SKColor awning = SKColor.FromHsv((float)random.Between(0, 360), 65, 70);
            canvas.Tint(camera.Along(x, near + 0.6f, far - 0.6f, 2.7f, 3.2f), light.Shade(awning, sun, middle));
        }
        // Cornice, a line between the floors, and the dirt at the foot.
        canvas.Tint(camera.Along(x, near, far, height - 0.5f, height), light.Shade(wall.Times(0.72f), sun, middle));
        canvas.Tint(camera.Along(x, near, far, Floor + 0.1f, Floor + 0.35f), light.Shade(wall.Times(0.8f), sun, middle).WithAlpha(170));
        canvas.Tint(camera.Along(x, near, far, 0, 0.5f), light.Shade(wall.Times(0.55f), sun, middle).WithAlpha(150));
        var corner = camera.Along(x, near, Math.Min(far, near + 0.25f), 0, height);
        canvas.Tint(corner, light.Shade(wall.Times(0.6f), sun, middle).WithAlpha(120));
    }

    private static void Windows(
        SceneCanvas canvas, StreetCamera camera, Daylight light, float x, float near, float far, float height, float sun, bool shop,
        ref SplitMix64 random)
    {
        float bay = (float)random.Between(2.1, 3.4), width = bay * (float)random.Between(0.4, 0.62), tall = (float)random.Between(1.3, 2);
        var frame = random.Chance(0.6) ? new SKColor(232, 228, 220) : new SKColor(80, 66, 58);
        using SKPath frames = new(), glass = new(), lit = new();
        var bays = Math.Max(1, (int)((far - near - 0.6f) / bay));
        var first = near + (far - near - bays * bay) / 2 + (bay - width) / 2;
        for (var floor = 0; Floor * (floor + 1) <= height; floor++)
        {
            var sill = Floor * floor + 0.9f;
            for (var i = 0; i < bays; i++)
            {
                var z = first + i * bay;
                // Windows too small to see cost time.
                if (Math.Abs(camera.Project(x, 0, z).X - camera.Project(x, 0, z + width).X) < 0.8f)
                    break;
                if (floor == 0 && shop)
                    (random.Chance(0.3 + light.Lamps) ? lit : glass).AddPoly(camera.Along(x, z - 0.3f, z + width + 0.3f, 0.5f, 2.6f), true);
                else if (floor == 0 && i == bays / 2)
                    glass.AddPoly(camera.Along(x, z, z + Math.Min(width, 1.1f), 0, 2.2f), true);
                else
                {
                    frames.AddPoly(camera.Along(x, z - 0.12f, z + width + 0.12f, sill - 0.15f, sill + tall + 0.12f), true);
                    (random.Chance(light.Lamps) ? lit : glass).AddPoly(camera.Along(x, z, z + width, sill, sill + tall), true);
                }
            }
        }
        var middle = (near + far) / 2;
        canvas.Tint(frames, light.Shade(frame, sun, middle));
        canvas.Tint(glass, light.Shade(new SKColor(54, 66, 82), sun * 0.6f, middle));
        canvas.Tint(lit, new SKColor(250, 214, 140).WithAlpha((byte)(140 + 100 * light.Lamps)));
    }
}
