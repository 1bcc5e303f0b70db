using Gald.Data;

namespace Gald.Evaluation;

/// <summary>
/// IoU by the size of things. A labelled pixel belongs to its connected region of one class (4 neighbours) and counts for that region's
/// size. A pixel that was predicted wrongly counts for the size of the predicted region that it is in: an invented pole is a small mistake, and
/// a car that runs over its outline a large one.
/// </summary>
public sealed class RegionSizeMeter
{
    private const int SmallArea = 32 * 32, MediumArea = 96 * 96, Sizes = 3;
    private readonly long[,] right, wrong, missed;
    private readonly int classes;

    /// <summary>A meter that has seen nothing.</summary>
    /// <param name="classes">Number of classes.</param>
    public RegionSizeMeter(int classes)
    {
        this.classes = classes;
        right = new long[Sizes, classes];
        wrong = new long[Sizes, classes];
        missed = new long[Sizes, classes];
    }

    /// <summary>Compares an image's prediction with its labels.</summary>
    /// <param name="truth">Height×Width class ids, or <see cref="ClassTable.Ignored"/>.</param>
    /// <param name="prediction">Height×Width class ids.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="width">Width in pixels.</param>
    /// <exception cref="ArgumentException">The lengths are not the size's.</exception>
    public void Add(ReadOnlySpan<byte> truth, ReadOnlySpan<byte> prediction, int height, int width)
    {
        if (truth.Length != height * width || prediction.Length != truth.Length)
            throw new ArgumentException($"There are {truth.Length} true and {prediction.Length} predicted pixels in an image of {height}×{width}.");
        RegionSize[] labelled = SizesOf(truth, height, width), guessed = SizesOf(prediction, height, width);
        for (var i = 0; i < truth.Length; i++)
        {
            if (truth[i] == ClassTable.Ignored)
                continue;
            if (truth[i] == prediction[i])
            {
                right[(int)labelled[i], truth[i]]++;
                continue;
            }
            missed[(int)labelled[i], truth[i]]++;
            wrong[(int)guessed[i], prediction[i]]++;
        }
    }

    /// <summary>IoU of each class, 0 to 1, over regions of a size; NaN for a class without any such.</summary>
    public IReadOnlyList<double> ClassIou(RegionSize size) =>
        [.. Enumerable.Range(0, classes).Select(c => (double)right[(int)size, c] / (right[(int)size, c] + wrong[(int)size, c] + missed[(int)size, c]))];

    /// <summary>Mean of <see cref="ClassIou"/> over the classes that have one; NaN without any.</summary>
    public double MeanIou(RegionSize size) => ClassIou(size).Where(iou => !double.IsNaN(iou)).DefaultIfEmpty(double.NaN).Average();

    /// <summary>The size of the connected region of each pixel.</summary>
    private static RegionSize[] SizesOf(ReadOnlySpan<byte> labels, int height, int width)
    {
        var sizes = new RegionSize[labels.Length];
        var seen = new bool[labels.Length];
        var region = new List<int>();
        for (var start = 0; start < labels.Length; start++)
        {
            if (seen[start])
                continue;
            region.Clear();
            region.Add(start);
            seen[start] = true;
            for (var next = 0; next < region.Count; next++)
            {
                int at = region[next], x = at % width;
                if (x > 0)
                    Visit(labels, at, at - 1);
                if (x < width - 1)
                    Visit(labels, at, at + 1);
                if (at >= width)
                    Visit(labels, at, at - width);
                if (at < labels.Length - width)
                    Visit(labels, at, at + width);
            }
            var size = region.Count < SmallArea ? RegionSize.Small : region.Count < MediumArea ? RegionSize.Medium : RegionSize.Large;
            foreach (var at in region)
                sizes[at] = size;
        }
        return sizes;

        void Visit(ReadOnlySpan<byte> ids, int from, int to)
        {
            if (seen[to] || ids[to] != ids[from])
                return;
            seen[to] = true;
            region.Add(to);
        }
    }
}
