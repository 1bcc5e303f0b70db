using SkiaSharp;

namespace Gald.Data.Synthetic;

/// <summary>Lighter and darker tones of a colour.</summary>
internal static class Tones
{
    /// <summary>The colour, this many times as bright.</summary>
    public static SKColor Times(this SKColor colour, float share) => new(
        (byte)Math.Min(255, colour.Red * share), (byte)Math.Min(255, colour.Green * share), (byte)Math.Min(255, colour.Blue * share));
}
