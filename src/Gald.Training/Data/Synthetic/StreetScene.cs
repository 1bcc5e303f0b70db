namespace Gald.Data.Synthetic;

/// <summary>Composes a scene: where everything stands, drawn from the far to the near.</summary>
internal static class StreetScene
{
    /// <summary>Metres ahead. A lamp that is farther off is thinner than a pixel of a small image.</summary>
    private const float FarthestLamp = 34;

    private delegate void Painter(ref SplitMix64 random);

    public static LabelledImage Draw(string name, int height, int width, SplitMix64 random)
    {
        var camera = new StreetCamera(height, width, ref random);
        var light = new Daylight(ref random);
        var street = new Street(ref random);
        using var canvas = new SceneCanvas(height, width);
        GroundPainter.Sky(canvas, camera, light, ref random);
        GroundPainter.Ground(canvas, camera, street, light, ref random);
        BuildingPainter.Paint(canvas, camera, street, light, ref random);

        var things = new List<(float Z, Painter Paint)>();
        AddCars(things, canvas, camera, light, street, ref random);
        AddPoles(things, canvas, camera, light, street, ref random);
        AddPeople(things, canvas, camera, light, street, ref random);
        foreach (var (_, paint) in things.OrderByDescending(thing => thing.Z))
        {
            canvas.Instance++;
            paint(ref random);
        }

        var labels = canvas.Labels();
        return new LabelledImage(name, height, width, Sensor.Expose(canvas, labels, camera, ref random), labels) { Instances = canvas.Instances() };
    }

    private static void AddCars(
        List<(float, Painter)> things, SceneCanvas canvas, StreetCamera camera, Daylight light, Street street, ref SplitMix64 random)
    {
        var crossing = float.PositiveInfinity;
        if (random.Chance(0.12))
        {
            crossing = (float)random.Between(10, 20);
            var x = (float)random.Between(street.Left - 1, street.Right - 3);
            var toTheRight = random.Chance(0.5);
            things.Add((crossing, (ref SplitMix64 own) => CarPainter.Across(canvas, camera, light, x, crossing, toTheRight, ref own)));
        }
        foreach (var isRight in new[] { false, true })
        {
            var oncoming = isRight != street.KeepsRight;
            var driving = street.Middle + (isRight ? 1 : -1) * street.Lane / 2;
            Queue(driving, (float)random.Between(7, 22), 9, 40, 0.55, oncoming, ref random);
            // Parked at the kerb, where the road leaves room for them.
            var kerb = isRight ? street.Right - 1 : street.Left + 1;
            if (Math.Abs(kerb - driving) > 2)
                Queue(kerb, (float)random.Between(5, 14), 0.8, 3, 0.75, oncoming, ref random);
        }

        void Queue(float lane, float first, double gapLow, double gapHigh, double density, bool oncoming, ref SplitMix64 dice)
        {
            for (var z = first; z < 70; z += 5 + (float)dice.Between(gapLow, gapHigh))
            {
                float x = lane + (float)dice.Between(-0.2, 0.2), at = z;
                var isFree = z > crossing + 3 || z + 6 < crossing;
                if (dice.Chance(density) && isFree)
                    things.Add((z, (ref SplitMix64 own) => CarPainter.Along(canvas, camera, light, x, at, oncoming, ref own)));
            }
        }
    }

    private static void AddPoles(
        List<(float, Painter)> things, SceneCanvas canvas, StreetCamera camera, Daylight light, Street street, ref SplitMix64 random)
    {
        var looks = new SplitMix64((long)random.NextBits(), 0, 0);
        float spacing = (float)random.Between(13, 24), offset = (float)random.Between(0.35, 0.8);
        var sides = random.Below(3);
        foreach (var x in new[] { street.Left - offset, street.Right + offset })
        {
            if (sides == (x < 0 ? 1 : 2))
                continue;
            for (var z = (float)random.Between(5, 12); z < FarthestLamp; z += spacing)
            {
                var at = z;
                things.Add((z, (ref SplitMix64 _) => PolePainter.Lamp(canvas, camera, light, x, at, looks)));
            }
        }
        var signs = 1 + random.Below(4);
        for (var i = 0; i < signs; i++)
        {
            float z = (float)random.Between(6, 20), edge = (float)random.Between(0.4, 1.2);
            var x = random.Chance(0.5) ? street.Left - edge : street.Right + edge;
            things.Add((z, (ref SplitMix64 own) => PolePainter.Sign(canvas, camera, light, x, z, ref own)));
        }
    }

    private static void AddPeople(
        List<(float, Painter)> things, SceneCanvas canvas, StreetCamera camera, Daylight light, Street street, ref SplitMix64 random)
    {
        var groups = 3 + random.Below(5);
        for (var group = 0; group < groups; group++)
        {
            var z = (float)random.Between(4.5, 16);
            var where = random.NextDouble();
            var x = where < 0.44 ? street.Left - (float)random.Between(0.5, Math.Max(0.9, street.LeftPavement - 0.5))
                : where < 0.88 ? street.Right + (float)random.Between(0.5, Math.Max(0.9, street.RightPavement - 0.5))
                : (float)random.Between(street.Left, street.Right);
            var size = random.Chance(0.3) ? 2 : 1;
            for (var i = 0; i < size; i++)
            {
                float itsX = x + i * 0.6f, itsZ = z + i * 0.2f;
                things.Add((itsZ, (ref SplitMix64 own) => PersonPainter.Paint(canvas, camera, light, itsX, itsZ, ref own)));
            }
        }
    }
}
