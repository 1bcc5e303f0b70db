using SkiaSharp;

namespace Gald.Data.Synthetic;

/// <summary>
/// An image and its labels, drawn together: a shape is painted with smooth edges into the one and with hard edges into the other,
/// so that every pixel has one label.
/// </summary>
internal sealed class SceneCanvas : IDisposable
{
    private readonly SKBitmap colourMap, labelMap;
    private readonly SKCanvas colours, labels;
    private readonly SKPaint colourPaint = new() { IsAntialias = true, StrokeCap = SKStrokeCap.Round, StrokeJoin = SKStrokeJoin.Round };
    private readonly SKPaint labelPaint = new() { IsAntialias = false, StrokeCap = SKStrokeCap.Round, StrokeJoin = SKStrokeJoin.Round };

    public SceneCanvas(int height, int width)
    {
        Height = height;
        Width = width;
        // Skia draws several times faster in the platform's own order of bytes.
        var info = new SKImageInfo(width, height, SKImageInfo.PlatformColorType, SKAlphaType.Opaque);
        RedAt = info.ColorType == SKColorType.Rgba8888 ? 0 : 2;
        colourMap = new SKBitmap(info);
        labelMap = new SKBitmap(info);
        colours = new SKCanvas(colourMap);
        labels = new SKCanvas(labelMap);
        labels.Clear(Code(StreetLabel.Sky, instance: 0));
    }

    /// <summary>The number of the thing that is being drawn; 0 for what is none.</summary>
    public int Instance { get; set; }

    public int Height { get; }

    public int Width { get; }

    /// <summary>Which of the four bytes of a pixel is red; green is byte 1 and blue byte 2 − <see cref="RedAt"/>.</summary>
    public int RedAt { get; }

    /// <summary>Height×Width×4 bytes.</summary>
    public ReadOnlySpan<byte> Colours => colourMap.GetPixelSpan();

    /// <summary>The label of each pixel.</summary>
    public byte[] Labels()
    {
        ReadOnlySpan<byte> codes = labelMap.GetPixelSpan();
        var result = new byte[Height * Width];
        for (var i = 0; i < result.Length; i++)
            result[i] = codes[4 * i + RedAt];
        return result;
    }

    /// <summary>The number of the thing that each pixel belongs to, 0 for none.</summary>
    public int[] Instances()
    {
        ReadOnlySpan<byte> codes = labelMap.GetPixelSpan();
        var result = new int[Height * Width];
        for (var i = 0; i < result.Length; i++)
            result[i] = codes[4 * i + 1] << 8 | codes[4 * i + 2 - RedAt];
        return result;
    }

    /// <summary>Paints a gradient from the top to <paramref name="bottomY"/>, and its last colour below, without labels.</summary>
    public void Backdrop(SKColor top, SKColor bottom, float bottomY)
    {
        using SKShader gradient = SKShader.CreateLinearGradient(
            new SKPoint(0, 0), new SKPoint(0, bottomY), [top, bottom], null, SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = gradient };
        colours.Clear(bottom);
        colours.DrawRect(0, 0, Width, bottomY, paint);
    }

    /// <summary>A polygon that is something.</summary>
    public void Fill(SKPoint[] polygon, StreetLabel label, SKColor colour)
    {
        using var path = Path(polygon);
        Fill(path, label, colour);
    }

    /// <summary>A shape that is something.</summary>
    public void Fill(SKPath path, StreetLabel label, SKColor colour)
    {
        Tint(path, colour);
        labelPaint.Style = SKPaintStyle.Fill;
        labelPaint.Color = Code(label, Instance);
        labels.DrawPath(path, labelPaint);
    }

    /// <summary>A line that is something, with round ends; never thinner than a pixel and a half, so that its label has no holes.</summary>
    public void Line(SKPoint from, SKPoint to, float width, StreetLabel label, SKColor colour)
    {
        colourPaint.Style = labelPaint.Style = SKPaintStyle.Stroke;
        colourPaint.StrokeWidth = labelPaint.StrokeWidth = Math.Max(1.5f, width);
        colourPaint.Color = colour;
        labelPaint.Color = Code(label, Instance);
        colours.DrawLine(from, to, colourPaint);
        labels.DrawLine(from, to, labelPaint);
    }

    /// <summary>An ellipse that is something.</summary>
    public void Oval(SKPoint centre, float radiusX, float radiusY, StreetLabel label, SKColor colour)
    {
        using var path = new SKPath();
        path.AddOval(new SKRect(centre.X - radiusX, centre.Y - radiusY, centre.X + radiusX, centre.Y + radiusY));
        Fill(path, label, colour);
    }

    /// <summary>Paint upon what is there already.</summary>
    public void Tint(SKPoint[] polygon, SKColor colour)
    {
        using var path = Path(polygon);
        Tint(path, colour);
    }

    /// <summary>Paint upon what is there already.</summary>
    public void Tint(SKPath path, SKColor colour)
    {
        colourPaint.Style = SKPaintStyle.Fill;
        colourPaint.Color = colour;
        colours.DrawPath(path, colourPaint);
    }

    /// <summary>Soft paint upon what is there already.</summary>
    /// <param name="centre">Middle, in pixels.</param>
    /// <param name="radiusX">Half the width, in pixels.</param>
    /// <param name="radiusY">Half the height, in pixels.</param>
    /// <param name="colour">The colour in the middle; it fades to nothing at the rim.</param>
    public void Glow(SKPoint centre, float radiusX, float radiusY, SKColor colour)
    {
        if (radiusX < 0.5f || radiusY < 0.25f)
            return;
        SKMatrix flatten = SKMatrix.CreateScaleTranslation(radiusX, radiusY, centre.X, centre.Y);
        using SKShader fade = SKShader.CreateRadialGradient(
            new SKPoint(0, 0), 1, [colour, colour.WithAlpha((byte)(colour.Alpha * 0.6)), colour.WithAlpha(0)], [0, 0.55f, 1],
            SKShaderTileMode.Clamp, flatten);
        using var paint = new SKPaint { Shader = fade, IsAntialias = true };
        colours.DrawOval(centre, new SKSize(radiusX, radiusY), paint);
    }

    public void Dispose()
    {
        colours.Dispose();
        labels.Dispose();
        colourMap.Dispose();
        labelMap.Dispose();
        colourPaint.Dispose();
        labelPaint.Dispose();
    }

    /// <summary>A closed polygon.</summary>
    public static SKPath Path(SKPoint[] polygon)
    {
        var path = new SKPath();
        path.AddPoly(polygon, true);
        return path;
    }

    /// <summary>The label as red, the thing's number as green and blue.</summary>
    private static SKColor Code(StreetLabel label, int instance) => new((byte)label, (byte)(instance >> 8), (byte)instance);
}
