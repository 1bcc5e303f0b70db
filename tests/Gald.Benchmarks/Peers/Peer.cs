using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Gald.Benchmarks.Peers;

/// <summary>What is to be done.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Images">N×H×W.</param>
/// <param name="Trains">Whether it is a training step rather than a prediction.</param>
/// <param name="Runs">Measured runs in each process.</param>
internal sealed record Work(string Name, (int Count, int Height, int Width) Images, bool Trains, int Runs);

/// <summary>What one process measured.</summary>
internal sealed record Round(IReadOnlyList<double> Milliseconds, double PeakMegabytes);

/// <summary>A program that does the work, in a process of its own.</summary>
internal sealed record Peer(string Name, string Program, IReadOnlyList<string> Arguments, bool Trains = true)
{
    /// <summary>Sets it up, does the work several times, and says how long each time took.</summary>
    /// <exception cref="GaldException">The program failed.</exception>
    public Round Run(Work work, string? file)
    {
        string[] arguments =
        [
            .. Arguments,
            Number(work.Images.Count), Number(work.Images.Height), Number(work.Images.Width), work.Trains ? "train" : "infer", Number(work.Runs),
            .. file is null ? Array.Empty<string>() : [file],
        ];
        var lines = Read(arguments).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new Round(
            [.. lines.Where(line => line.StartsWith("ms ", StringComparison.Ordinal)).Select(Value)],
            Value(lines.Single(line => line.StartsWith("peak_mb ", StringComparison.Ordinal))));
    }

    /// <summary>Runs it, and returns what it wrote.</summary>
    public string Read(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OMP_NUM_THREADS"] = "2";
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
