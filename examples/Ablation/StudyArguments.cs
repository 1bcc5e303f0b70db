using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Ablation;

/// <summary>What the command line asks for.</summary>
/// <param name="Folder">Where everything is written.</param>
/// <param name="Seeds">How many seeds, from 0.</param>
/// <param name="Only">The networks; empty for all.</param>
/// <param name="Data">The folder of labelled images; null for synthetic streets.</param>
/// <param name="ForBoth">What is handed to <c>train</c> and to <c>evaluate</c>.</param>
/// <param name="ForTraining">What is handed to <c>train</c> alone.</param>
internal sealed record StudyArguments(
    string Folder, int Seeds, IReadOnlyList<string> Only, string? Data, IReadOnlyList<string> ForBoth, IReadOnlyList<string> ForTraining)
{
    /// <summary>Reads the command line and runs a study, or says what is wrong or possible.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args, Func<StudyArguments, int> study)
    {
        var seeds = new Option<int>("--seeds")
        {
            HelpName = "N",
            Description = "How many times each network is trained, with seeds from 0.",
            DefaultValueFactory = _ => 2,
            CustomParser = ParseSeeds,
        };
        var folder = new Option<string>("--out") { HelpName = "FOLDER", Description = "Where runs, table and picture are written; what is there already is not done again.", DefaultValueFactory = _ => "ablation" };
        var only = new Option<string>("--only") { HelpName = "NETWORK,…", Description = "The networks to train.", DefaultValueFactory = _ => "" };
        var data = new Option<string?>("--data") { HelpName = "FOLDER", Description = "Labelled images. Absent: synthetic street scenes." };
        Option<string?>[] both = [data, new("--classes"), new("--layout"), new("--labels"), new("--device"), new("--threads")];
        foreach (var option in both.Skip(1))
            option.Description = "As with train; handed to evaluate, too.";
        var command = new RootCommand("Trains networks that differ in one thing and compares them. Every option of train can be given besides.") { seeds, folder, only };
        foreach (var option in both)
            command.Options.Add(option);
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(parsed => study(new StudyArguments(
            parsed.GetValue(folder)!,
            parsed.GetValue(seeds),
            parsed.GetValue(only)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            parsed.GetValue(data),
            [.. both.Where(option => parsed.GetValue(option) is not null).SelectMany(option => new[] { option.Name, parsed.GetValue(option)! })],
            [.. parsed.UnmatchedTokens])));
        ParseResult line = command.Parse(args);
        if (line.Errors.Count == 0)
            return line.Invoke();
        Console.Error.WriteLine($"error: {line.Errors[0].Message} See --help.");
        return 1;
    }

    private static int ParseSeeds(ArgumentResult argument)
    {
        if (!int.TryParse(argument.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seeds) || seeds == 0)
            argument.AddError($"The number of seeds is at least 1, not '{argument.Tokens[0].Value}'.");
        return seeds;
    }
}
