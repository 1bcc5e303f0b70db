using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Evaluation;

/// <summary>
/// A network as it predicts: frozen where it can be, as it is otherwise. Each of its modules is left in the mode that it was in;
/// stages that were written by hand belong to the frozen network too.
/// </summary>
internal sealed class PredictionProgram : IDisposable
{
    private readonly nn.Module<Tensor, SegmentationOutput> network;
    private readonly IFrozenNetwork? frozen;

    public PredictionProgram(nn.Module<Tensor, SegmentationOutput> network, bool exact)
    {
        this.network = network;
        frozen = (network as IFreezable)?.Freeze(new FreezingOptions { Exact = exact });
    }

    /// <summary>Where it computes; a network without weights on the CPU.</summary>
    public Device Device => network.parameters().FirstOrDefault()?.device ?? CPU;

    /// <summary>What its weights are numbers of.</summary>
    public ScalarType Type => network.parameters().FirstOrDefault()?.dtype ?? ScalarType.Float32;

    /// <summary>Calls an action during which the network is in evaluation mode and nothing is recorded for gradients.</summary>
    public void Evaluating(Action action)
    {
        // From the outside in, for setting a module's mode sets that of those inside it.
        List<(nn.Module Module, bool Training)> modes = [.. network.modules().Prepend(network).Select(module => (module, module.training))];
        network.eval();
        try
        {
            using var inference = inference_mode();
            action();
        }
        finally
        {
            foreach (var (module, training) in modes)
                module.train(training);
        }
    }

    /// <summary>N×3×H×W to N×Classes×h×w float32 logits, which the caller disposes.</summary>
    public Tensor Run(Tensor images)
    {
        if (frozen is not null)
        {
            using var logits = frozen.call(images);
            return logits.to_type(ScalarType.Float32);
        }
        using var packed = MemoryLayout.ChannelsLast(images);
        using var output = network.call(packed);
        return output.Logits.to_type(ScalarType.Float32);
    }

    public void Dispose() => frozen?.Dispose();
}
