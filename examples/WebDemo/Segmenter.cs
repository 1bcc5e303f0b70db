using System.Diagnostics;
using Gald.Checkpoints;
using Gald.Data;
using Gald.Evaluation;
using Gald.Pictures;

namespace WebDemo;

/// <summary>A trained network, frozen, and what its classes are.</summary>
internal sealed class Segmenter : IDisposable
{
    private readonly StreetGald network;
    private readonly ClassTable classes;
    private readonly Predictor predictor;

    private Segmenter(StreetGald network, CheckpointInformation information)
    {
        this.network = network;
        classes = information.Classes;
        predictor = new Predictor(network, information.Normalization);
    }

    /// <summary>The network with the weights of a checkpoint, which also says what the classes are and how pixels become its input.</summary>
    /// <exception cref="Gald.GaldException">The file is not a checkpoint of this network.</exception>
    public static Segmenter Load(string weights)
    {
        var information = Checkpoint.ReadInformation(weights);
        var network = new StreetGald();
        try
        {
            Checkpoint.LoadWeights(weights, network);
            return new Segmenter(network, information);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>The class of each pixel, as a picture and as shares. One call at a time.</summary>
    public Segmentation Segment(RgbImage image)
    {
        var start = Stopwatch.GetTimestamp();
        var labels = predictor.Predict(image);
        var milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;

        var pixels = new int[classes.Count];
        foreach (var label in labels)
            pixels[label]++;
        return new Segmentation(
            image.Height,
            image.Width,
            milliseconds,
            [.. classes.Classes.Select((one, id) => new SeenClass(one.Name, $"#{one.Red:x2}{one.Green:x2}{one.Blue:x2}", (double)pixels[id] / labels.Length))],
            ImageFiles.ToPng(LabelPictures.Colour(labels, image.Height, image.Width, classes)));
    }

    public void Dispose()
    {
        predictor.Dispose();
        network.Dispose();
    }
}

/// <summary>What was seen in an image.</summary>
/// <param name="Height">Its height in pixels, upright.</param>
/// <param name="Width">Its width in pixels.</param>
/// <param name="Milliseconds">What the prediction took.</param>
/// <param name="Classes">All classes of the network, in the order of their ids.</param>
/// <param name="Picture">A PNG of the same size: each pixel in the colour of its class.</param>
internal sealed record Segmentation(int Height, int Width, double Milliseconds, SeenClass[] Classes, byte[] Picture);

/// <summary>A class and its part of an image.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Colour">Its colour, <c>#rrggbb</c>.</param>
/// <param name="Share">Its share of the pixels, 0 to 1.</param>
internal sealed record SeenClass(string Name, string Colour, double Share);
