using Gald.Commands;
using Gald.Training;
using Spectre.Console;
using Xunit;

namespace Gald.Runtime.Tests;

/// <summary>A program of <see cref="TinyNetwork"/>, as a shell without a terminal runs it.</summary>
internal static class CommandLine
{
    public static (int ExitCode, string Output, string Errors) Run(params string[] args)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = 200;
        var exitCode = new GaldProgram { Defaults = new TrainingOptions { Steps = 2, BatchSize = 2, Validations = 1, LearningRate = 0.01 } }
            .Add<TinyNetwork>()
            .Run(args, console, errors);
        return (exitCode, output.ToString(), errors.ToString());
    }

    public static string Succeed(params string[] args)
    {
        var (exitCode, output, errors) = Run(args);
        Assert.Equal((0, ""), (exitCode, errors));
        return output;
    }

    /// <summary>The one sentence that a command says when it cannot go on.</summary>
    public static string Fail(params string[] args)
    {
        var (exitCode, _, errors) = Run(args);
        Assert.Equal(1, exitCode);
        Assert.StartsWith("error: ", errors);
        Assert.Single(errors.TrimEnd().Split('\n'));
        return errors;
    }
}
