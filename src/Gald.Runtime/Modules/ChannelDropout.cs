using Gald.Distributed;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>
/// Dropout of whole channels (Tompson et al., CVPR 2015). Processes that share a batch draw for all of it and keep their part, so that an
/// image loses the same channels however many processes there are.
/// </summary>
public static class ChannelDropout
{
    /// <summary>N×C×H×W to N×C×H×W: in training, a channel becomes 0 with a probability p, or 1/(1 − p) times itself; otherwise the result may be the input.</summary>
    /// <param name="input">N×C×H×W.</param>
    /// <param name="probability">p, 0 to 1.</param>
    /// <param name="training">Whether it drops anything.</param>
    public static Tensor Apply(Tensor input, double probability, bool training)
    {
        // One process draws the same numbers, in the library's own way.
        if (!training || probability is <= 0 or >= 1 || SharedBatch.Current is not { } batch)
            return nn.functional.dropout2d(input, probability, training);
        using var scope = NewDisposeScope();
        long images = input.shape[0], all = images * batch.Share.BatchSize / batch.Share.Count, first = images * batch.Share.First / batch.Share.Count;
        using Scalar kept = 1 - probability;
        var noise = empty([all, input.shape[1], 1, 1], input.dtype, input.device);
        noise.bernoulli_(1 - probability);
        noise.div_(kept);
        return input.mul(noise.narrow(0, first, images)).MoveToOuterDisposeScope();
    }
}
