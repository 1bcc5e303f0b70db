using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gald.Distributed;

/// <summary>
/// Adds up the gradients of all processes, many parameters at a time: a network has hundreds, and each exchange costs its latency.
/// It follows the backward pass, because TorchSharp 0.107 does not tell when a gradient is there.
/// </summary>
internal static class GradientSum
{
    // As large as makes the latency small, and a copy that costs little memory.
    private const long BucketBytes = 25 << 20;

    /// <summary>Replaces every gradient by its sum over the processes.</summary>
    /// <param name="group">The processes; each has the same parameters, with a gradient or without, in the same order.</param>
    /// <param name="parameters">The parameters.</param>
    /// <exception cref="GaldException">The processes cannot reach each other.</exception>
    public static void Replace(IProcessGroup group, IEnumerable<Parameter> parameters)
    {
        if (group is SingleProcess)
            return;
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        List<Tensor> gradients = [.. parameters.Select(parameter => parameter.grad).OfType<Tensor>()];
        for (int first = 0, next; first < gradients.Count; first = next)
        {
            next = first + 1;
            var bytes = Bytes(gradients[first]);
            while (next < gradients.Count && gradients[next].dtype == gradients[first].dtype && bytes + Bytes(gradients[next]) <= BucketBytes)
                bytes += Bytes(gradients[next++]);
            ReplaceTogether(group, gradients[first..next]);
        }
    }

    private static long Bytes(Tensor tensor) => tensor.numel() * tensor.element_size();

    private static void ReplaceTogether(IProcessGroup group, List<Tensor> gradients)
    {
        using var scope = NewDisposeScope();
        var bucket = cat([.. gradients.Select(gradient => gradient.reshape(-1))]);
        group.Sum(bucket);
        long offset = 0;
        foreach (var gradient in gradients)
        {
            gradient.copy_(bucket.narrow(0, offset, gradient.numel()).view(gradient.shape));
            offset += gradient.numel();
        }
    }
}
