using System.Runtime.InteropServices;
using Gald.Data;
using Gald.Pictures;
using static TorchSharp.torch;

namespace Gald.Evaluation;

/// <summary>A part of an image, scaled and perhaps mirrored, that goes through the network in one piece: a window, or the whole of it.</summary>
internal sealed record Tile(TileSpan Down, TileSpan Across, int[] CountsDown, int[] CountsAcross, bool IsMirrored, float Share)
{
    /// <summary>All tiles of an image that have a pixel of it. Over each scale and side, their logits count alike in the average.</summary>
    public static IEnumerable<Tile> Of(RgbImage image, PredictionOptions options, NetworkDescription network)
    {
        var share = 1f / (options.Scales.Count * (options.Flip ? 2 : 1));
        foreach (var scale in options.Scales)
        {
            var down = Aligned(options.WindowHeight, TileSpan.Cover(image.Height, scale, options.WindowHeight, options.StrideHeight, network.MinimumHeight));
            var across = Aligned(options.WindowWidth, TileSpan.Cover(image.Width, scale, options.WindowWidth, options.StrideWidth, network.MinimumWidth));
            int[] countsDown = TileSpan.Counts(down), countsAcross = TileSpan.Counts(across);
            foreach (var vertical in down.Where(span => span.Begin < span.End))
            {
                foreach (var horizontal in across.Where(span => span.Begin < span.End))
                {
                    yield return new Tile(vertical, horizontal, countsDown, countsAcross, false, share);
                    if (options.Flip)
                        yield return new Tile(vertical, horizontal, countsDown, countsAcross, true, share);
                }
            }
        }

        // Windows have the size that was asked for.
        IReadOnlyList<TileSpan> Aligned(int window, IReadOnlyList<TileSpan> spans) =>
            options.Aligned == AlignedSizes.Always && window == 0 && spans is [var whole] ? [whole with { Length = network.AlignedSide(whole.Length) }] : spans;
    }

    /// <summary>
    /// Writes the tile as a network's input. Where it reaches beyond the scaled image, the input is the mean, 0 after normalisation,
    /// as it was in training.
    /// </summary>
    /// <param name="image">The image.</param>
    /// <param name="normalization">How pixels become input.</param>
    /// <param name="input">3×Length×Length float32 on the CPU, contiguous, all 0.</param>
    public void Write(RgbImage image, Normalization normalization, Tensor input)
    {
        var down = new Resampling(image.Height, Down.Scaled, Down.Offset, Down.Length);
        var across = new Resampling(image.Width, Across.Scaled, Across.Offset, Across.Length);
        var rows = new ResampledRows(image.Pixels, image.Width, down, across);
        var row = new float[3 * Across.Length];
        var values = MemoryMarshal.Cast<byte, float>(input.bytes);
        for (var y = down.Begin; y < down.End; y++)
        {
            rows.Read(y, row);
            for (var colour = 0; colour < 3; colour++)
            {
                var (mean, deviation) = normalization.Scale(colour);
                var target = values.Slice((normalization.Plane(colour) * Down.Length + y) * Across.Length, Across.Length);
                for (var x = across.Begin; x < across.End; x++)
                    target[IsMirrored ? Across.Length - 1 - x : x] = (row[3 * x + colour] - mean) / deviation;
            }
        }
    }
}
