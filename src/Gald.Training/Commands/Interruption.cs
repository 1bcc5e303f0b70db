using System.Runtime.InteropServices;

namespace Gald.Commands;

/// <summary>
/// Ctrl-C, the request to terminate, and the end of the terminal or the connection, as a token, so that work is saved before the program
/// ends. A second one ends it at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;

    public Interruption() =>
        registrations = [Listen(PosixSignal.SIGINT, 130), Listen(PosixSignal.SIGTERM, 143), Listen(PosixSignal.SIGHUP, 129)];

    public CancellationToken Token => source.Token;

    /// <summary>The exit code that says so: 128 and the number of the signal.</summary>
    public int ExitCode { get; private set; } = 130;

    private PosixSignalRegistration Listen(PosixSignal signal, int exitCode) => PosixSignalRegistration.Create(signal, context =>
    {
        if (source.IsCancellationRequested)
            return;
        context.Cancel = true;
        ExitCode = exitCode;
        source.Cancel();
    });

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        source.Dispose();
    }
}
