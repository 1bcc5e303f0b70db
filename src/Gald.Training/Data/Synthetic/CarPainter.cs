using System.Numerics;
using SkiaSharp;

namespace Gald.Data.Synthetic;

/// <summary>Cars: along the street, seen from behind or from the front and from one side, or across it, seen from the side.</summary>
internal static class CarPainter
{
    private const float Clearance = 0.28f, Wheel = 0.33f;

    private static readonly SKColor[] Paints =
    [
        new(228, 228, 226), new(30, 32, 36), new(150, 154, 160), new(186, 28, 34), new(34, 66, 146), new(96, 100, 108),
        new(28, 92, 74), new(222, 186, 60), new(112, 30, 40), new(76, 128, 178), new(206, 198, 180), new(198, 92, 34),
    ];

    /// <summary>A car's own looks.</summary>
    private readonly record struct Model(SKColor Paint, float Length, float Width, float Belt, float Roof, bool IsVan)
    {
        public static Model Random(ref SplitMix64 random)
        {
            var van = random.Chance(0.2);
            return new Model(
                Paints[random.Below(Paints.Length)], (float)random.Between(3.8, 4.7), (float)random.Between(1.68, 1.88),
                (float)random.Between(0.86, 0.98), (float)(van ? random.Between(1.75, 2) : random.Between(1.38, 1.55)), van);
        }

        /// <summary>The outline of its side from its tail: how far along (0 to 1) and how high (metres).</summary>
        public (float Along, float Up)[] Outline() => IsVan
            ? [(0, Clearance), (0, Belt), (0.03f, Roof), (0.66f, Roof), (0.84f, Belt), (0.99f, Belt - 0.14f), (1, Clearance)]
            : [(0, Clearance), (0, Belt - 0.04f), (0.06f, Belt), (0.2f, Roof), (0.56f, Roof), (0.74f, Belt), (0.98f, Belt - 0.16f),
                (1, Clearance)];

        /// <summary>The outline of its side windows.</summary>
        public (float Along, float Up)[] Glass() => IsVan
            ? [(0.09f, Belt + 0.02f), (0.09f, Roof - 0.12f), (0.64f, Roof - 0.12f), (0.78f, Belt + 0.02f)]
            : [(0.13f, Belt + 0.02f), (0.23f, Roof - 0.09f), (0.54f, Roof - 0.09f), (0.68f, Belt + 0.02f)];
    }

    /// <summary>A car along the street.</summary>
    /// <param name="canvas">Where to draw.</param>
    /// <param name="camera">From where it is seen.</param>
    /// <param name="light">In what light.</param>
    /// <param name="x">Its middle, in metres to the right.</param>
    /// <param name="z">Its nearer end, in metres ahead.</param>
    /// <param name="oncoming">Whether its front is nearer.</param>
    /// <param name="random">Its looks.</param>
    public static void Along(
        SceneCanvas canvas, StreetCamera camera, Daylight light, float x, float z, bool oncoming, ref SplitMix64 random)
    {
        Model model = Model.Random(ref random);
        float half = model.Width / 2, left = x - half, right = x + half, far = z + model.Length;
        var end = light.Shade(model.Paint, 0.45f, z);
        Shadow(canvas, camera, left, right, z, far);

        // Bonnet, screens and roof, the farthest piece first; then what faces the camera.
        var top = light.Shade(model.Paint, 0.95f, z);
        float At(float along) => oncoming ? far - along * model.Length : z + along * model.Length;
        var outline = model.Outline();
        var last = outline.Length - 3;
        for (var i = 1; i <= last; i++)
        {
            var piece = oncoming ? i : last + 1 - i;
            var (p, q) = (outline[piece], outline[piece + 1]);
            var isGlass = Math.Abs(p.Up - q.Up) > 0.25f && Math.Min(p.Up, q.Up) > model.Belt - 0.1f;
            canvas.Fill(
                camera.Project(
                    new Vector3(left, p.Up, At(p.Along)), new Vector3(right, p.Up, At(p.Along)),
                    new Vector3(right, q.Up, At(q.Along)), new Vector3(left, q.Up, At(q.Along))),
                StreetLabel.Car, isGlass ? light.Shade(new SKColor(40, 48, 58), 0.4f, z) : top);
        }
        var side = x > 0 ? left : right;
        var seesSide = left > 0 || right < 0;
        if (seesSide)
        {
            var sunny = light.SunIsLeft == (x > 0);
            Side(canvas, light, model, (along, up) => camera.Project(side, up, At(along)), camera.Scale(z), sunny ? 0.9f : 0.3f, z);
        }
        End(canvas, camera, light, model, left, right, z, oncoming, end);
    }

    /// <summary>A car across the street.</summary>
    public static void Across(
        SceneCanvas canvas, StreetCamera camera, Daylight light, float x, float z, bool toTheRight, ref SplitMix64 random)
    {
        Model model = Model.Random(ref random);
        Shadow(canvas, camera, x, x + model.Length, z, z + model.Width);
        float At(float along) => toTheRight ? x + along * model.Length : x + (1 - along) * model.Length;
        Side(canvas, light, model, (along, up) => camera.Project(At(along), up, z), camera.Scale(z), 0.5f, z);
    }

    private static void Shadow(SceneCanvas canvas, StreetCamera camera, float left, float right, float near, float far)
    {
        var centre = camera.Project((left + right) / 2, 0, near);
        var halfWidth = (right - left) / 2 * camera.Scale(near);
        var depth = Math.Max(1.5f, (camera.Project(0, 0, near).Y - camera.Project(0, 0, far).Y) * 0.5f);
        canvas.Glow(centre, halfWidth * 1.25f, Math.Min(depth, halfWidth * 0.3f) + 1, new SKColor(8, 8, 14, 190));
    }

