using System.Collections.Concurrent;
using System.Text;
using SkiaSharp;

namespace Gald.Pictures;

/// <summary>
/// Text in a picture: in the embedded font and, for letters that it lacks, in one of the system's that has them. A letter that no font has
/// becomes a box.
/// </summary>
internal sealed class PictureText : IDisposable
{
    private const string Box = "□";

    private static readonly ConcurrentDictionary<int, SKTypeface?> Found = new();
    private static readonly Lazy<IReadOnlyList<SKTypeface>> Installed = new(() =>
        [.. SKFontManager.Default.FontFamilies.Order(StringComparer.Ordinal).Select(family => SKFontManager.Default.MatchFamily(family)).OfType<SKTypeface>()]);

    private readonly SKTypeface face;
    private readonly float size;
    private readonly Dictionary<SKTypeface, SKFont> fonts = [];

    /// <param name="face">The embedded font.</param>
    /// <param name="size">Height of its letters in pixels.</param>
    public PictureText(SKTypeface face, float size) => (this.face, this.size) = (face, size);

    /// <summary>Whether each letter of a text can be drawn.</summary>
    public bool CanDraw(string text) => text.EnumerateRunes().All(letter => IsInvisible(letter) || FaceOf(letter) is not null);

    /// <summary>Pixels that a text is wide.</summary>
    public float Measure(string text) => Runs(text).Sum(run => run.Font.MeasureText(run.Text));

    public void Draw(SKCanvas canvas, string text, float x, float baseline, SKPaint paint)
    {
        foreach (var (part, font) in Runs(text))
        {
            canvas.DrawText(part, x, baseline, SKTextAlign.Left, font, paint);
            x += font.MeasureText(part);
        }
    }

    public void Dispose()
    {
        foreach (var font in fonts.Values)
            font.Dispose();
    }

    /// <summary>The text in parts of one font each.</summary>
    private IEnumerable<(string Text, SKFont Font)> Runs(string text)
    {
        var part = new StringBuilder();
        var current = face;
        foreach (var letter in text.EnumerateRunes())
        {
            var its = IsInvisible(letter) ? current : FaceOf(letter);
            if ((its ?? face) != current)
            {
                if (part.Length > 0)
                    yield return (part.ToString(), FontOf(current));
                part.Clear();
                current = its ?? face;
            }
            part.Append(its is null ? Box : letter.ToString());
        }
        if (part.Length > 0)
            yield return (part.ToString(), FontOf(current));
    }

    private SKTypeface? FaceOf(Rune letter) => face.ContainsGlyph(letter.Value) ? face : Found.GetOrAdd(letter.Value, FindInstalled);

    private SKFont FontOf(SKTypeface its)
    {
        if (!fonts.TryGetValue(its, out var font))
            fonts.Add(its, font = new SKFont(its, size) { Subpixel = true });
        return font;
    }

    /// <summary>The system's own choice, else the first font that has the letter: not every build of Skia can choose.</summary>
    private static SKTypeface? FindInstalled(int letter) =>
        SKFontManager.Default.MatchCharacter(letter) ?? Installed.Value.FirstOrDefault(installed => installed.ContainsGlyph(letter));

    private static bool IsInvisible(Rune letter) => Rune.IsControl(letter) || Rune.IsWhiteSpace(letter)
        || Rune.GetUnicodeCategory(letter) is System.Globalization.UnicodeCategory.Format;
}
