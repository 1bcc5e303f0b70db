using System.Diagnostics;

namespace Gald.Package.Tests;

/// <summary>What a process left behind.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Error);

/// <summary>Runs <c>dotnet</c> as a user's shell would, without what the surrounding test run put into the environment.</summary>
internal static class Dotnet
{
    /// <summary>Runs an SDK command without build servers, which would outlive the test.</summary>
    public static async Task<Outcome> Build(string folder, string command, params string[] arguments)
    {
        var outcome = await Run(folder, [command, .. arguments, "--nologo", "--disable-build-servers", "-p:UseSharedCompilation=false"]);
        Assert.True(outcome.ExitCode == 0, $"dotnet {command} failed:\n{outcome.Output}{outcome.Error}");
        return outcome;
    }

    public static async Task<Outcome> Run(string folder, params string[] arguments)
    {
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(host, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsOfTheTestRun).ToList())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Outcome(process.ExitCode, await output, await error);
    }

    private static bool IsOfTheTestRun(string name) =>
        name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase)
        || name is "NUGET_PACKAGES" or "Configuration" or "Platform" or "LD_LIBRARY_PATH";
}
