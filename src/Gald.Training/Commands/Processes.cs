using Gald.Distributed;
using Spectre.Console;
using static TorchSharp.torch;

namespace Gald.Commands;

/// <summary>The processes that run one command together, if a launcher such as mpirun has started several.</summary>
internal sealed class Processes
{
    private Launch launch = Launch.Alone;
    private bool isPreparing;

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

    /// <summary>Finds the others, if MPI connects them.</summary>
    /// <exception cref="GaldException">There is no MPI library, or it is not the launcher's.</exception>
    public void Join()
    {
        Group = ProcessGroup.Launched(launch);
        isPreparing = true;
    }

    /// <summary>Connects the processes as they compute.</summary>
    /// <param name="device">What this process computes with.</param>
    /// <exception cref="GaldException">They cannot be connected, or one of them has failed.</exception>
    public IProcessGroup Connect(Device device)
    {
        Ready();
        Group = ProcessGroup.Connect(launch, Group, device);
        isPreparing = true;
        return Group;
    }

    /// <summary>Waits until every process is prepared for what they do together.</summary>
    /// <exception cref="GaldException">One of them has failed.</exception>
    public void Ready()
    {
        isPreparing = false;
        Group.Together(static () => { });
    }

    /// <summary>Ends the group, which all of its processes do when their work is done.</summary>
    public void Leave() => Group.Dispose();

    /// <summary>Says once why the processes fail, and ends all of them.</summary>
    /// <param name="e">What went wrong.</param>
    /// <param name="sentence">What is to be said of it.</param>
    /// <param name="say">Says it.</param>
    public void Fail(Exception e, string sentence, Action<string> say)
    {
        if (isPreparing && e is not GaldException { IsAgreed: true })
        {
            // The others ask, when they are prepared.
            isPreparing = false;
            try
            {
                Group.Together(() => throw new GaldException(sentence));
            }
            catch (GaldException agreed)
            {
                (e, sentence) = (agreed, agreed.Message);
            }
        }
        if (e is GaldException { IsAgreed: true })
        {
            if (IsFirst)
                say(sentence);
            Leave();
            return;
        }
        // When several find the same, the first of them says it, and they end before they do.
        if (AreSeveral && !IsFirst)
            Thread.Sleep(Group.Size > 1 ? 1000 + 300 * Math.Min(launch.Rank, 10) : 4000);
        say(sentence);
        if (Group.Size > 1)
            Group.Abort();
    }
}
