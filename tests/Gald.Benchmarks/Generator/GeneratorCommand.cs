using System.CommandLine;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Spectre.Console;

namespace Gald.Benchmarks.Generator;

/// <summary><c>generator</c>: the speed of generator and analyzer.</summary>
internal static class GeneratorCommand
{
    public static Command Create()
    {
        var json = new Option<string?>("--json") { Description = "A file for the medians: an array of { \"case\", \"ms\" }." };
        string[] all = [.. CasesOf<GenerationBenchmarks>(), .. CasesOf<AnalysisBenchmarks>()];
        var cases = new Option<string[]>("--case") { Description = $"Only this case, or these: {string.Join(", ", all)}.", AllowMultipleArgumentsPerToken = true };
        cases.AcceptOnlyFromAmong(all);
        var command = new Command("generator", "Measures first builds and keystrokes with one and with a hundred networks.") { json, cases };
        command.SetAction(parsed => Run(parsed.GetValue(json), parsed.GetValue(cases) ?? []));
        return command;
    }

    private static IEnumerable<string> CasesOf<T>() =>
        typeof(T).GetMethods().Select(method => method.GetCustomAttribute<BenchmarkAttribute>()?.Description).OfType<string>();

    private static int Run(string? json, string[] cases)
    {
        if (json is not null)
            AtomicFile.RequireWritable(json);
        var results = Measure(cases);
        Print(results);
        if (json is not null)
            AtomicFile.Write(json, stream => JsonSerializer.Serialize(stream, results.Select(one => new { @case = one.Case, ms = Math.Round(one.Ours, 3) }), JsonSerializerOptions.Web));
        return 0;
    }

    /// <summary>
    /// The warm-up lasts until the code is compiled with all optimisations, as it soon is in an IDE. Analysis of the whole project
    /// takes the compiler seconds, of which ours are a small part.
    /// </summary>
    private static IReadOnlyList<CaseResult> Measure(string[] cases) =>
        [.. Measure<GenerationBenchmarks>(cases, warmups: 100, iterations: 25), .. Measure<AnalysisBenchmarks>(cases, warmups: 2, iterations: 5)];

    private static IEnumerable<CaseResult> Measure<T>(string[] cases, int warmups, int iterations)
    {
        // In this process, where the compiler says how much of the time was ours.
        var job = Job.Default
            .WithToolchain(new InProcessEmitToolchain(timeout: TimeSpan.FromHours(2), logOutput: false))
            .WithStrategy(RunStrategy.Monitoring)
            .WithInvocationCount(1)
            .WithGcForce(false) // No full collection, after which memory and caches are cold, comes between two keystrokes.
            .WithUnrollFactor(1)
            .WithWarmupCount(warmups)
            .WithIterationCount(iterations);
        var config = ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddLogger(NullLogger.Instance)
            .AddFilter(new SimpleFilter(benchmark => cases.Length == 0 || cases.Contains(benchmark.Descriptor.WorkloadMethodDisplayInfo)))
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "gald-benchmarks"));
        return BenchmarkRunner.Run<T>(config).Reports.Select(report =>
            CaseResult.Of(report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo, iterations));
    }

    private static void Print(IReadOnlyList<CaseResult> results)
    {
        // A file or a pipe has no width; 80 would break the names in two.
        if (!AnsiConsole.Profile.Capabilities.Ansi)
            AnsiConsole.Profile.Width = 200;
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumn("Case");
        foreach (var heading in new[] { "Ours, ms", "Least, ms", "Wall, ms", "CPU, ms", "First run, ms" })
            table.AddColumn(new TableColumn(heading).RightAligned());
        foreach (var one in results)
            table.AddRow(one.Case, Number(one.Ours), Number(one.Least), Number(one.Wall), Number(one.Processor), Number(one.First));
        AnsiConsole.Write(table);
    }

    private static string Number(double milliseconds) => milliseconds.ToString("0.00", CultureInfo.InvariantCulture);
}

/// <summary>What a case took, in milliseconds.</summary>
/// <param name="Case">Its name.</param>
/// <param name="Ours">Median of the time in the generator or the analyzer.</param>
/// <param name="Least">The least of these times, which other work on the machine disturbs least.</param>
/// <param name="Wall">Median of the time until the result was there.</param>
/// <param name="Processor">Median of the time on all cores.</param>
/// <param name="First">The first run of all, with code that was not compiled yet, until the result was there.</param>
internal sealed record CaseResult(string Case, double Ours, double Least, double Wall, double Processor, double First)
{
    public static CaseResult Of(string name, int iterations)
    {
        var all = Readings.Of(name);
        var counted = all.TakeLast(iterations).ToArray();
        return new(
            name,
            Median(counted.Select(reading => reading.Ours)),
            counted.Min(reading => reading.Ours).TotalMilliseconds,
            Median(counted.Select(reading => reading.Wall)),
            Median(counted.Select(reading => reading.Processor)),
            all[0].Wall.TotalMilliseconds);
    }

    private static double Median(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]).TotalMilliseconds / 2;
    }
}
