using System.Globalization;
using Gald.Checkpoints;

namespace Gald.Commands;

/// <summary>Where runs are when nothing else is said: <c>runs/NETWORK</c>, <c>runs/NETWORK-2</c> and so on.</summary>
internal static class Runs
{
    private const string Parent = "runs";

    /// <summary>A folder for a new run, next to those of earlier ones; the caller has it to itself until it disposes the claim.</summary>
    /// <exception cref="GaldException">It cannot be made.</exception>
    public static RunClaim New(NetworkDescription network)
    {
        for (var number = 1; ; number++)
        {
            if (RunClaim.TryTakeEmpty(new RunFolder(FolderOf(network, number))) is RunClaim claim)
                return claim;
        }
    }

    /// <summary>The run of the highest number that has a file, or null.</summary>
    public static RunFolder? Latest(NetworkDescription network, Func<RunFolder, string> file)
    {
        if (!Directory.Exists(Parent))
            return null;
        return Directory.EnumerateDirectories(Parent)
            .Select(path => (Path: path, Number: NumberOf(network, Path.GetFileName(path))))
            .Where(run => run.Number > 0)
            .OrderByDescending(run => run.Number)
            .Select(run => new RunFolder(run.Path))
            .FirstOrDefault(run => File.Exists(file(run)));
    }

    private static string FolderOf(NetworkDescription network, int number) =>
        Path.Combine(Parent, number == 1 ? network.Name : string.Create(CultureInfo.InvariantCulture, $"{network.Name}-{number}"));

    private static int NumberOf(NetworkDescription network, string folder)
    {
        if (folder == network.Name)
            return 1;
        return folder.StartsWith(network.Name + "-", StringComparison.Ordinal)
            && int.TryParse(folder[(network.Name.Length + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;
    }
}
