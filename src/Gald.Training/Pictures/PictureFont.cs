using ScottPlot;
using SkiaSharp;

namespace Gald.Pictures;

/// <summary>The embedded font of all pictures.</summary>
internal static class PictureFont
{
    /// <summary>Its name in plots.</summary>
    public const string Name = "DejaVu Sans";

    static PictureFont() => ScottPlot.Fonts.FontResolvers.Insert(0, new Resolver());

    public static SKTypeface Regular { get; } = Load("DejaVuSans.ttf");

    public static SKTypeface Bold { get; } = Load("DejaVuSans-Bold.ttf");

    /// <summary>Makes a plot write in this font.</summary>
    public static void Use(Plot plot) => plot.Font.Set(Name);

    private static SKTypeface Load(string resource)
    {
        using var stream = typeof(PictureFont).Assembly.GetManifestResourceStream(resource)!;
        return SKTypeface.FromStream(stream);
    }

    private sealed class Resolver : IFontResolver
    {
        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
            fontName == Name ? Load(weight >= FontWeight.SemiBold ? "DejaVuSans-Bold.ttf" : "DejaVuSans.ttf") : null;

        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
            CreateTypeface(fontName, bold ? FontWeight.Bold : FontWeight.Normal, FontSlant.Upright, FontSpacing.Normal);
    }
}
