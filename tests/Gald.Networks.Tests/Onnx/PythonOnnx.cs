using System.ComponentModel;
using System.Diagnostics;

namespace Gald.Networks.Tests.Onnx;

/// <summary>A Python with modules of the ONNX world: the one that GALD_PYTHON names, else one on the usual paths that has them.</summary>
internal static class PythonOnnx
{
    /// <summary>The interpreter that has a module; null without one.</summary>
    public static string? With(string module) => new[] { Environment.GetEnvironmentVariable("GALD_PYTHON"), "python3", "/usr/bin/python3", "python" }
        .FirstOrDefault(python => !string.IsNullOrEmpty(python) && Run(python, "-c", $"import {module}").ExitCode == 0);

    /// <summary>Runs a script and gives what it prints; its errors if it fails.</summary>
    public static (int ExitCode, string Output) Run(string python, params string[] arguments)
    {
        var start = new ProcessStartInfo(python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, process.ExitCode == 0 ? output : output + errors.Result);
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            return (-1, e.Message);
        }
    }
}

/// <summary>A test that needs a Python with a module, and is skipped with the reason where there is none.</summary>
internal sealed class PythonModuleFactAttribute : FactAttribute
{
    public PythonModuleFactAttribute(string module, string package)
    {
        if (PythonOnnx.With(module) is null)
            Skip = $"There is no Python with {module} here (Debian: {package}); GALD_PYTHON names one elsewhere.";
    }
}
