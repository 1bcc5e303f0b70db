using System.ComponentModel;
using System.Diagnostics;

namespace Gald.Distributed.Tests;

/// <summary>The MPI of this machine: the mpirun that GALD_MPIRUN names, else that of the path.</summary>
internal static class Mpi
{
    private static readonly Lazy<string?> Version = new(ReadVersion);

    public static string? Missing => Version.Value is null
        ? "There is no MPI here (Debian: openmpi-bin); GALD_MPIRUN names an mpirun elsewhere."
        : null;

    private static string Mpirun => Environment.GetEnvironmentVariable("GALD_MPIRUN") is { Length: > 0 } named ? named : "mpirun";

    /// <summary>Starts this assembly's program as several processes.</summary>
    public static Run Start(int processes, params string[] args) => StartWith([], processes, args);

    /// <summary>Starts this assembly's program as several processes, and mpirun with variables.</summary>
    public static Run StartWith(Dictionary<string, string> variables, int processes, params string[] args)
    {
        // There may be fewer cores than processes, and the user may be root, as on a build server.
        string[] manners = IsOpenMpi
            ? ["--allow-run-as-root", "--oversubscribe", "--bind-to", "none", "--mca", "mpi_yield_when_idle", "1"]
            : [];
        return new Run(Mpirun, [.. manners, "-n", $"{processes}", "dotnet", Program, .. args], variables);
    }

    /// <summary>Starts this assembly's program as a process on each of two hosts that this machine plays.</summary>
    public static Run StartOnTwoHosts(params string[] args) => new(HostsScript, ["dotnet", Program, .. args], []);

    /// <summary>Whether this machine can play hosts.</summary>
    public static bool CanPlayHosts
    {
        get
        {
            if (!IsOpenMpi || !OperatingSystem.IsLinux())
                return false;
            try
            {
                using Run made = new("ip", ["netns", "add", "gald-trial"], []);
                if (made.Wait().ExitCode != 0)
                    return false;
                using Run gone = new("ip", ["netns", "del", "gald-trial"], []);
                return gone.Wait().ExitCode == 0;
            }
            catch (Win32Exception)
            {
                return false;
            }
        }
    }

    /// <summary>Starts this assembly's program as one process.</summary>
    public static Run Alone(params string[] args) => new("dotnet", [Program, .. args], []);

    /// <summary>Starts this assembly's program as one process with variables that a launcher would set.</summary>
    public static Run AloneWith(Dictionary<string, string> variables, params string[] args) => new("dotnet", [Program, .. args], variables);

    private static bool IsOpenMpi =>
        Version.Value is string text && (text.Contains("Open MPI", StringComparison.Ordinal) || text.Contains("OpenRTE", StringComparison.Ordinal));

    private static string HostsScript => Path.Combine(Path.GetDirectoryName(Program)!, "hosts.sh");

    private static string Program => typeof(Mpi).Assembly.Location;

    private static string? ReadVersion()
    {
        try
        {
            using Run run = new(Mpirun, ["--version"], []);
            var outcome = run.Wait();
            return outcome.ExitCode == 0 ? outcome.Output : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}

/// <summary>A test that needs MPI, and is skipped with the reason where there is none.</summary>
internal sealed class MpiFactAttribute : FactAttribute
{
    public MpiFactAttribute() => Skip = Mpi.Missing;
}

/// <summary>What a program did.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Errors)
{
    /// <summary>What it complained of: the lines that begin as ours do.</summary>
    public IReadOnlyList<string> Sentences => [.. Errors.Split('\n').Where(line => line.StartsWith("error: ", StringComparison.Ordinal))];

    public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Errors}";
}

/// <summary>A program that runs.</summary>
internal sealed class Run : IDisposable
{
    // Far beyond what any of them takes, on a busy machine too.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);
    private readonly Process process;
    private readonly Task<string> output, errors;

    public Run(string file, string[] args, Dictionary<string, string> variables)
    {
        var start = new ProcessStartInfo(file, args) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OMP_NUM_THREADS"] = "1";
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        process = Process.Start(start)!;
        output = process.StandardOutput.ReadToEndAsync();
        errors = process.StandardError.ReadToEndAsync();
    }

    public int Id => process.Id;

    public bool HasEnded => process.HasExited;

    /// <summary>Waits for its end.</summary>
    public Outcome Wait() => Wait(Longest);

    /// <summary>Waits for its end, and fails if that takes longer.</summary>
    public Outcome Wait(TimeSpan longest)
    {
        if (!process.WaitForExit(longest))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"It had not ended after {longest.TotalSeconds} s.\n{output.Result}\n{errors.Result}");
        }
        return new Outcome(process.ExitCode, output.Result, errors.Result);
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }
}
