using System.CommandLine;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Spectre.Console;

namespace Gald.Benchmarks.Peers;

/// <summary>
/// <c>peers</c>: the published network with ResNet-50 as our module and our frozen program, beside the same network written by hand in
/// TorchSharp, in ONNX Runtime and in PyTorch.
/// </summary>
internal static class PeersCommand
{
    private static readonly Work[] Works =
    [
        new("inference-360x480", (1, 360, 480), Trains: false, Runs: 5),
        new("inference-769x769", (1, 769, 769), Trains: false, Runs: 3),
        new("train-2x193x193", (2, 193, 193), Trains: true, Runs: 5),
    ];

    /// <summary>Where the contestants are built.</summary>
    private static string Folder => typeof(PeersCommand).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "Contestants").Value!;

    public static Command Create()
    {
        var json = new Option<string?>("--json") { Description = "A file for the medians: an array of { \"work\", \"contestant\", \"ms\", \"peak_mb\" }." };
        var onnx = new Option<string?>("--onnx") { Description = "The network as ONNX, for ONNX Runtime. Absent: our own export." };
        var rounds = new Option<int>("--rounds") { Description = "Processes for each contestant, in turn.", DefaultValueFactory = _ => 3 };
        var command = new Command("peers", "Measures time and peak memory beside other ways to run the same network, two threads each.") { json, onnx, rounds };
        command.SetAction(parsed => Run(parsed.GetValue(json), parsed.GetValue(onnx), parsed.GetValue(rounds)));
        return command;
    }

    private static int Run(string? json, string? onnx, int rounds)
    {
        if (rounds < 1)
            throw new GaldException($"--rounds must be at least 1, not {rounds}.");
        if (onnx is not null && !File.Exists(onnx))
            throw new GaldException($"There is no file '{onnx}'; give the network as ONNX, or leave --onnx out.");
        if (json is not null)
            AtomicFile.RequireWritable(json);
        var folder = Directory.CreateTempSubdirectory("gald-peers");
        try
        {
            var results = Measure(onnx, folder.FullName, rounds);
            Print(results);
            if (json is not null)
                AtomicFile.Write(json, stream => JsonSerializer.Serialize(
                    stream,
                    results.Select(one => new { work = one.Work, contestant = one.Contestant, ms = Math.Round(one.Milliseconds, 1), peak_mb = one.PeakMegabytes }),
                    JsonSerializerOptions.Web));
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IReadOnlyList<Result> Measure(string? onnx, string folder, int rounds)
    {
        var contestants = Path.Combine(Folder, "Gald.Benchmarks.Peers.dll");
        var module = new Peer("module", "dotnet", [contestants, "module"]);
        var frozen = new Peer("frozen", "dotnet", [contestants, "frozen"], Trains: false);
        var handwritten = new Peer("handwritten", "dotnet", [contestants, "handwritten"]);
        var runtime = new Peer("onnxruntime", "dotnet", [contestants, "onnxruntime"], Trains: false);
        var file = onnx ?? Path.Combine(folder, "published.onnx");
        if (onnx is null)
            new Peer("export", "dotnet", []).Read([contestants, "export", file]);
        Peer[] peers = [module, frozen, handwritten, runtime, .. FindPyTorch()];
        var all = new List<(Work Work, Peer Peer, Round Round)>();
        foreach (var work in Works)
        {
            for (var round = 1; round <= rounds; round++)
            {
                foreach (var peer in peers.Where(peer => peer.Trains || !work.Trains))
                {
                    AnsiConsole.MarkupLine($"[grey]{work.Name}, round {round} of {rounds}: {peer.Name}[/]");
                    all.Add((work, peer, peer.Run(work, peer == runtime ? file : null)));
                }
            }
        }

        return [.. all.GroupBy(one => (one.Work.Name, Contestant: one.Peer.Name)).Select(group => new Result(
            group.Key.Name,
            group.Key.Contestant,
            Median(group.SelectMany(one => one.Round.Milliseconds)),
            Median(group.Select(one => one.Round.PeakMegabytes))))];
    }

    /// <summary>PyTorch, where there is a Python that has it.</summary>
    private static IEnumerable<Peer> FindPyTorch()
    {
        var script = Path.Combine(Folder, "gald.py");
        foreach (var python in new[] { "python3", "/usr/bin/python3" })
        {
            var peer = new Peer("pytorch", python, [script]);
            try
            {
                AnsiConsole.MarkupLine($"[grey]PyTorch {(peer with { Arguments = [] }).Read(["-c", "import torch; print(torch.__version__)"]).Trim()}[/]");
            }
            catch (GaldException)
            {
                continue;
            }

            return [peer];
        }

        AnsiConsole.MarkupLine("[grey]PyTorch is not here, so it does not take part.[/]");
        return [];
    }

    private static void Print(IReadOnlyList<Result> results)
    {
        var table = new Table().Border(TableBorder.Rounded).Title("Median time and peak resident memory; ratios to the frozen program, in training to the module");
        foreach (var column in new[] { "Work", "Contestant", "ms", "MB", "× time", "× memory" })
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var work in results.GroupBy(one => one.Work))
        {
            var ours = work.FirstOrDefault(one => one.Contestant == "frozen") ?? work.First(one => one.Contestant == "module");
            foreach (var one in work)
            {
                table.AddRow(
                    one.Work, one.Contestant, Text(one.Milliseconds, "F0"), Text(one.PeakMegabytes, "F0"),
                    Text(one.Milliseconds / ours.Milliseconds, "F2"), Text(one.PeakMegabytes / ours.PeakMegabytes, "F2"));
            }
        }

        AnsiConsole.Write(table);
    }

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);

    private static double Median(IEnumerable<double> numbers)
    {
        var sorted = numbers.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private sealed record Result(string Work, string Contestant, double Milliseconds, double PeakMegabytes);
}
