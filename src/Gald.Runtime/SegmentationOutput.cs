using static TorchSharp.torch;

namespace Gald;

/// <summary>
/// What a segmentation network returns: logits at the network's output stride and, in training mode, those of the
/// auxiliary head; those of an [OcrHead]'s coarse prediction in evaluation mode too. Whoever calls <c>forward</c> owns it and disposes it.
/// </summary>
public sealed class SegmentationOutput : IDisposable
{
    private readonly Tensor[] auxiliaries;

    /// <summary>The output of a network without an auxiliary head, or of any network in evaluation mode.</summary>
    /// <param name="logits">N×Classes×H/s×W/s, before softmax, s being the output stride.</param>
    public SegmentationOutput(Tensor logits) : this(logits, [])
    {
    }

    /// <summary>The output of a network with an auxiliary head in training mode.</summary>
    /// <param name="logits">N×Classes×H/s×W/s, before softmax, s being the output stride.</param>
    /// <param name="auxiliary">N×Classes×H/t×W/t, before softmax, t being the stride of the stage that the head reads.</param>
    public SegmentationOutput(Tensor logits, Tensor auxiliary) : this(logits, [auxiliary])
    {
    }

    /// <summary>The output of a network with several further classifiers in training mode.</summary>
    /// <param name="logits">N×Classes×H/s×W/s, before softmax, s being the output stride.</param>
    /// <param name="auxiliaries">The logits of each, in the order of the description's <see cref="NetworkDescription.AuxiliaryWeights"/>.</param>
    public SegmentationOutput(Tensor logits, Tensor[] auxiliaries)
    {
        Logits = logits;
        this.auxiliaries = [.. auxiliaries];
    }

    /// <summary>N×Classes×H/s×W/s, before softmax.</summary>
    public Tensor Logits { get; }

    /// <summary>Whether <see cref="Auxiliary"/> is there: a network with an auxiliary head in training mode, or one with an [OcrHead].</summary>
    public bool HasAuxiliary => auxiliaries.Length > 0;

    /// <summary>N×Classes×H/t×W/t, before softmax: the last of <see cref="Auxiliaries"/>, those of the auxiliary head where there is one.</summary>
    /// <exception cref="InvalidOperationException">There is none; ask <see cref="HasAuxiliary"/> first.</exception>
    public Tensor Auxiliary => HasAuxiliary ? auxiliaries[^1]
        : throw new InvalidOperationException("This output has no auxiliary logits: they exist in training mode, when the network declares [AuxiliaryHead], and in every mode when it declares [OcrHead].");

    /// <summary>All further logits, each N×Classes×H/t×W/t before softmax: those of the head's own classifiers, then the auxiliary head's.</summary>
    public IReadOnlyList<Tensor> Auxiliaries => auxiliaries;

    /// <summary>Releases the tensors.</summary>
    public void Dispose()
    {
        Logits.Dispose();
        foreach (var auxiliary in auxiliaries)
            auxiliary.Dispose();
    }
}
