using SkiaSharp;

namespace Gald.Data.Synthetic;

/// <summary>Sky with clouds, pavement with slabs and kerbs, road with markings, patches and the shadow of the buildings.</summary>
internal static class GroundPainter
{
    public static void Sky(SceneCanvas canvas, StreetCamera camera, Daylight light, ref SplitMix64 random)
    {
        canvas.Backdrop(light.SkyTop, light.SkyHorizon, camera.HorizonY);
        var clouds = random.Below(6);
        for (var i = 0; i < clouds; i++)
        {
            float x = (float)random.Between(0, canvas.Width), y = (float)random.Between(0, 0.8 * camera.HorizonY);
            var size = (float)random.Between(0.06, 0.2) * canvas.Width;
            var alpha = (byte)random.Between(40, 130);
            var puffs = 4 + random.Below(5);
            for (var puff = 0; puff < puffs; puff++)
            {
                var centre = new SKPoint(x + (float)random.Between(-1, 1) * size, y + (float)random.Between(-0.18, 0.18) * size);
                var radius = size * (float)random.Between(0.3, 0.7);
                canvas.Glow(centre, radius, radius * 0.45f, light.Shade(new SKColor(255, 255, 255, alpha), 0.9f, 0));
            }
        }
    }

    public static void Ground(SceneCanvas canvas, StreetCamera camera, Street street, Daylight light, ref SplitMix64 random)
    {
        const float near = 1.2f;
        var tone = (byte)random.Between(164, 206);
        var paving = new SKColor(tone, (byte)(tone - random.Below(10)), (byte)(tone - random.Below(26)));
        var dark = (byte)random.Between(78, 116);
        var asphalt = new SKColor(dark, (byte)(dark + random.Below(4)), (byte)(dark + random.Below(9)));
        var sunlight = 0.6f;

        // In layers, so that the haze grows with the distance.
        var far = street.End;
        for (var z = near; z < far; z *= 2)
            canvas.Fill(camera.Ground(-80, 80, z, far), StreetLabel.Pavement, light.Shade(paving, sunlight, z));
        for (var z = near; z < far; z *= 2)
            canvas.Fill(camera.Ground(street.Left, street.Right, z, far), StreetLabel.Road, light.Shade(asphalt, sunlight, z));

        Slabs(canvas, camera, street, light.Shade(paving.Times(0.8f), sunlight, 0));
        Patches(canvas, camera, street, light.Shade(asphalt, sunlight, 0), ref random);
        Markings(canvas, camera, street, light, ref random);
        Kerb(canvas, camera, street.Left, -0.3f, light, paving);
        Kerb(canvas, camera, street.Right, 0.3f, light, paving);
        Shadow(canvas, camera, street, light, ref random);
    }

    /// <summary>The lines between the slabs of the pavement.</summary>
    private static void Slabs(SceneCanvas canvas, StreetCamera camera, Street street, SKColor colour)
    {
        using var lines = new SKPath();
        foreach (var side in new[] { -1f, 1f })
        {
            var edge = side < 0 ? street.Left : street.Right;
            var outer = edge + side * (side < 0 ? street.LeftPavement : street.RightPavement);
            for (float z = 3; z < 32; z += 1.2f)
                lines.AddPoly(camera.Ground(edge, outer, z, z + 0.06f), true);
            for (var x = edge + side * 1.2f; Math.Abs(x) < Math.Abs(outer); x += side * 1.2f)
                lines.AddPoly(camera.Ground(x, x + 0.05f, 2, 32), true);
        }
        canvas.Tint(lines, colour.WithAlpha(130));
    }

    /// <summary>Mended asphalt and the tracks of wheels.</summary>
    private static void Patches(SceneCanvas canvas, StreetCamera camera, Street street, SKColor asphalt, ref SplitMix64 random)
    {
        var patches = random.Below(4);
        for (var i = 0; i < patches; i++)
        {
            float x = (float)random.Between(street.Left, street.Right - 1), z = (float)random.Between(4, 30);
            var right = Math.Min(street.Right, x + (float)random.Between(0.6, 2.5));
            var colour = asphalt.Times((float)random.Between(0.72, 1.2)).WithAlpha(110);
            canvas.Tint(camera.Ground(x, right, z, z + (float)random.Between(1, 6)), colour);
        }
        foreach (var lane in new[] { street.Middle - street.Lane / 2, street.Middle + street.Lane / 2 })
            foreach (var wheel in new[] { -0.75f, 0.75f })
                canvas.Tint(camera.Ground(lane + wheel - 0.25f, lane + wheel + 0.25f, 1.2f, 40), asphalt.Times(0.7f).WithAlpha(45));
    }

    private static void Markings(SceneCanvas canvas, StreetCamera camera, Street street, Daylight light, ref SplitMix64 random)
    {
        var worn = (byte)random.Between(130, 235);
        var white = light.Shade(new SKColor(236, 234, 226, worn), 0.6f, 0);
        using var paint = new SKPath();
        var phase = (float)random.Between(0, 6);
        var solid = random.Chance(0.2);
        for (var z = 1.2f + phase; z < street.End; z += 6)
            paint.AddPoly(camera.Ground(street.Middle - 0.08f, street.Middle + 0.08f, z, z + (solid ? 6 : 3)), true);
        if (random.Chance(0.6))
            foreach (var edge in new[] { street.Left + 0.3f, street.Right - 0.3f })
                paint.AddPoly(camera.Ground(edge - 0.06f, edge + 0.06f, 1.2f, street.End), true);
        if (random.Chance(0.3))
        {
            var z = (float)random.Between(8, 24);
            for (var x = street.Left + 0.4f; x + 0.5f < street.Right; x += 1)
                paint.AddPoly(camera.Ground(x, x + 0.5f, z, z + 3), true);
        }
        canvas.Tint(paint, white);
    }

    private static void Kerb(SceneCanvas canvas, StreetCamera camera, float edge, float width, Daylight light, SKColor paving)
    {
        canvas.Tint(camera.Ground(edge, edge + width, 1.2f, 90), light.Shade(paving.Times(1.12f), 0.7f, 0));
        canvas.Tint(camera.Ground(edge, edge + width * 0.35f, 1.2f, 90), light.Shade(paving.Times(0.66f), 0.3f, 0));
    }

    /// <summary>The buildings on the sunny side throw theirs over pavement and road.</summary>
    private static void Shadow(SceneCanvas canvas, StreetCamera camera, Street street, Daylight light, ref SplitMix64 random)
    {
        var reach = (float)random.Between(0.5, 5);
        var black = new SKColor(16, 20, 40, (byte)(190 * light.Sun));
        var edge = light.SunIsLeft ? street.Left - street.LeftPavement + reach : street.Right + street.RightPavement - reach;
        canvas.Tint(camera.Ground(light.SunIsLeft ? -60 : edge, light.SunIsLeft ? edge : 60, 1.2f, street.End), black);
    }
}
