using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Gald.Distributed;
using TorchSharp;

namespace Gald.Data;

/// <summary>
/// Endless batches of augmented crops, prepared on background threads. An epoch is a permutation of all images, and a batch may
/// span two epochs. The batch of a step depends on the scenes, the options and the step alone: a run that is resumed at a step
/// sees what the uninterrupted run would have seen, whatever the number of threads.
/// </summary>
public sealed class BatchLoader : IDisposable
{
    private readonly IScenes scenes;
    private readonly BatchOptions options;
    private readonly BatchShare share;
    private readonly Thread[] threads;
    private readonly BlockingCollection<Job> jobs = [];
    private readonly Queue<Job> ahead = [];
    private readonly ConcurrentBag<Crops> spare = [];
    private readonly CancellationTokenSource stop = new();
    private int nextStep;
    private long epoch = -1;
    private int[] order = [];

    /// <summary>A loader whose threads start at once.</summary>
    /// <param name="scenes">Where the images come from.</param>
    /// <param name="options">What batches are made of.</param>
    /// <param name="firstStep">The step of the first batch, 0 for a new run.</param>
    /// <exception cref="GaldException">The options do not make sense, or there are no images.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The first step is negative.</exception>
    public BatchLoader(IScenes scenes, BatchOptions options, int firstStep)
        : this(scenes, options, firstStep, BatchShare.Whole(options.BatchSize))
    {
    }

    /// <summary>A loader of a share of each batch: the images that the whole batch has at these places, changed as they are there.</summary>
    internal BatchLoader(IScenes scenes, BatchOptions options, int firstStep, BatchShare share)
    {
        options.Check();
        ArgumentOutOfRangeException.ThrowIfNegative(firstStep);
        if (scenes.Count == 0)
            throw new GaldException("There are no images to make batches of.");
        this.scenes = scenes;
        this.options = options;
        this.share = share;
        nextStep = firstStep;
        for (var i = 0; i <= options.Prefetch; i++)
            Schedule();
        threads = [.. Enumerable.Range(1, options.Threads).Select(i => new Thread(Work) { IsBackground = true, Name = $"Batches {i}" })];
        foreach (var thread in threads)
            thread.Start();
    }

    /// <summary>The next step's batch, which the caller disposes; waits for it if need be.</summary>
    /// <exception cref="GaldException">An image or a label cannot be used; the message names the file.</exception>
    /// <exception cref="ObjectDisposedException">The loader was disposed.</exception>
    public Batch Next()
    {
        ObjectDisposedException.ThrowIf(stop.IsCancellationRequested, this);
        var job = ahead.Dequeue();
        Schedule();
        var crops = job.Result.Task.WaitAsync(stop.Token).GetAwaiter().GetResult();
        int size = share.Count, height = options.CropHeight, width = options.CropWidth;
        var images = torch.empty([size, 3, height, width], dtype: torch.ScalarType.Float32, device: torch.CPU);
        MemoryMarshal.AsBytes(crops.Input.AsSpan()).CopyTo(images.bytes);
        var labels = torch.empty([size, height, width], dtype: torch.ScalarType.Int64, device: torch.CPU);
        var ids = MemoryMarshal.Cast<byte, long>(labels.bytes);
        for (var i = 0; i < ids.Length; i++)
            ids[i] = crops.Labels[i];
        spare.Add(crops);
        return new Batch(job.Step, images, labels);
    }

    /// <summary>Stops the threads, at the latest after the image that each is at, and drops what they prepared.</summary>
    public void Dispose()
    {
        if (stop.IsCancellationRequested)
            return;
        stop.Cancel();
        foreach (var thread in threads)
            thread.Join();
        jobs.Dispose();
        ahead.Clear();
        spare.Clear();
    }

    /// <summary>Hands the next step to the threads.</summary>
    private void Schedule()
    {
        var images = new int[share.Count];
        for (var i = 0; i < images.Length; i++)
        {
            (var itsEpoch, var position) = Math.DivRem((long)nextStep * options.BatchSize + share.First + i, scenes.Count);
            if (itsEpoch != epoch)
            {
                epoch = itsEpoch;
                order = new SplitMix64(options.Seed, epoch, -1).Permutation(scenes.Count);
            }
            images[i] = order[position];
        }
        var job = new Job(nextStep++, images, new TaskCompletionSource<Crops>());
        ahead.Enqueue(job);
        jobs.Add(job);
    }

    private void Work()
    {
        try
        {
            foreach (var job in jobs.GetConsumingEnumerable(stop.Token))
            {
                try
                {
                    job.Result.SetResult(Prepare(job));
                }
                catch (Exception e) when (e is not OperationCanceledException || !stop.IsCancellationRequested)
                {
                    job.Result.SetException(e);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The loader was disposed.
        }
    }

    private Crops Prepare(Job job)
    {
        var area = options.CropHeight * options.CropWidth;
        if (spare.TryTake(out var crops))
            Array.Clear(crops.Input);
        else
            crops = new Crops(new float[job.Images.Length * 3 * area], new byte[job.Images.Length * area]);
        for (var i = 0; i < job.Images.Length; i++)
        {
            stop.Token.ThrowIfCancellationRequested();
            var random = new SplitMix64(options.Seed, job.Step, share.First + i);
            var input = crops.Input.AsSpan(i * 3 * area, 3 * area);
            Augmentation.Crop(scenes.Load(job.Images[i]), options, random, input, crops.Labels.AsSpan(i * area, area));
        }
        return crops;
    }

    /// <summary>A batch to prepare: its step, its images, and where the result goes.</summary>
    private sealed record Job(int Step, int[] Images, TaskCompletionSource<Crops> Result);

    /// <summary>A prepared batch: N×3×H×W and N×H×W, row-major. Its large arrays are used again.</summary>
    private sealed record Crops(float[] Input, byte[] Labels);
}
