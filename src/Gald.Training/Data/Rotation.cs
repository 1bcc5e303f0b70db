namespace Gald.Data;

/// <summary>Turns a crop about its centre. What comes from beyond it is the mean, 0 after normalisation, and its label is ignored.</summary>
internal static class Rotation
{
    /// <param name="degrees">The angle; above 0 it turns clockwise.</param>
    /// <param name="input">3×Height×Width; taken bilinearly.</param>
    /// <param name="labels">Height×Width; taken from the nearest pixel.</param>
    /// <param name="height">Height of the crop.</param>
    /// <param name="width">Width of the crop.</param>
    public static void Apply(double degrees, Span<float> input, Span<byte> labels, int height, int width)
    {
        var before = input.ToArray();
        var labelsBefore = labels.ToArray();
        var (sine, cosine) = Math.SinCos(degrees * Math.PI / 180);
        double centreX = (width - 1) / 2.0, centreY = (height - 1) / 2.0;
        var area = height * width;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                double fromX = cosine * (x - centreX) + sine * (y - centreY) + centreX, fromY = cosine * (y - centreY) - sine * (x - centreX) + centreY;
                int to = y * width + x, column = (int)Math.Round(fromX), row = (int)Math.Round(fromY);
                var isInside = column >= 0 && column < width && row >= 0 && row < height;
                labels[to] = isInside ? labelsBefore[row * width + column] : ClassTable.Ignored;
                int left = Math.Clamp((int)Math.Floor(fromX), 0, width - 2), top = Math.Clamp((int)Math.Floor(fromY), 0, height - 2);
                float right = (float)Math.Clamp(fromX - left, 0, 1), down = (float)Math.Clamp(fromY - top, 0, 1);
                for (var plane = 0; plane < 3; plane++)
                {
                    var at = plane * area + top * width + left;
                    var above = before[at] + right * (before[at + 1] - before[at]);
                    var below = before[at + width] + right * (before[at + width + 1] - before[at + width]);
                    input[plane * area + to] = isInside ? above + down * (below - above) : 0;
                }
            }
        }
    }
}
