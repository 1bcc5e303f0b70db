using Gald.Data;
using Gald.Pictures;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Evaluation;

/// <summary>Predicts the class of each pixel of whole images.</summary>
public sealed class Predictor
{
    private readonly nn.Module<Tensor, SegmentationOutput> network;
    private readonly NetworkDescription description;
    private readonly Normalization normalization;

    /// <summary>A predictor, which uses the network and does not own it.</summary>
    /// <param name="network">The network, on the device where it is to run.</param>
    /// <param name="description">Its description.</param>
    /// <param name="normalization">How pixels become its input: what it was trained with.</param>
    public Predictor(nn.Module<Tensor, SegmentationOutput> network, NetworkDescription description, Normalization normalization)
    {
        this.network = network;
        this.description = description;
        this.normalization = normalization;
    }

    /// <summary>Number of classes that are told apart.</summary>
    public int Classes => description.Classes;

    /// <summary>The most probable class of each pixel: Height×Width ids, row-major. Each module of the network is left in the mode that it was in.</summary>
    /// <param name="image">An image of any size that the network accepts.</param>
    /// <exception cref="GaldException">The image is smaller than the network's minimum, or has more than 178 million pixels.</exception>
    public byte[] Predict(RgbImage image)
    {
        if (image.Height < description.MinimumHeight || image.Width < description.MinimumWidth)
            throw new GaldException(
                $"An image of {image.Height}×{image.Width} is too small for {description.Name}, which needs at least "
                + $"{description.MinimumHeight}×{description.MinimumWidth}; give it larger images.");
        if (12L * image.Height * image.Width > int.MaxValue)
            throw new GaldException($"An image of {image.Height}×{image.Width} is too large: as the network's input it takes more than 2 GiB; give it parts.");
        // From the outside in, for setting a module's mode sets that of those inside it.
        List<(nn.Module Module, bool Training)> modes = [.. network.modules().Prepend(network).Select(module => (module, module.training))];
        network.eval();
        try
        {
            using var inference = inference_mode();
            using var scope = NewDisposeScope();
            Tensor input = normalization.ToTensor(image.Pixels, image.Height, image.Width).to(network.parameters().First().device);
            using SegmentationOutput output = network.call(MemoryLayout.ChannelsLast(input));
            return Classify(output.Logits, image.Height, image.Width);
        }
        finally
        {
            foreach (var (module, training) in modes)
                module.train(training);
        }
    }

    private static byte[] Classify(Tensor logits, int height, int width)
    {
        Tensor ids;
        using (Tensor upsampled = nn.functional.interpolate(logits, size: [height, width], mode: InterpolationMode.Bilinear, align_corners: true))
            ids = upsampled.argmax(1);
        using (ids)
        using (Tensor bytes = ids.to_type(ScalarType.Byte))
        using (Tensor host = bytes.cpu())
            return host.data<byte>().ToArray();
    }
}
