using Gald.Distributed;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>
/// Dropout of single values (Srivastava et al., JMLR 2014). Processes that share a batch draw for all of it and keep their part, so that an
/// image loses the same values however many processes there are.
/// </summary>
public static class ElementDropout
{
    /// <summary>N×C×H×W to N×C×H×W: in training, a value becomes 0 with a probability p, or 1/(1 − p) times itself; otherwise the result may be the input.</summary>
    /// <param name="input">N×C×H×W.</param>
    /// <param name="probability">p, 0 to 1.</param>
    /// <param name="training">Whether it drops anything.</param>
    public static Tensor Apply(Tensor input, double probability, bool training)
    {
        if (!training || probability is <= 0 or >= 1)
            return nn.functional.dropout(input, probability, training);
        using var scope = NewDisposeScope();
        var images = input.shape[0];
        (var all, var first) = SharedBatch.Current is { Share: var share }
            ? (images * share.BatchSize / share.Count, images * share.First / share.Count)
            : (images, 0);
        using Scalar kept = 1 - probability;

        // Drawn in the order of the dimensions, so that the numbers do not depend on how the map lies in memory.
        var noise = empty([all, .. input.shape[1..]], input.dtype, input.device);
        noise.bernoulli_(1 - probability);
        noise.div_(kept);
        return input.mul(noise.narrow(0, first, images)).MoveToOuterDisposeScope();
    }
}
