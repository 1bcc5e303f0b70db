using Gald.Computing;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Distributed;

/// <summary>
/// A batch of which each process of a group has some images, while this thread computes with its own. What a loss, a norm or dropout
/// takes over the batch, it takes over all of it by the members here, so that the shares together give the numbers of one process
/// that has the whole batch. Without a shared batch, they do nothing.
/// </summary>
/// <remarks>
/// The gradients of the processes add up to that of the batch: each process forms the loss of the whole batch, and follows it
/// back to its own images only. So a sum or a gathering here passes its gradient on to what this process put in, as it is.
/// </remarks>
public sealed class SharedBatch : IDisposable
{
    [ThreadStatic]
    private static SharedBatch? current;

    private readonly SharedBatch? before;
    private Exception? failure;

    private SharedBatch(IProcessGroup group, BatchShare share, bool synchronizesNorms)
    {
        Group = group;
        Share = share;
        SynchronizesNorms = synchronizesNorms;
        before = current;
        current = this;
    }

    internal static SharedBatch? Current => current;

    internal IProcessGroup Group { get; }

    /// <summary>Which images of the batch this process has.</summary>
    internal BatchShare Share { get; }

    /// <summary>The images of every process, in the order of the ranks.</summary>
    internal IEnumerable<BatchShare> Shares => Enumerable.Range(0, Group.Size).Select(rank => BatchShare.Of(rank, Group.Size, Share.BatchSize));

    /// <summary>Whether batch norms take the statistics of the whole batch.</summary>
    internal bool SynchronizesNorms { get; }

    /// <summary>Makes a batch the thread's until disposal; null, which changes nothing, for a process on its own.</summary>
    internal static SharedBatch? Enter(IProcessGroup group, BatchShare share, bool synchronizesNorms) =>
        group is SingleProcess ? null : new SharedBatch(group, share, synchronizesNorms);

    /// <summary>Runs something with a batch, or none, as this thread's: the backward pass may have another thread than the forward pass had.</summary>
    internal static T During<T>(SharedBatch? batch, Func<T> work)
    {
        var outer = current;
        current = batch;
        try
        {
            return work();
        }
        finally
        {
            current = outer;
        }
    }

    /// <summary>The sum of a tensor over the processes, whose gradient goes to this process's; disposes the tensor.</summary>
    /// <param name="own">Of the same shape in every process.</param>
    /// <exception cref="GaldException">The processes cannot reach each other.</exception>
    public static Tensor Sum(Tensor own)
    {
        if (current is not { } batch)
            return own;
        using (own)
        {
            using var sum = own.detach().clone();
            batch.Group.Sum(sum);
            return batch.WithGradientOf(own, sum);
        }
    }

    /// <summary>The sum of a number over the processes.</summary>
    internal static long Total(long own)
    {
        if (current is not { } batch)
            return own;
        using var sum = tensor(own, ScalarType.Int64);
        batch.Group.Sum(sum);
        return sum.ToInt64();
    }

    /// <summary>
    /// The tensors of all processes one after the other, whose gradient goes to this process's; disposes the tensor.
    /// </summary>
    /// <param name="own">Of the same shape in every process, but for the dimension.</param>
    /// <param name="dimension">Along which they are put together.</param>
    /// <exception cref="GaldException">The processes cannot reach each other.</exception>
    public static Tensor Concatenate(Tensor own, int dimension)
    {
        if (current is not { } batch)
            return own;
        using var scope = NewDisposeScope();
        var length = tensor(own.shape[dimension], ScalarType.Int64);
        var gatheredLengths = batch.Group.Gather(length);
        var lengths = gatheredLengths.data<long>().ToArray();
        var shape = own.shape;
        shape[dimension] = lengths.Max();
        var padded = zeros(shape, own.dtype, own.device);
        using (no_grad())
            padded.narrow(dimension, 0, own.shape[dimension]).copy_(own);
        var all = batch.Group.Gather(padded);
        Tensor[] parts = [.. lengths.Select((count, rank) => rank == batch.Group.Rank ? own : all.select(0, rank).narrow(dimension, 0, count))];
        var whole = cat(parts, dimension).MoveToOuterDisposeScope();
        own.Dispose();
        return whole;
    }

    /// <summary>What went wrong in the middle of a backward pass, where an exception would end the process.</summary>
    internal void Remember(Exception e) => failure ??= e;

    /// <exception cref="GaldException">What was remembered.</exception>
    internal void ThrowIfFailed()
    {
        if (failure is not null)
            throw new GaldException(failure.Message, failure);
    }

    /// <summary>The value of one tensor with the gradient of another.</summary>
    private Tensor WithGradientOf(Tensor own, Tensor value)
    {
        if (!own.requires_grad)
            return value.alias();
        using var difference = value.sub(own.detach());
        return own.add(difference, LastingScalar.One);
    }

    /// <summary>Ends it.</summary>
    public void Dispose() => current = before;
}

/// <summary>The images of a batch that one process has.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Count">Their number.</param>
/// <param name="BatchSize">Images in the batch.</param>
internal readonly record struct BatchShare(int First, int Count, int BatchSize)
{
    /// <summary>All images of a batch.</summary>
    public static BatchShare Whole(int batchSize) => new(0, batchSize, batchSize);

    /// <summary>A process's images: as many as any other's, or one more or less.</summary>
    public static BatchShare Of(int rank, int size, int batchSize)
    {
        int first = (int)((long)batchSize * rank / size), end = (int)((long)batchSize * (rank + 1) / size);
        return new(first, end - first, batchSize);
    }
}
