using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Gald.Benchmarks.Peers;

/// <summary>What is to be done.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Network">The network, by the name that contestants know.</param>
/// <param name="Images">N×H×W.</param>
/// <param name="Trains">Whether it is a training step rather than a prediction.</param>
/// <param name="Runs">Measured runs in each process.</param>
internal sealed record Work(string Name, string Network, (int Count, int Height, int Width) Images, bool Trains, int Runs);

/// <summary>What one process measured.</summary>
internal sealed record Round(IReadOnlyList<double> Milliseconds, double PeakMegabytes);

/// <summary>A program that does the work, in a process of its own.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Program">The program.</param>
/// <param name="Arguments">What it gets in front of the work.</param>
/// <param name="Trains">Whether it trains too.</param>
/// <param name="Networks">How the names of the networks that it runs begin; empty for all.</param>
internal sealed record Peer(string Name, string Program, IReadOnlyList<string> Arguments, bool Trains = true, string Networks = "")
{
    /// <summary>Whether it can do a work.</summary>
    public bool Takes(Work work) => (Trains || !work.Trains) && work.Network.StartsWith(Networks, StringComparison.Ordinal);

    /// <summary>Sets it up, does the work several times, and says how long each time took.</summary>
    /// <exception cref="GaldException">The program failed.</exception>
    public Round Run(Work work, int threads, string? file)
    {
        string[] arguments =
        [
            .. Arguments, work.Network, Number(threads),
            Number(work.Images.Count), Number(work.Images.Height), Number(work.Images.Width), work.Trains ? "train" : "infer", Number(work.Runs),
            .. file is null ? Array.Empty<string>() : [file],
        ];
        var lines = Read(arguments, threads).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new Round(
            [.. lines.Where(line => line.StartsWith("ms ", StringComparison.Ordinal)).Select(Value)],
            Value(lines.Single(line => line.StartsWith("peak_mb ", StringComparison.Ordinal))));
    }

    /// <summary>Runs it, and returns what it wrote.</summary>
    public string Read(IReadOnlyList<string> arguments, int threads)
    {
        var start = new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OMP_NUM_THREADS"] = Number(threads);
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0
                ? output
                : throw new GaldException($"The contestant {Name} failed: {errors.Result.Trim().Split('\n').Last()}");
        }
        catch (Win32Exception)
        {
            throw new GaldException($"The contestant {Name} needs '{Program}', which is not here.");
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static double Value(string line) => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
}
