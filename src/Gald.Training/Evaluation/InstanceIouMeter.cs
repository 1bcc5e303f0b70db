using Gald.Data;

namespace Gald.Evaluation;

/// <summary>
/// Cityscapes' iIoU (Cordts et al., CVPR 2016, section 4.1), in which each thing counts alike, whatever its size: iTP / (iTP + FP + iFN), where a
/// pixel of a thing weighs the mean size of its class's things over the size of its own. Pixels that belong to no single thing, such as those
/// of a crowd, are neither found nor missed; where the class was invented, each pixel counts 1.
/// </summary>
public sealed class InstanceIouMeter
{
    // The sizes are of these images.
    private const int CityscapesPixels = 1024 * 2048;

    // In pixels, from Cityscapes' evaluation scripts, so that scores are those of its benchmark.
    private static readonly Dictionary<string, double> CityscapesSizes = new()
    {
        ["Person"] = 3462.4756337644,
        ["Rider"] = 3930.4788056518,
        ["Car"] = 12794.0202738185,
        ["Truck"] = 27855.1264367816,
        ["Bus"] = 35732.1511111111,
        ["Train"] = 67583.7075812274,
        ["Motorcycle"] = 6298.7200839748,
        ["Bicycle"] = 4672.3249222261,
    };

    private readonly ClassTable classes;
    private readonly double[] found;
    private readonly long[] invented, pixels;
    private readonly int[] things;
    private bool isCityscapes;
    private int images;

    /// <summary>A meter that has seen nothing.</summary>
    /// <param name="classes">The classes.</param>
    public InstanceIouMeter(ClassTable classes)
    {
        this.classes = classes;
        found = new double[classes.Count];
        invented = new long[classes.Count];
        things = new int[classes.Count];
        pixels = new long[classes.Count];
        isCityscapes = classes.DifferenceFrom(ClassTable.Cityscapes) is null;
    }

    /// <summary>Compares an image's prediction with its labels.</summary>
    /// <param name="truth">A class id for each pixel, or <see cref="ClassTable.Ignored"/>.</param>
    /// <param name="instances">The number of the thing that each pixel belongs to, 0 for none: <see cref="LabelledImage.Instances"/>.</param>
    /// <param name="prediction">A class id for each pixel.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void Add(ReadOnlySpan<byte> truth, ReadOnlySpan<int> instances, ReadOnlySpan<byte> prediction)
    {
        if (instances.Length != truth.Length || prediction.Length != truth.Length)
            throw new ArgumentException($"There are {truth.Length} true and {prediction.Length} predicted pixels, and instances of {instances.Length}.");
        var sizes = new Dictionary<(byte Class, int Instance), (long Pixels, long Found)>();
        for (var i = 0; i < truth.Length; i++)
        {
            if (truth[i] == ClassTable.Ignored)
                continue;
            var isRight = prediction[i] == truth[i];
            if (!isRight)
                invented[prediction[i]]++;
            if (instances[i] == 0)
                continue;
            var (size, right) = sizes.GetValueOrDefault((truth[i], instances[i]));
            sizes[(truth[i], instances[i])] = (size + 1, right + (isRight ? 1 : 0));
        }
        foreach (var ((id, _), (size, right)) in sizes)
        {
            things[id]++;
            pixels[id] += size;
            found[id] += (double)right / size;
        }
        isCityscapes &= truth.Length == CityscapesPixels;
        images++;
    }

    /// <summary>The scores so far.</summary>
    public InstanceScores Scores()
    {
        double[] sizes = [.. Enumerable.Range(0, classes.Count).Select(SizeOf)];
        // The weights of a thing's pixels add up to the mean size, whether they were found or missed. 0/0 and NaN are no score.
        double[] iou = [.. sizes.Select((size, id) => size * found[id] / (size * things[id] + invented[id]))];
        return new InstanceScores
        {
            ClassIou = iou,
            MeanIou = iou.Where(value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN).Average(),
            Things = things,
            ThingPixels = sizes,
            HasCityscapesSizes = isCityscapes,
            Images = images,
        };
    }

    private double SizeOf(int id) => things[id] == 0 ? double.NaN
        : isCityscapes && CityscapesSizes.TryGetValue(classes.Classes[id].Name, out var published) ? published
        : (double)pixels[id] / things[id];
}

/// <summary>How well things were predicted, each counted alike.</summary>
public sealed record InstanceScores
{
    /// <summary>iIoU of each class, 0 to 1; NaN for a class of which there is no thing.</summary>
    public required IReadOnlyList<double> ClassIou { get; init; }

    /// <summary>Mean of <see cref="ClassIou"/> over the classes that have one; NaN without any.</summary>
    public required double MeanIou { get; init; }

    /// <summary>The number of things of each class.</summary>
    public required IReadOnlyList<int> Things { get; init; }

    /// <summary>The mean size of each class's things in pixels, by which they were weighed; NaN for a class of which there is none.</summary>
    public required IReadOnlyList<double> ThingPixels { get; init; }

    /// <summary>
    /// Whether the sizes are those that Cityscapes publishes for its images of 1024×2048 pixels, as with its classes and such images; otherwise
    /// they are of the images that were scored.
    /// </summary>
    public required bool HasCityscapesSizes { get; init; }

    /// <summary>Images that tell things apart, over which the scores are.</summary>
    public required int Images { get; init; }
}
