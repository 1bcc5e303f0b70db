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
        AugmentationOptions augmentation = options.Augmentation;
        int cropHeight = options.CropHeight, cropWidth = options.CropWidth;
        double scale = random.Between(augmentation.ScaleMinimum, augmentation.ScaleMaximum);
        int height = Math.Max(1, (int)Math.Round(scene.Height * scale)), width = Math.Max(1, (int)Math.Round(scene.Width * scale));
        var down = new Resampling(scene.Height, height, Offset(height - cropHeight, random.NextDouble()), cropHeight);
        var across = new Resampling(scene.Width, width, Offset(width - cropWidth, random.NextDouble()), cropWidth);
        bool mirrored = random.Chance(augmentation.FlipProbability);
        var colours = new ColourChange(scene, augmentation, ref random);

        labels.Fill(ClassTable.Ignored);
        var row = new float[3 * cropWidth];
        var rows = new ResampledRows(scene.Pixels, scene.Width, down, across);
        for (int y = down.Begin; y < down.End; y++)
        {
            rows.Read(y, row);
            colours.Apply(row.AsSpan((3 * across.Begin)..(3 * across.End)));
            int sourceRow = down.Nearest[y] * scene.Width;
            for (int x = across.Begin; x < across.End; x++)
            {
                int to = y * cropWidth + (mirrored ? cropWidth - 1 - x : x);
                labels[to] = scene.Labels[sourceRow + across.Nearest[x]];
            }
            for (int colour = 0; colour < 3; colour++)
            {
                var (mean, deviation) = options.Normalization.Scale(colour);
                Span<float> target = input.Slice((options.Normalization.Plane(colour) * cropHeight + y) * cropWidth, cropWidth);
                for (int x = across.Begin; x < across.End; x++)
                    target[mirrored ? cropWidth - 1 - x : x] = (row[3 * x + colour] - mean) / deviation;
            }
        }
    }

    /// <summary>Where a crop begins that has this much room, or, where it has none, how far before the image.</summary>
    private static int Offset(int room, double random) =>
        room >= 0 ? (int)((room + 1) * random) : -(int)((1 - room) * random);
}
