using Gald.Data;

namespace Gald.Training;

/// <summary>How often the classes of a set of images are, and the weights that follow.</summary>
public static class ClassBalance
{
    private const double EnetOffset = 1.02;

    /// <summary>The weight of each class, in the order of the ids; 0 for a class that no image has.</summary>
    /// <param name="scenes">The images, each of which is read.</param>
    /// <param name="weighting">How.</param>
    /// <exception cref="GaldException">An image cannot be used, or there is no labelled pixel.</exception>
    public static IReadOnlyList<double> Weights(IScenes scenes, ClassWeighting weighting)
    {
        var classes = scenes.Classes.Count;
        if (weighting == ClassWeighting.None)
            return [.. Enumerable.Repeat(1.0, classes)];
        // Pixels of a class, and labelled pixels of the images that have it.
        long[] pixels = new long[classes], around = new long[classes];
        long all = 0;
        for (var i = 0; i < scenes.Count; i++)
        {
            var counts = new long[256];
            foreach (var label in scenes.Load(i).Labels)
                counts[label]++;
            var labelled = counts.Take(classes).Sum();
            all += labelled;
            for (var c = 0; c < classes; c++)
            {
                pixels[c] += counts[c];
                if (counts[c] > 0)
                    around[c] += labelled;
            }
        }
        if (all == 0)
            throw new GaldException("No pixel of the training images has a class, so classes have no weights; give labelled images.");
        if (weighting == ClassWeighting.InverseLog)
            return [.. pixels.Select(count => count == 0 ? 0 : 1 / Math.Log(EnetOffset + (double)count / all))];
        double[] frequencies = [.. pixels.Zip(around, (count, total) => total == 0 ? 0 : (double)count / total)];
        var median = Median([.. frequencies.Where(frequency => frequency > 0)]);
        var power = weighting == ClassWeighting.RootMedianFrequency ? 0.5 : 1;
        return [.. frequencies.Select(frequency => frequency == 0 ? 0 : Math.Pow(median / frequency, power))];
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
