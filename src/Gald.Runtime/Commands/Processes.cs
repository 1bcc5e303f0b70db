using Gald.Distributed;
using Spectre.Console;
using static TorchSharp.torch;

namespace Gald.Commands;

/// <summary>The processes that run one command together, if a launcher such as mpirun has started several.</summary>
internal sealed class Processes
{
    private Launch launch = Launch.Alone;

    /// <summary>How this process was started.</summary>
    public Launch Launch => launch;

    /// <summary>Those that have joined; until then, this process alone.</summary>
    public IProcessGroup Group { get; private set; } = SingleProcess.Instance;

    /// <summary>Whether a launcher has started this process.</summary>
    public bool AreSeveral => launch.Launcher != Launcher.None;

    private bool IsFirst => launch.Rank == 0;

    /// <summary>Finds out how this process was started.</summary>
    /// <exception cref="GaldException">The environment contradicts itself.</exception>
    public void Find() => launch = Launch.Detect();

    /// <summary>What this process prints on: of all, the first alone prints.</summary>
    /// <param name="console">What one process alone would.</param>
    public IAnsiConsole Console(IAnsiConsole console)
    {
        if (!IsFirst)
            return AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) });
        // A launcher's terminal is one for its processes only, and what it passes on may go into a file.
        console.Profile.Capabilities.Ansi = false;
        console.Profile.Capabilities.Interactive = false;
        console.Profile.Width = 200;
        return console;
    }

    /// <summary>Joins the others, if there are any.</summary>
    /// <param name="device">What this process computes with.</param>
    /// <exception cref="GaldException">They cannot be connected.</exception>
    public IProcessGroup Join(Device device) => Group = ProcessGroup.Join(launch, device);

    /// <summary>Ends the group, which all of its processes do when their work is done.</summary>
    public void Leave() => Group.Dispose();

    /// <summary>Says why this process fails, unless another says it, and ends the others.</summary>
    /// <param name="e">What went wrong.</param>
    /// <param name="say">Says it.</param>
    public void Fail(Exception e, Action say)
    {
        if (e is GaldException { IsAgreed: true })
        {
            if (IsFirst)
                say();
            Leave();
            return;
        }
        // When several find the same, the first of them says it and ends the rest before they do.
        if (AreSeveral)
            Thread.Sleep(Math.Min(launch.Rank, 10) * 300);
        say();
        if (Group.Size > 1)
            Group.Abort();
    }
}
