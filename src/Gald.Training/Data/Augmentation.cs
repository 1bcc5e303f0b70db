namespace Gald.Data;

/// <summary>Takes a random crop of a labelled image that is scaled, mirrored and recoloured at random.</summary>
internal static class Augmentation
{
    /// <summary>
    /// Writes a crop. Where it reaches beyond the scaled image, the input is the mean, that is 0 after normalisation, and the
    /// label is ignored.
    /// </summary>
    /// <param name="scene">Image and labels.</param>
    /// <param name="options">Size of the crop, augmentation and normalisation.</param>
    /// <param name="random">Decides; it is drawn from the same number of times whatever the image.</param>
    /// <param name="input">3×CropHeight×CropWidth, all 0; receives the normalised channels.</param>
    /// <param name="labels">CropHeight×CropWidth; receives the class ids.</param>
    public static void Crop(LabelledImage scene, BatchOptions options, SplitMix64 random, Span<float> input, Span<byte> labels)
    {
        var augmentation = options.Augmentation;
        int cropHeight = options.CropHeight, cropWidth = options.CropWidth;
        var scale = random.Between(augmentation.ScaleMinimum, augmentation.ScaleMaximum);
        int height = Math.Max(1, (int)Math.Round(scene.Height * scale)), width = Math.Max(1, (int)Math.Round(scene.Width * scale));
        double vertical = random.NextDouble(), horizontal = random.NextDouble();
        int top = Offset(height - cropHeight, vertical), left = Offset(width - cropWidth, horizontal);
        if (augmentation.ClassFocus > 0 && FocusOf(scene, augmentation.ClassFocus, ref random) is var (row, column))
        {
            top = OffsetOver((int)((row + 0.5) * scale), height - cropHeight, cropHeight, vertical);
            left = OffsetOver((int)((column + 0.5) * scale), width - cropWidth, cropWidth, horizontal);
        }
        var blur = augmentation.BlurProbability > 0 ? BlurOf(augmentation.BlurProbability, ref random) : 1;
        var degrees = augmentation.RotationDegrees > 0 ? random.Between(-augmentation.RotationDegrees, augmentation.RotationDegrees) : 0;
        var down = new Resampling(scene.Height, height, top, cropHeight, blur);
        var across = new Resampling(scene.Width, width, left, cropWidth, blur);
        var mirrored = random.Chance(augmentation.FlipProbability);
        var colours = new ColourChange(scene, augmentation, ref random);

        labels.Fill(ClassTable.Ignored);
        var pixels = new float[3 * cropWidth];
        var rows = new ResampledRows(scene.Pixels, scene.Width, down, across);
        for (var y = down.Begin; y < down.End; y++)
        {
            rows.Read(y, pixels);
            colours.Apply(pixels.AsSpan((3 * across.Begin)..(3 * across.End)));
            var sourceRow = down.Nearest[y] * scene.Width;
            for (var x = across.Begin; x < across.End; x++)
            {
                var to = y * cropWidth + (mirrored ? cropWidth - 1 - x : x);
                labels[to] = scene.Labels[sourceRow + across.Nearest[x]];
            }
            for (var colour = 0; colour < 3; colour++)
            {
                var (mean, deviation) = options.Normalization.Scale(colour);
                var target = input.Slice((options.Normalization.Plane(colour) * cropHeight + y) * cropWidth, cropWidth);
                for (var x = across.Begin; x < across.End; x++)
                    target[mirrored ? cropWidth - 1 - x : x] = (pixels[3 * x + colour] - mean) / deviation;
            }
        }
        if (degrees != 0 && cropHeight > 1 && cropWidth > 1)
            Rotation.Apply(degrees, input, labels, cropHeight, cropWidth);
    }

    /// <summary>How much wider the filter is that the crop is resampled with; 1 when it is not to be blurred.</summary>
    private static double BlurOf(double probability, ref SplitMix64 random)
    {
        const double Widest = 3;
        var blurs = random.Chance(probability);
        var width = random.Between(1, Widest);
        return blurs ? width : 1;
    }

    /// <summary>Where a crop begins that has this much room, or, where it has none, how far before the image.</summary>
    private static int Offset(int room, double random) =>
        room >= 0 ? (int)((room + 1) * random) : -(int)((1 - room) * random);

    /// <summary>Where a crop begins that covers a position, as far as the image goes.</summary>
    private static int OffsetOver(int position, int room, int crop, double random) =>
        Math.Clamp(position - (int)(crop * random), Math.Min(room, 0), Math.Max(room, 0));

    /// <summary>A random pixel of a random class of the image; null when it is not to be, or there is none.</summary>
    private static (int Row, int Column)? FocusOf(LabelledImage scene, double share, ref SplitMix64 random)
    {
        var focuses = random.Chance(share);
        double whichClass = random.NextDouble(), whichPixel = random.NextDouble();
        if (!focuses)
            return null;
        var counts = new int[ClassTable.Ignored + 1];
        foreach (var label in scene.Labels)
            counts[label]++;
        int[] present = [.. Enumerable.Range(0, ClassTable.Ignored).Where(id => counts[id] > 0)];
        if (present.Length == 0)
            return null;
        int chosen = present[(int)(whichClass * present.Length)], left = (int)(whichPixel * counts[chosen]);
        var index = -1;
        do
            index += 1 + scene.Labels.AsSpan(index + 1).IndexOf((byte)chosen);
        while (left-- > 0);
        return (index / scene.Width, index % scene.Width);
    }
}
