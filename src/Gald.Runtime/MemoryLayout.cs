using static TorchSharp.torch;

namespace Gald;

/// <summary>The order in which the numbers of feature maps and of convolutions' weights lie in memory.</summary>
public static class MemoryLayout
{
    /// <summary>
    /// The same N×C×H×W map with the channels of a position beside each other, which convolutions are faster on; they and what
    /// follows them keep that order, so a network runs in it from its input on.
    /// </summary>
    /// <param name="map">N×C×H×W.</param>
    /// <returns>A tensor that the caller disposes.</returns>
    public static Tensor ChannelsLast(Tensor map)
    {
        using var permuted = map.permute(0, 2, 3, 1);
        using var packed = permuted.contiguous();
        return packed.permute(0, 3, 1, 2);
    }

    /// <summary>
    /// Lays the weights of a new or loaded network out with the input channels of a position beside each other, as PyTorch's
    /// <c>module.to(memory_format=torch.channels_last)</c> does. The parameters stay the same objects with the same values, so an optimizer that
    /// has them goes on, and weights that are loaded later are copied into the layout. On the CPU training got no
    /// faster by it, as the kernels bring the weights into an order of their own in any case; for GPUs PyTorch advises it.
    /// </summary>
    /// <param name="network">A network, or any module; its parameters of four dimensions are laid out, and it computes the same as before.</param>
    public static void WeightsChannelsLast(nn.Module network)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        foreach (var parameter in network.parameters().Where(parameter => parameter.dim() == 4))
        {
            // Allocated in its final order, so that the strides of 1×1 and depthwise kernels say it too.
            var shape = parameter.shape;
            var weights = empty([shape[0], shape[2], shape[3], shape[1]], parameter.dtype, parameter.device).permute(0, 3, 1, 2);
            weights.copy_(parameter);
            parameter.set_(weights);
        }
    }
}
