using System.Diagnostics;

namespace Gald.Training;

/// <summary>Speed over the latest steps, and the time left at the session's pace.</summary>
internal sealed class ProgressMeter(double progressAtStart, int batchSize)
{
    private const int Window = 20;
    private readonly long start = Stopwatch.GetTimestamp();
    private readonly Queue<TimeSpan> latest = [];
    private double progress;

    public double ImagesPerSecond => batchSize * latest.Count / latest.Sum(step => step.TotalSeconds);

    public TimeSpan TimeLeft => progress > progressAtStart
        ? Stopwatch.GetElapsedTime(start) * Math.Min(1e6, (1 - progress) / (progress - progressAtStart))
        : TimeSpan.Zero;

    public void Add(TimeSpan step, double progressNow)
    {
        latest.Enqueue(step);
        if (latest.Count > Window)
            latest.Dequeue();
        progress = progressNow;
    }
}
