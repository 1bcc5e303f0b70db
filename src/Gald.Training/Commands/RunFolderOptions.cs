using System.CommandLine;
using Gald.Checkpoints;

namespace Gald.Commands;

/// <summary><c>--out</c>, <c>--resume</c> and <c>--overwrite</c>: where a run is.</summary>
internal sealed class RunFolderOptions
{
    private readonly Option<string?> folder = new("--out")
    {
        HelpName = "FOLDER",
        Description = "Where everything is written. Absent: runs/NETWORK, or with --resume the run of the highest number there; a number is added when it is taken.",
    };

    private readonly Option<bool> resume = new("--resume") { Description = "Goes on with the run in the folder, with its options unless others are given." };

    private readonly Option<bool> overwrite = new("--overwrite") { Description = "Begins anew in a folder that holds a run, which is lost." };

    public RunFolderOptions(Command command)
    {
        command.Options.Add(folder);
        command.Options.Add(resume);
        command.Options.Add(overwrite);
    }

    /// <summary>The run to go on with; null when a new one is to begin, for which the place is free.</summary>
    /// <exception cref="GaldException">There is nothing to resume, or something that would be lost.</exception>
    public RunFolder? Resumed(ParseResult parsed, NetworkDescription network)
    {
        if (parsed.GetValue(resume) && parsed.GetValue(overwrite))
            throw new GaldException("A run is either resumed or overwritten; give --resume or --overwrite, not both.");
        var named = Named(parsed);
        if (parsed.GetValue(resume))
        {
            return (named ?? Runs.Latest(network, run => run.LastCheckpoint)) is RunFolder run && File.Exists(run.LastCheckpoint)
                ? run
                : throw new GaldException($"There is no run to resume in '{named?.Path ?? "runs"}'; leave --resume out to begin one.");
        }
        if (named is not null && named.HoldsRun && !parsed.GetValue(overwrite))
            throw new GaldException(
                $"'{named.Path}' already holds a run; go on with it by --resume, replace it by --overwrite, or choose another --out.");
        return null;
    }

    /// <summary>A folder for a new run, claimed; the files of an earlier one are still there.</summary>
    /// <exception cref="GaldException">It cannot be written to, or another program trains there.</exception>
    public RunClaim ClaimNew(ParseResult parsed, NetworkDescription network) =>
        Named(parsed) is RunFolder named ? RunClaim.Take(named) : Runs.New(network);

    private RunFolder? Named(ParseResult parsed) => parsed.GetValue(folder) switch
    {
        null => null,
        "" => throw new GaldException("The name after --out is empty; give the folder that the run is written into."),
        string path when File.Exists(path) => throw new GaldException($"'{path}' is a file; give a folder with --out."),
        string path => new RunFolder(path),
    };
}