    private static void Side(
        SceneCanvas canvas, Daylight light, Model model, Func<float, float, SKPoint> at, float scale, float sun, float z)
    {
        SKPoint[] Points((float Along, float Up)[] outline) => [.. outline.Select(p => at(p.Along, p.Up))];
        canvas.Fill(Points(model.Outline()), StreetLabel.Car, light.Shade(model.Paint, sun, z));
        canvas.Tint(
            [at(0, Clearance), at(0, Clearance + 0.16f), at(1, Clearance + 0.16f), at(1, Clearance)],
            light.Shade(model.Paint.Times(0.55f), sun, z));
        canvas.Tint(Points(model.Glass()), light.Shade(new SKColor(44, 52, 62), sun * 0.6f, z));
        var pillar = model.IsVan ? 0.4f : 0.42f;
        canvas.Tint(
            [
                at(pillar, model.Belt), at(pillar, model.Roof - 0.05f), at(pillar + 0.03f, model.Roof - 0.05f), at(pillar + 0.03f, model.Belt),
            ],
            light.Shade(model.Paint, sun, z));
        canvas.Tint(
            [at(0, model.Belt - 0.18f), at(0, model.Belt - 0.06f), at(0.035f, model.Belt - 0.06f), at(0.035f, model.Belt - 0.18f)],
            light.Shade(new SKColor(190, 30, 24), 0.7f, z));
        canvas.Tint(
            [at(0.95f, model.Belt - 0.32f), at(0.95f, model.Belt - 0.2f), at(0.995f, model.Belt - 0.22f), at(0.995f, model.Belt - 0.32f)],
            light.Shade(new SKColor(244, 240, 214), 0.8f, z));
        foreach (var axle in new[] { 0.19f, 0.81f })
        {
            canvas.Fill(Circle(at, axle, Wheel, Wheel, model.Length), StreetLabel.Car, light.Shade(new SKColor(26, 26, 28), 0.4f, z));
            if (scale > 12)
                canvas.Tint(Circle(at, axle, Wheel, Wheel * 0.58f, model.Length), light.Shade(new SKColor(150, 152, 156), 0.5f, z));
        }
    }

    private static SKPoint[] Circle(Func<float, float, SKPoint> at, float along, float up, float radius, float length)
    {
        var points = new SKPoint[14];
        for (var i = 0; i < points.Length; i++)
        {
            var angle = MathF.Tau * i / points.Length;
            points[i] = at(along + radius * MathF.Cos(angle) / length, up + radius * MathF.Sin(angle));
        }
        return points;
    }

    /// <summary>The end that faces the camera: wheels, body, screen, lights and plate.</summary>
    private static void End(
        SceneCanvas canvas, StreetCamera camera, Daylight light, Model model, float left, float right, float z, bool isFront,
        SKColor paint)
    {
        float width = right - left, belt = isFront ? model.Belt - 0.15f : model.Belt - 0.03f;
        SKPoint At(float across, float up) => camera.Project(left + across * width, up, z);
        SKPoint[] Box(float from, float to, float bottom, float top) => [At(from, bottom), At(to, bottom), At(to, top), At(from, top)];

        var rubber = light.Shade(new SKColor(24, 24, 26), 0.3f, z);
        canvas.Fill(Box(0.03f, 0.16f, 0, 0.5f), StreetLabel.Car, rubber);
        canvas.Fill(Box(0.84f, 0.97f, 0, 0.5f), StreetLabel.Car, rubber);
        canvas.Fill(Box(0.05f, 0.95f, 0.2f, 0.4f), StreetLabel.Car, rubber);
        canvas.Fill(
            [At(0.02f, 0.28f), At(0.98f, 0.28f), At(1, 0.5f), At(0.98f, belt), At(0.02f, belt), At(0, 0.5f)], StreetLabel.Car, paint);
        if (!isFront)
        {
            float roof = model.Roof, inset = model.IsVan ? 0.05f : 0.14f;
            canvas.Fill([At(0.02f, belt), At(0.98f, belt), At(1 - inset, roof), At(inset, roof)], StreetLabel.Car, paint);
            canvas.Tint(
                [At(0.1f, belt + 0.06f), At(0.9f, belt + 0.06f), At(0.94f - inset, roof - 0.1f), At(inset + 0.06f, roof - 0.1f)],
                light.Shade(new SKColor(46, 54, 64), 0.4f, z));
        }
        canvas.Tint(Box(0.02f, 0.98f, 0.28f, 0.42f), light.Shade(model.Paint.Times(0.5f), 0.4f, z));
        var lamp = isFront
            ? light.Shade(new SKColor(250, 246, 226), 0.9f, z)
            : light.Shade(new SKColor(206, 24, 24), 0.8f, z);
        canvas.Tint(Box(0.04f, 0.2f, belt - 0.24f, belt - 0.06f), lamp);
        canvas.Tint(Box(0.8f, 0.96f, belt - 0.24f, belt - 0.06f), lamp);
        if (isFront)
            canvas.Tint(Box(0.26f, 0.74f, 0.42f, belt - 0.1f), light.Shade(new SKColor(34, 34, 38), 0.4f, z));
        canvas.Tint(Box(0.37f, 0.63f, 0.46f, 0.58f), light.Shade(new SKColor(236, 234, 216), 0.6f, z));
        if (light.Lamps > 0.3f)
            foreach (var across in new[] { 0.12f, 0.88f })
                canvas.Glow(
                    At(across, belt - 0.15f), 0.5f * camera.Scale(z), 0.4f * camera.Scale(z),
                    isFront ? new SKColor(255, 244, 206, 150) : new SKColor(255, 40, 30, 110));
    }
}
