using System.Runtime.InteropServices;
using Gald.Data;
using Gald.Pictures;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Evaluation;

/// <summary>
/// Predicts the class of each pixel of images of any size: whole or by sliding windows, at one or several scales, mirrored too if so
/// wished. The logits of all of these are averaged, upsampled bilinearly, as <see cref="NetworkDescription.AlignCorners"/> says, in horizontal bands, so that the
/// memory beyond the network's own is the logits at their stride and some 50 MB. One thread at a time may use it.
/// </summary>
public sealed class Predictor : IDisposable
{
    private readonly NetworkDescription description;
    private readonly Normalization normalization;
    private readonly PredictionOptions options;
    private readonly PredictionProgram program;

    /// <summary>A predictor of whole images, by a network that knows its description, as every generated one does.</summary>
    /// <param name="network">The network, on the device where it is to run; it stays the caller's, and outlives the predictor.</param>
    /// <param name="normalization">How pixels become its input: what it was trained with.</param>
    /// <exception cref="ArgumentException">The network is no <see cref="IDescribed"/>.</exception>
    public Predictor(nn.Module<Tensor, SegmentationOutput> network, Normalization normalization)
        : this(network, Described.Of(network), normalization)
    {
    }

    /// <summary>A predictor by a network that knows its description, as every generated one does.</summary>
    /// <param name="network">The network, on the device where it is to run; it stays the caller's, and outlives the predictor.</param>
    /// <param name="normalization">How pixels become its input: what it was trained with.</param>
    /// <param name="options">How images are predicted.</param>
    /// <exception cref="ArgumentException">The network is no <see cref="IDescribed"/>.</exception>
    /// <exception cref="GaldException">An option is out of its range, or the window is too small for the network.</exception>
    public Predictor(nn.Module<Tensor, SegmentationOutput> network, Normalization normalization, PredictionOptions options)
        : this(network, Described.Of(network), normalization, options)
    {
    }

    /// <summary>A predictor of whole images.</summary>
    /// <param name="network">The network, on the device where it is to run; it stays the caller's, and outlives the predictor.</param>
    /// <param name="description">Its description.</param>
    /// <param name="normalization">How pixels become its input: what it was trained with.</param>
    public Predictor(nn.Module<Tensor, SegmentationOutput> network, NetworkDescription description, Normalization normalization)
        : this(network, description, normalization, new PredictionOptions())
    {
    }

    /// <summary>
    /// A predictor. A network that is <see cref="IFreezable"/>, as every generated one is, is frozen once, here: what it learns later,
    /// a new predictor predicts.
    /// </summary>
    /// <param name="network">The network, on the device where it is to run; it stays the caller's, and outlives the predictor.</param>
    /// <param name="description">Its description.</param>
    /// <param name="normalization">How pixels become its input: what it was trained with.</param>
    /// <param name="options">How images are predicted.</param>
    /// <exception cref="GaldException">An option is out of its range, or the window is too small for the network.</exception>
    public Predictor(
        nn.Module<Tensor, SegmentationOutput> network, NetworkDescription description, Normalization normalization, PredictionOptions options)
    {
        options.Check(description);
        options.Compute.Check(network);
        this.description = description;
        this.normalization = normalization;
        this.options = options with { Aligned = options.PadsFor(network) ? AlignedSizes.Always : AlignedSizes.Never };
        program = new PredictionProgram(network, options.Exact);
    }

    /// <summary>Number of classes that are told apart.</summary>
    public int Classes => description.Classes;

    /// <summary>The most probable class of each pixel: Height×Width ids, row-major. Each module of the network is left in the mode that it was in.</summary>
    /// <param name="image">An image of any size. One below the network's minimum is padded with the mean, and the prediction cropped.</param>
    /// <exception cref="GaldException">What goes through the network in one piece has more than 178 million pixels.</exception>
    public byte[] Predict(RgbImage image) => PredictAll([image])[0];

    /// <summary>
    /// The most probable class of each pixel of each image, Height×Width ids; <see cref="PredictionOptions.BatchSize"/> images, or
    /// windows of them, of one size go through the network together.
    /// </summary>
    /// <param name="images">Images of any sizes.</param>
    /// <exception cref="GaldException">What goes through the network in one piece has more than 178 million pixels.</exception>
    public IReadOnlyList<byte[]> PredictAll(IReadOnlyList<RgbImage> images)
    {
        var labels = images.Select(image => new byte[image.Height * image.Width]).ToList();
        ForEachBand(images, (index, band, first) =>
        {
            // argmax finds the same ids in three times the time.
            var (highest, ids) = band.max(0);
            using (highest)
            using (ids)
                CopyIds(ids, labels[index].AsSpan(first * images[index].Width));
        });
        return labels;
    }

    /// <summary>The most probable class of each pixel and its probability, which takes four bytes a pixel more than <see cref="Predict"/>.</summary>
    /// <param name="image">An image of any size.</param>
    /// <exception cref="GaldException">What goes through the network in one piece has more than 178 million pixels.</exception>
    public Prediction PredictWithProbabilities(RgbImage image)
    {
        var prediction = new Prediction(image.Height, image.Width);
        ForEachBand([image], (_, band, first) =>
        {
            using var probabilities = band.softmax(0);
            var (highest, ids) = probabilities.max(0);
            using (highest)
            using (ids)
            {
                CopyIds(ids, prediction.Labels.AsSpan(first * image.Width));
                CopyFloats(highest, prediction.Probabilities.AsSpan(first * image.Width));
            }
        });
        return prediction;
    }

