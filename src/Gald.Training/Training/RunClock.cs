using System.Diagnostics;

namespace Gald.Training;

/// <summary>The time that a run has taken over all of its sessions.</summary>
internal sealed class RunClock(TimeSpan before)
{
    private readonly long start = Stopwatch.GetTimestamp();

    public TimeSpan Elapsed => before + Stopwatch.GetElapsedTime(start);
}
