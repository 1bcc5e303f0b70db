using static TorchSharp.torch;

namespace Gald.Distributed;

/// <summary>A process that trains alone.</summary>
public sealed class SingleProcess : IProcessGroup
{
    private SingleProcess()
    {
    }

    /// <summary>This process.</summary>
    public static SingleProcess Instance { get; } = new();

    /// <inheritdoc/>
    public int Rank => 0;

    /// <inheritdoc/>
    public int Size => 1;

    /// <inheritdoc/>
    public string Transport => "nothing";

    /// <inheritdoc/>
    public void Sum(Tensor tensor)
    {
    }

    /// <inheritdoc/>
    public Tensor Gather(Tensor tensor) => tensor.unsqueeze(0).clone();

    /// <inheritdoc/>
    public void Broadcast(Tensor tensor)
    {
    }

    /// <inheritdoc/>
    public void Barrier()
    {
    }

    /// <inheritdoc/>
    public void Abort() => Environment.Exit(1);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
