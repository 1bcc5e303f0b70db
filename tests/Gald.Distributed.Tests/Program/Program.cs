using System.Globalization;
using Gald;
using Gald.Commands;
using Gald.Data;
using Gald.Distributed;
using Gald.Distributed.Tests;
using Gald.Training;
using StreetScenes;

// What the tests start, alone or under mpirun. "{rank}" in an argument is the number of the process, "{network}" one of two networks.
var rank = Launch.Detect().Rank.ToString(CultureInfo.InvariantCulture);
args = [.. args.Select(argument => argument.Replace("{rank}", rank, StringComparison.Ordinal)
    .Replace("{network}", rank == "0" ? "StreetGald" : "OtherGald", StringComparison.Ordinal))];
switch (args)
{
    case ["training", .. var rest]:
        return TrainingProgram.Run(rest);
    case ["sums", .. var rest]:
        return SumsProgram.Run(rest);
    case ["benchmark", .. var rest]:
        return BenchmarkProgram.Run(rest);
    case ["command", var folder, .. var rest]:
        // The tests end single processes.
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "pid-" + rank), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new GaldProgram
        {
            Defaults = new TrainingOptions { Steps = 4, BatchSize = 2, CropHeight = 64, CropWidth = 64, Validations = 1, SaveEveryMinutes = 1e-4, LearningRate = 0.01 },
        }
            .Add<StreetGald>()
            .Add<OtherGald>()
            .Run(rest);
    default:
        Console.Error.WriteLine("This program is what the tests start.");
        return 1;
}
