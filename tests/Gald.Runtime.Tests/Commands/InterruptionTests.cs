using System.Runtime.InteropServices;
using Gald.Commands;
using Xunit;

namespace Gald.Runtime.Tests.Commands;

/// <summary>Signals that ask a command to end become a request to save and end, with the exit code that a shell expects.</summary>
public sealed class InterruptionTests
{
    private const int Hangup = 1, Interrupt = 2, Terminate = 15;

    [Theory]
    [InlineData(Hangup, 129)]
    [InlineData(Interrupt, 130)]
    [InlineData(Terminate, 143)]
    public void ASignalAsksToSaveAndEnd(int signal, int exitCode)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var interruption = new Interruption();
        Assert.False(interruption.Token.IsCancellationRequested);

        Assert.Equal(0, Send(Environment.ProcessId, signal));
        Assert.True(interruption.Token.WaitHandle.WaitOne(TimeSpan.FromMinutes(1)));
        Assert.Equal(exitCode, interruption.ExitCode);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Send(int process, int signal);
}
