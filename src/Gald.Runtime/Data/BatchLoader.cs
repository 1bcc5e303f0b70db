namespace Gald.Data;

/// <summary>
/// Endless batches of augmented crops, prepared on background threads. An epoch is a permutation of all images, and a batch may
/// span two epochs. The batch of a step depends on the scenes, the options and the step alone: a run that is resumed at a step
/// sees what the uninterrupted run would have seen, whatever the number of threads.
/// </summary>
public sealed class BatchLoader : IDisposable
{
    /// <summary>A loader whose threads start at once.</summary>
    /// <param name="scenes">Where the images come from.</param>
    /// <param name="options">What batches are made of.</param>
    /// <param name="firstStep">The step of the first batch, 0 for a new run.</param>
    /// <exception cref="GaldException">The options do not make sense, or there are no images.</exception>
    public BatchLoader(IScenes scenes, BatchOptions options, int firstStep) => throw new NotImplementedException();

    /// <summary>The next step's batch, which the caller disposes; waits for it if need be.</summary>
    /// <exception cref="GaldException">An image or a label cannot be used; the message names the file.</exception>
    /// <exception cref="ObjectDisposedException">The loader was disposed.</exception>
    public Batch Next() => throw new NotImplementedException();

    /// <summary>Stops the threads, at the latest after the image that each is at, and drops what they prepared.</summary>
    public void Dispose() => throw new NotImplementedException();
}
