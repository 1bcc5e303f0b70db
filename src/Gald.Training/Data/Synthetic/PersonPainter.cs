using SkiaSharp;

namespace Gald.Data.Synthetic;

/// <summary>People who stand or walk: legs, torso, arms and head, in clothes of all colours.</summary>
internal static class PersonPainter
{
    private static readonly SKColor[] Skins =
        [new(240, 204, 178), new(222, 176, 142), new(178, 128, 96), new(120, 82, 60), new(88, 58, 44)];

    private static readonly SKColor[] Hairs = [new(34, 26, 22), new(84, 56, 36), new(186, 150, 96), new(130, 128, 126), new(24, 22, 24)];

    /// <param name="canvas">Where to draw.</param>
    /// <param name="camera">From where the person is seen.</param>
    /// <param name="light">In what light.</param>
    /// <param name="x">Metres to the right.</param>
    /// <param name="z">Metres ahead.</param>
    /// <param name="random">Their looks.</param>
    public static void Paint(SceneCanvas canvas, StreetCamera camera, Daylight light, float x, float z, ref SplitMix64 random)
    {
        var tall = (float)(random.Chance(0.12) ? random.Between(1.1, 1.4) : random.Between(1.55, 1.92));
        float stride = (float)random.Between(-0.17, 0.17), swing = stride * 0.9f;
        var bulk = (float)random.Between(0.9, 1.2);
        var sun = (float)random.Between(0.3, 0.9);
        var shirt = light.Shade(Cloth(0, 360, 10, 85, 28, 92, ref random), sun, z);
        var trousers = light.Shade(Cloth(200, 250, 5, 55, 14, 55, ref random), sun, z);
        var skin = light.Shade(Skins[random.Below(Skins.Length)], sun, z);
        var hair = light.Shade(Hairs[random.Below(Hairs.Length)], sun, z);

        var unit = tall * camera.Scale(z);
        SKPoint At(float across, float up) => camera.Project(x + across * tall, up * tall, z);
        canvas.Glow(At(0, 0), 0.24f * unit, 0.045f * unit + 0.6f, new SKColor(10, 10, 16, 130));

        void Limb(float fromX, float fromY, float toX, float toY, float thick, SKColor colour) =>
            canvas.Line(At(fromX, fromY), At(toX, toY), thick * bulk * unit, StreetLabel.Person, colour);
        Limb(-0.04f, 0.47f, -0.045f - stride, 0.035f, 0.085f, trousers);
        Limb(0.04f, 0.47f, 0.045f + stride, 0.035f, 0.085f, trousers);
        canvas.Tint(Shoe(At(-0.045f - stride, 0.02f), unit), light.Shade(new SKColor(36, 30, 30), sun, z));
        canvas.Tint(Shoe(At(0.045f + stride, 0.02f), unit), light.Shade(new SKColor(36, 30, 30), sun, z));
        Limb(-0.105f, 0.79f, -0.125f + swing, 0.5f, 0.055f, shirt);
        Limb(0.105f, 0.79f, 0.125f - swing, 0.5f, 0.055f, shirt);

        using var torso = new SKPath();
        torso.AddPoly(
            [
                At(-0.085f * bulk, 0.46f), At(0.085f * bulk, 0.46f), At(0.115f * bulk, 0.8f), At(0.05f, 0.84f), At(-0.05f, 0.84f),
                At(-0.115f * bulk, 0.8f),
            ],
            true);
        canvas.Fill(torso, StreetLabel.Person, shirt);
        if (random.Chance(0.3))
            canvas.Tint(
                [At(-0.07f, 0.56f), At(0.07f, 0.56f), At(0.07f, 0.78f), At(-0.07f, 0.78f)], Cloth(0, 360, 50, 50, 35, 35, ref random));
        Limb(0, 0.82f, 0, 0.87f, 0.05f, skin);
        canvas.Oval(At(0, 0.925f), 0.058f * unit, 0.075f * unit, StreetLabel.Person, skin);
        // From behind, hair covers the head; from the front, its upper third.
        var fromBehind = random.Chance(0.5);
        canvas.Oval(At(0, fromBehind ? 0.935f : 0.965f), 0.058f * unit, (fromBehind ? 0.066f : 0.036f) * unit, StreetLabel.Person, hair);
    }

    /// <summary>A colour within limits of hue (0 to 360), saturation and brightness (0 to 100).</summary>
    private static SKColor Cloth(
        double hueLow, double hueHigh, double saturationLow, double saturationHigh, double low, double high, ref SplitMix64 random) =>
        SKColor.FromHsv(
            (float)random.Between(hueLow, hueHigh), (float)random.Between(saturationLow, saturationHigh), (float)random.Between(low, high));

    private static SKPath Shoe(SKPoint at, float unit)
    {
        var path = new SKPath();
        path.AddOval(new SKRect(at.X - 0.05f * unit, at.Y - 0.025f * unit, at.X + 0.05f * unit, at.Y + 0.02f * unit));
        return path;
    }
}
