using System.ComponentModel;
using System.Diagnostics;
using Xunit;

namespace Gald.Runtime.Tests.Weights.Python;

/// <summary>A Python with PyTorch: the one that GALD_PYTHON names, else the first on the usual paths that has it.</summary>
internal static class PythonTorch
{
    private static readonly Lazy<string?> Interpreter = new(Find);

    public static string? Missing => Interpreter.Value is null
        ? "There is no Python with PyTorch here (Debian: python3-torch); GALD_PYTHON names one elsewhere."
        : null;

    /// <summary>Whether it has a module as well.</summary>
    public static bool Has(string module) => Interpreter.Value is string python && TryRun(python, Path.GetTempPath(), ["-c", $"import torch, {module}"]) is not null;

    /// <summary>Runs a script in a folder and gives what it prints.</summary>
    public static string Run(string folder, string script, params string[] args)
    {
        var file = Path.Combine(folder, "script.py");
        File.WriteAllText(file, script);
        return TryRun(Interpreter.Value!, folder, [file, .. args]) ?? throw new InvalidOperationException("The script failed:\n" + lastErrors);
    }

    private static string? lastErrors;

    private static string? Find() => new[] { Environment.GetEnvironmentVariable("GALD_PYTHON"), "python3", "/usr/bin/python3", "python" }
        .FirstOrDefault(python => !string.IsNullOrEmpty(python) && TryRun(python, Path.GetTempPath(), ["-c", "import torch"]) is not null);

    private static string? TryRun(string python, string folder, string[] args)
    {
        var start = new ProcessStartInfo(python, args)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            lastErrors = errors.Result;
            return process.ExitCode == 0 ? output : null;
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            return null;
        }
    }
}

/// <summary>A test that needs a Python with PyTorch, and is skipped with the reason where there is none.</summary>
internal sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute() => Skip = PythonTorch.Missing;

    /// <summary>A module that it needs as well.</summary>
    public string Module
    {
        get;
        set
        {
            field = value;
            Skip ??= PythonTorch.Has(value) ? null : $"The Python with PyTorch here has no {value} (Debian: python3-{value}).";
        }
    } = "";
}
