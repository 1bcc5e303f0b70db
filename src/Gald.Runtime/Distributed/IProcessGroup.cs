using static TorchSharp.torch;

namespace Gald.Distributed;

/// <summary>
/// Processes that train together, each with the number 0 to <see cref="Size"/> − 1. Every process calls the same members in the same
/// order; one thread at a time may call. What is summed is summed in the order of the ranks, so that runs repeat to the bit and
/// every process holds the same bits.
/// </summary>
public interface IProcessGroup : IDisposable
{
    /// <summary>The number of this process, 0 to <see cref="Size"/> − 1. Process 0 prints, saves and draws.</summary>
    int Rank { get; }

    /// <summary>Number of processes, at least 1.</summary>
    int Size { get; }

    /// <summary>How the processes talk to each other, for people: <c>Open MPI</c>, <c>NCCL 2.21.5</c>.</summary>
    string Transport { get; }

    /// <summary>Replaces a tensor by its sum over all processes.</summary>
    /// <param name="tensor">Contiguous, of any device, with the same shape and type in every process.</param>
    /// <exception cref="GaldException">The processes cannot reach each other.</exception>
    void Sum(Tensor tensor);

    /// <summary>The tensors of all processes in the order of the ranks, Size×shape; the caller disposes it.</summary>
    /// <param name="tensor">Contiguous, of any device, with the same shape and type in every process.</param>
    /// <exception cref="GaldException">The processes cannot reach each other.</exception>
    Tensor Gather(Tensor tensor);

    /// <summary>Replaces a tensor by that of process 0.</summary>
    /// <param name="tensor">Contiguous, of any device, with the same shape and type in every process.</param>
    /// <exception cref="GaldException">The processes cannot reach each other.</exception>
    void Broadcast(Tensor tensor);

    /// <summary>Returns once every process has called it.</summary>
    /// <exception cref="GaldException">The processes cannot reach each other.</exception>
    void Barrier();

    /// <summary>Ends every process of the group with exit code 1, wherever it is; saves nothing. Does not return when the group has others.</summary>
    void Abort();
}
