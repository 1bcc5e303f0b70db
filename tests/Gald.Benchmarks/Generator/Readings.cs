using System.Diagnostics;

namespace Gald.Benchmarks.Generator;

/// <summary>What one run took.</summary>
/// <param name="Ours">The time in the generator or the analyzer, by the compiler's own clock.</param>
/// <param name="Wall">The time until the result was there, the compiler's work included.</param>
/// <param name="Processor">The time on all cores.</param>
internal sealed record Reading(TimeSpan Ours, TimeSpan Wall, TimeSpan Processor);

/// <summary>The readings of all runs in this process, warm-up included, in their order.</summary>
internal static class Readings
{
    private static readonly Dictionary<string, List<Reading>> Taken = [];

    /// <summary>Runs something that says how much of its time was ours.</summary>
    public static void Take(string name, Func<TimeSpan> run)
    {
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var ours = run();
        var wall = clock.Elapsed;
        var reading = new Reading(ours, wall, Process.GetCurrentProcess().TotalProcessorTime - processor);
        if (!Taken.TryGetValue(name, out var readings))
            Taken.Add(name, readings = []);
        readings.Add(reading);
    }

    public static IReadOnlyList<Reading> Of(string name) => Taken[name];
}
