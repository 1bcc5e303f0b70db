using System.Globalization;
using System.Runtime.InteropServices;
using Gald.Commands;
using Xunit;

namespace Gald.Runtime.Tests.Commands;

/// <summary>Signals that ask a command to end become a request to save and end, with the exit code that a shell expects.</summary>
public sealed class InterruptionTests
{
    private const int Hangup = 1, Interrupt = 2, Terminate = 15;

    [SignalFact(Hangup)]
    public void TheEndOfTheTerminalAsksToSaveAndEnd() => AsksToSaveAndEnd(Hangup, 129);

    [SignalFact(Interrupt)]
    public void ControlCAsksToSaveAndEnd() => AsksToSaveAndEnd(Interrupt, 130);

    [SignalFact(Terminate)]
    public void TheRequestToTerminateAsksToSaveAndEnd() => AsksToSaveAndEnd(Terminate, 143);

    private static void AsksToSaveAndEnd(int signal, int exitCode)
    {
        using var interruption = new Interruption();
        Assert.False(interruption.Token.IsCancellationRequested);

        Assert.Equal(0, Send(Environment.ProcessId, signal));
        Assert.True(interruption.Token.WaitHandle.WaitOne(TimeSpan.FromMinutes(1)));
        Assert.Equal(exitCode, interruption.ExitCode);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Send(int process, int signal);

    /// <summary>A test that sends a signal to its own process; skipped where there are none, or where the process was told to ignore it, as by nohup.</summary>
    private sealed class SignalFactAttribute : FactAttribute
    {
        private const string Status = "/proc/self/status", Ignored = "SigIgn:";

        public SignalFactAttribute(int signal)
        {
            if (OperatingSystem.IsWindows())
                Skip = "Windows has no signals.";
            else if (File.Exists(Status) && (IgnoredSignals() >> (signal - 1) & 1) == 1)
                Skip = $"This process was started so that it ignores signal {signal}, as by nohup.";
        }

        private static ulong IgnoredSignals() => ulong.Parse(
            File.ReadLines(Status).First(line => line.StartsWith(Ignored, StringComparison.Ordinal))[Ignored.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
