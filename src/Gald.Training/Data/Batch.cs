using TorchSharp;

namespace Gald.Data;

/// <summary>Some crops of labelled images, ready for a training step. Tensors are on the CPU, and disposed with the batch.</summary>
public sealed class Batch : IDisposable
{
    internal Batch(int step, torch.Tensor images, torch.Tensor labels)
    {
        Step = step;
        Images = images;
        Labels = labels;
    }

    /// <summary>The training step that it is for, from 0.</summary>
    public int Step { get; }

    /// <summary>N×3×H×W float32, normalised.</summary>
    public torch.Tensor Images { get; }

    /// <summary>N×H×W int64 class ids; <see cref="ClassTable.Ignored"/> where there is none.</summary>
    public torch.Tensor Labels { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Images.Dispose();
        Labels.Dispose();
    }
}
