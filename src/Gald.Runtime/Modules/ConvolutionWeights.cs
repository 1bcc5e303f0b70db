using Gald.Computing;
using Gald.Modules.Winograd;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>
/// The weights of a convolution that only predicts, in the order of each kernel that has asked for them. The first kernel's order takes the place
/// of the plain one, so as a rule they are there once. Threads may ask at the same time; each gets a handle of its own, which
/// it disposes, and which outlives the object.
/// </summary>
internal sealed class ConvolutionWeights(Tensor dense) : IDisposable
{
    private readonly Lock entry = new();
    private Tensor? dense = dense, packed, panels;
    private Panels? order;

    /// <summary>Out×In/groups×k×k, as they were at first.</summary>
    public Tensor Dense()
    {
        lock (entry)
            return ReadDense();
    }

    /// <summary>In the order of oneDNN's kernels for such maps; it does for maps of other sizes too.</summary>
    /// <param name="convolution">The convolution.</param>
    /// <param name="input">N×C×H×W.</param>
    public Tensor Packed(PackedConvolution convolution, Tensor input)
    {
        lock (entry)
            return Handle(ref packed, weight => convolution.Pack(weight, input));
    }

    /// <summary>In panels.</summary>
    public Tensor InPanels(Panels wanted)
    {
        lock (entry)
        {
            order = wanted;
            return Handle(ref panels, wanted.Pack);
        }
    }

    private Tensor Handle(ref Tensor? ordered, Func<Tensor, Tensor> bring)
    {
        if (ordered is null)
        {
            using var plain = ReadDense();
            using var apart = HeapMemory.PlaceApart();
            ordered = bring(plain).DetachFromDisposeScope();
            dense?.Dispose();
            dense = null;
        }
        return ordered.alias();
    }

    private Tensor ReadDense()
    {
        ObjectDisposedException.ThrowIf(dense is null && packed is null && panels is null, typeof(FoldedConv2d));
        return dense?.alias() ?? (panels is null ? packed!.to_dense() : order!.Unpack(panels));
    }

    public void Dispose()
    {
        lock (entry)
        {
            dense?.Dispose();
            packed?.Dispose();
            panels?.Dispose();
            dense = packed = panels = null;
        }
    }
}
