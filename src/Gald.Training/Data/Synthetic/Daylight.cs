using System.Numerics;
using SkiaSharp;

namespace Gald.Data.Synthetic;

/// <summary>The light of a scene: the colours of sky, sun and haze. Colours are red, green, blue of 0 to 255.</summary>
internal sealed class Daylight
{
    private static readonly Preset[] Presets =
    [
        new(new(86, 143, 214), new(196, 220, 238), new(0.62f, 0.62f, 0.66f), new(0.50f, 0.48f, 0.42f), 0),      // clear noon
        new(new(158, 170, 184), new(216, 220, 224), new(0.80f, 0.81f, 0.83f), new(0.06f, 0.06f, 0.06f), 0),     // overcast
        new(new(98, 134, 192), new(250, 206, 158), new(0.56f, 0.54f, 0.60f), new(0.56f, 0.42f, 0.24f), 0.1f),   // golden evening
        new(new(44, 60, 106), new(178, 150, 158), new(0.42f, 0.43f, 0.54f), new(0.05f, 0.04f, 0.04f), 0.55f),   // dusk
    ];

    private readonly Preset preset;
    private readonly float hazeDistance;

    public Daylight(ref SplitMix64 random)
    {
        // Dusk is rarer than the other times, and most days lie between two of them.
        var first = random.Below(7) switch { 0 or 1 or 2 => 0, 3 or 4 => 1, 5 => 2, _ => 3 };
        var second = random.Below(3);
        var mix = (float)random.Between(0, 0.4);
        preset = Presets[first].Towards(Presets[second], mix);
        hazeDistance = (float)random.Between(120, 420);
        SunIsLeft = random.Chance(0.5);
    }

    /// <summary>Whether the sun is on the left, so that the right side of the street is lit.</summary>
    public bool SunIsLeft { get; }

    public SKColor SkyTop => ToColour(preset.SkyTop);

    public SKColor SkyHorizon => ToColour(preset.SkyHorizon);

    /// <summary>Share of the lamps and windows that are lit, 0 to 1.</summary>
    public float Lamps => preset.Lamps;

    /// <summary>How strong the sun is beside the sky, 0 to 1.</summary>
    public float Sun => preset.Sun.X;

    /// <summary>The colour that a thing shows.</summary>
    /// <param name="colour">Its own colour.</param>
    /// <param name="sunlight">Share of the sun that it gets, 0 to 1.</param>
    /// <param name="z">Its distance in metres.</param>
    public SKColor Shade(SKColor colour, float sunlight, float z)
    {
        var own = new Vector3(colour.Red, colour.Green, colour.Blue);
        var lit = own * (preset.Ambient + preset.Sun * sunlight);
        return ToColour(Vector3.Lerp(preset.SkyHorizon, lit, MathF.Exp(-z / hazeDistance))).WithAlpha(colour.Alpha);
    }

    private static SKColor ToColour(Vector3 colour)
    {
        Vector3 limited = Vector3.Clamp(colour, Vector3.Zero, new Vector3(255));
        return new SKColor((byte)limited.X, (byte)limited.Y, (byte)limited.Z);
    }

    private sealed record Preset(Vector3 SkyTop, Vector3 SkyHorizon, Vector3 Ambient, Vector3 Sun, float Lamps)
    {
        public Preset Towards(Preset other, float share) => new(
            Vector3.Lerp(SkyTop, other.SkyTop, share), Vector3.Lerp(SkyHorizon, other.SkyHorizon, share),
            Vector3.Lerp(Ambient, other.Ambient, share), Vector3.Lerp(Sun, other.Sun, share), float.Lerp(Lamps, other.Lamps, share));
    }
}
