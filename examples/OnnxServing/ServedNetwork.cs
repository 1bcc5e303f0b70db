using System.Globalization;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using SkiaSharp;

namespace OnnxServing;

/// <summary>A network from a file that Gald exported. All that is needed to use it stands in the file's metadata.</summary>
internal sealed class ServedNetwork : IDisposable
{
    private readonly InferenceSession session;
    private readonly RunOptions run = new();
    private readonly float[] mean, deviation;
    private readonly bool isBgr, alignsCorners;
    private readonly int minimumHeight, minimumWidth, fixedHeight, fixedWidth, alignedStride;

    /// <exception cref="InvalidDataException">The file does not say what the pixels and the classes are.</exception>
    public ServedNetwork(string path)
    {
        session = new InferenceSession(path);
        var metadata = session.ModelMetadata.CustomMetadataMap;
        string Entry(string key) => metadata.TryGetValue(key, out var value)
            ? value
            : throw new InvalidDataException($"'{path}' says nothing of its {key}; export it with its classes and normalisation, as the command export does.");
        Classes = JsonSerializer.Deserialize<string[]>(Entry("class_names"))!;
        Colours = [.. JsonSerializer.Deserialize<string[]>(Entry("class_colours"))!.Select(SKColor.Parse)];
        mean = JsonSerializer.Deserialize<float[]>(Entry("mean"))!;
        deviation = JsonSerializer.Deserialize<float[]>(Entry("deviation"))!;
        isBgr = Entry("channel_order") == "BGR";
        minimumHeight = int.Parse(Entry("minimum_height"), CultureInfo.InvariantCulture);
        minimumWidth = int.Parse(Entry("minimum_width"), CultureInfo.InvariantCulture);
        alignsCorners = !metadata.TryGetValue("align_corners", out var corners) || corners != "false";
        alignedStride = metadata.TryGetValue("aligned_stride", out var stride) ? int.Parse(stride, CultureInfo.InvariantCulture) : 1;
        var shape = session.InputMetadata.Values.Single().Dimensions;
        (fixedHeight, fixedWidth) = (shape[2], shape[3]);
    }

    /// <summary>The names of the classes, in the order of their ids.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Their colours.</summary>
    public IReadOnlyList<SKColor> Colours { get; }

    /// <summary>The class of each pixel: Height×Width ids, row-major.</summary>
    /// <param name="photo">A picture; where the file takes one size only, it is scaled to that.</param>
    /// <exception cref="InvalidDataException">The picture is smaller than the network takes.</exception>
    public byte[] Predict(SKBitmap photo)
    {
        int height = fixedHeight > 0 ? fixedHeight : photo.Height, width = fixedWidth > 0 ? fixedWidth : photo.Width;
        if (height < minimumHeight || width < minimumWidth)
            throw new InvalidDataException($"The network takes pictures from {minimumHeight}×{minimumWidth} up, but this one has {height}×{width}.");
        using var scaled = (height, width) == (photo.Height, photo.Width)
            ? null
            : photo.Resize(new SKImageInfo(width, height), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        // Padded, so that the logits lie where they were computed.
        int paddedHeight = fixedHeight > 0 ? height : Aligned(height), paddedWidth = fixedWidth > 0 ? width : Aligned(width);
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(ToInput(scaled ?? photo, paddedHeight, paddedWidth), [1, 3, paddedHeight, paddedWidth]);
        using var results = session.Run(run, session.InputNames, [input], session.OutputNames);
        var shape = results[0].GetTensorTypeAndShape().Shape;
        return LabelMap.Of(
            results[0].GetTensorDataAsSpan<float>(), Classes.Count, (int)shape[2], (int)shape[3], photo.Height, photo.Width,
            photo.Height + paddedHeight - height, photo.Width + paddedWidth - width, alignsCorners);
    }

    public void Dispose()
    {
        session.Dispose();
        run.Dispose();
    }

    /// <summary>The smallest side from this one on that is a multiple of the stride and, with aligned corners, one more.</summary>
    private int Aligned(int side)
    {
        var more = alignsCorners ? 1 : 0;
        return (side - more + alignedStride - 1) / alignedStride * alignedStride + more;
    }

    /// <summary>1×3×Height×Width: (value − mean) / deviation of each colour, in the order that the file says; 0 below and to the right of the picture.</summary>
    private float[] ToInput(SKBitmap photo, int height, int width)
    {
        var pixels = photo.Pixels;
        var input = new float[3 * height * width];
        for (var i = 0; i < pixels.Length; i++)
        {
            var colour = pixels[i];
            var at = i / photo.Width * width + i % photo.Width;
            Set(0, isBgr ? colour.Blue : colour.Red);
            Set(1, colour.Green);
            Set(2, isBgr ? colour.Red : colour.Blue);

            void Set(int channel, byte value) => input[channel * height * width + at] = (value - mean[channel]) / deviation[channel];
        }
        return input;
    }
}