    /// <summary>
    /// The probability of every class at each pixel, 0 to 1: Classes×Height×Width, the softmax of the averaged logits. It takes four
    /// bytes for each class and pixel, 160 MB for 19 classes and 1024×2048 pixels.
    /// </summary>
    /// <param name="image">An image of any size.</param>
    /// <exception cref="GaldException">There are more than 2,147,483,591 of them, or what goes through the network in one piece has more than 178 million pixels.</exception>
    public float[] ClassProbabilities(RgbImage image)
    {
        var pixels = (long)image.Height * image.Width;
        if (pixels * Classes > Array.MaxLength)
            throw new GaldException(
                $"The probabilities of {Classes} classes at {image.Height}×{image.Width} pixels are too many for an array; ask for parts of the image.");
        var result = new float[pixels * Classes];
        ForEachBand([image], (_, band, first) =>
        {
            using var probabilities = band.softmax(0);
            for (var id = 0; id < Classes; id++)
            {
                using var plane = probabilities.select(0, id);
                CopyFloats(plane, result.AsSpan((int)(id * pixels) + first * image.Width));
            }
        });
        return result;
    }

    /// <summary>Predicts images, and calls an action with the index of an image, a band of its logits, and the band's first row.</summary>
    private void ForEachBand(IReadOnlyList<RgbImage> images, Action<int, Tensor, int> action)
    {
        program.Evaluating(() =>
        {
            using var algorithms = options.Compute.EnterAlgorithms(program.Device);
            for (var first = 0; first < images.Count; first += options.BatchSize)
                ForEachBand(images, first, Math.Min(options.BatchSize, images.Count - first), action);
        });
    }

    private void ForEachBand(IReadOnlyList<RgbImage> images, int first, int count, Action<int, Tensor, int> action)
    {
        var pieces = Enumerable.Range(0, count).Select(_ => new List<TileLogits>()).ToArray();
        try
        {
            var tiles = Enumerable.Range(0, count)
                .SelectMany(index => Tile.Of(images[first + index], options, description).Select(tile => (Index: index, Tile: tile)));
            foreach (var sameSize in tiles.GroupBy(entry => (entry.Tile.Down.Length, entry.Tile.Across.Length)))
            {
                foreach (var batch in sameSize.Chunk(options.BatchSize))
                {
                    using var input = Input([.. batch.Select(entry => (images[first + entry.Index], entry.Tile))]);
                    using var logits = Run(input);
                    for (var i = 0; i < batch.Length; i++)
                        pieces[batch[i].Index].Add(new TileLogits(batch[i].Tile, Unmirrored(logits, i, batch[i].Tile), description.AlignCorners));
                }
            }
            for (var i = 0; i < count; i++)
            {
                var image = images[first + i];
                var index = first + i;
                Bands.ForEach(pieces[i], Classes, image.Height, image.Width, program.Device, (band, row) => action(index, band, row));
            }
        }
        finally
        {
            foreach (var piece in pieces.SelectMany(list => list))
                piece.Dispose();
        }
    }

    /// <summary>N×3×H×W, on the CPU.</summary>
    private Tensor Input(IReadOnlyList<(RgbImage Image, Tile Tile)> batch)
    {
        var (image, first) = batch[0];
        int height = first.Down.Length, width = first.Across.Length;
        if (12L * height * width > int.MaxValue)
            throw new GaldException(
                $"An image of {image.Height}×{image.Width} is too large: as the network's input it takes more than 2 GiB; predict it by windows.");
        var input = zeros(batch.Count, 3, height, width, ScalarType.Float32, CPU);
        for (var i = 0; i < batch.Count; i++)
        {
            using var slot = input.select(0, i);
            batch[i].Tile.Write(batch[i].Image, normalization, slot);
        }
        return input;
    }

    private Tensor Run(Tensor input)
    {
        using var images = input.to(program.Type, program.Device);
        using var precision = options.Compute.EnterPrecision(program.Device);
        return program.Run(images);
    }

    /// <summary>A copy of the logits of one tile of a batch, as the image lies.</summary>
    private static Tensor Unmirrored(Tensor logits, int index, Tile tile)
    {
        using var own = logits.select(0, index);
        using var turned = tile.IsMirrored ? own.flip(2) : own.alias();
        using var packed = turned.contiguous();
        return packed.clone();
    }

    private static void CopyIds(Tensor ids, Span<byte> target)
    {
        using var bytes = ids.to_type(ScalarType.Byte);
        using var host = bytes.cpu();
        host.bytes.CopyTo(target);
    }

    private static void CopyFloats(Tensor values, Span<float> target)
    {
        using var packed = values.contiguous();
        using var host = packed.cpu();
        MemoryMarshal.Cast<byte, float>(host.bytes).CopyTo(target);
    }

    /// <summary>Releases the frozen network. The network that it was made from stays the caller's.</summary>
    public void Dispose() => program.Dispose();
}
