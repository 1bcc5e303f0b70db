using System.CommandLine;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Spectre.Console;

namespace Gald.Benchmarks.Peers;

/// <summary>
/// <c>peers</c>: networks as our module and our frozen program, beside the same network written by hand in TorchSharp, in ONNX Runtime and in
/// PyTorch.
/// </summary>
internal static class PeersCommand
{
    private static readonly Work[] Works =
    [
        new("inference-360x480", "resnet50-11", (1, 360, 480), Trains: false, Runs: 5),
        new("inference-769x769", "resnet50-11", (1, 769, 769), Trains: false, Runs: 3),
        new("inference-1024x2048", "resnet50-19", (1, 1024, 2048), Trains: false, Runs: 2),
        new("inference-4x360x480", "resnet50-11", (4, 360, 480), Trains: false, Runs: 3),
        new("inference-resnet18-360x480", "resnet18-11", (1, 360, 480), Trains: false, Runs: 5),
        new("inference-mobile-512x1024", "mobile-19", (1, 512, 1024), Trains: false, Runs: 20),
        new("train-2x193x193", "resnet50-11", (2, 193, 193), Trains: true, Runs: 5),
        new("train-recomputed-2x193x193", "recomputed50-11", (2, 193, 193), Trains: true, Runs: 5),
    ];

    private static readonly string Contestants = Path.Combine(Folder, "Gald.Benchmarks.Peers.dll");

    /// <summary>Networks of the hand-written ones.</summary>
    private const string Published = "resnet50-";

    private static readonly Peer Runtime = new("onnxruntime", "dotnet", [Contestants, "onnxruntime"], Trains: false);

    private static readonly Peer[] Peers =
    [
        new("module", "dotnet", [Contestants, "module"]),
        new("frozen", "dotnet", [Contestants, "frozen"], Trains: false),
        new("handwritten", "dotnet", [Contestants, "handwritten"], Networks: Published),
        Runtime,
        new("pytorch", "python3", [Path.Combine(Folder, "gald.py")], Networks: Published),
    ];

    /// <summary>Where the contestants are built.</summary>
    private static string Folder => typeof(PeersCommand).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "Contestants").Value!;

    public static Command Create()
    {
        var json = new Option<string?>("--json") { Description = "A file for the medians: an array of { \"work\", \"contestant\", \"ms\", \"peak_mb\" }." };
        var onnx = new Option<string?>("--onnx") { Description = "The published network for 11 classes as ONNX, for ONNX Runtime. Absent: our own export." };
        var rounds = new Option<int>("--rounds") { Description = "Processes for each contestant, in turn.", DefaultValueFactory = _ => 3 };
        var threads = new Option<int>("--threads") { Description = "Threads of each contestant.", DefaultValueFactory = _ => 2 };
        var works = Names("--work", "Only this work, or these", Works.Select(work => work.Name));
        var contestants = Names("--contestant", "Only this contestant, or these", Peers.Select(peer => peer.Name));
        var command = new Command("peers", "Measures time and peak memory beside other ways to run the same network.") { json, onnx, rounds, threads, works, contestants };
        command.SetAction(parsed => Run(
            parsed.GetValue(json),
            parsed.GetValue(onnx),
            parsed.GetValue(rounds),
            parsed.GetValue(threads),
            [.. Works.Where(work => Holds(parsed.GetValue(works), work.Name))],
            [.. Peers.Where(peer => Holds(parsed.GetValue(contestants), peer.Name))]));
        return command;

        static bool Holds(string[]? names, string name) => names is null or [] || names.Contains(name);
    }

    private static Option<string[]> Names(string option, string description, IEnumerable<string> names)
    {
        string[] all = [.. names];
        var result = new Option<string[]>(option) { Description = $"{description}: {string.Join(", ", all)}.", AllowMultipleArgumentsPerToken = true };
        result.AcceptOnlyFromAmong(all);
        return result;
    }

    private static int Run(string? json, string? onnx, int rounds, int threads, Work[] works, Peer[] peers)
    {
        if (rounds < 1)
            throw new GaldException($"--rounds must be at least 1, not {rounds}.");
        if (threads < 1)
            throw new GaldException($"--threads must be at least 1, not {threads}.");
        if (onnx is not null && !File.Exists(onnx))
            throw new GaldException($"There is no file '{onnx}'; give the network as ONNX, or leave --onnx out.");
        if (json is not null)
            AtomicFile.RequireWritable(json);
        var folder = Directory.CreateTempSubdirectory("gald-peers");
        try
        {
            var rate = new Peer("rate", "dotnet", []).Read([Contestants, "rate", threads.ToString(CultureInfo.InvariantCulture)], threads).Trim().Split(' ')[1];
            AnsiConsole.MarkupLine($"[grey]{threads} threads, at most {rate} billion multiply-adds a second[/]");
            var results = Measure(onnx, folder.FullName, rounds, threads, works, Present(peers, threads));
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

    private static IReadOnlyList<Result> Measure(string? onnx, string folder, int rounds, int threads, Work[] works, Peer[] peers)
    {
        var all = new List<(Work Work, Peer Peer, Round Round)>();
        foreach (var work in works)
        {
            var file = onnx is not null && work.Network == Works[0].Network ? onnx : Path.Combine(folder, work.Network + ".onnx");
            if (peers.Contains(Runtime) && Runtime.Takes(work) && !File.Exists(file))
                new Peer("export", "dotnet", []).Read([Contestants, "export", work.Network, file], threads);
            for (var round = 1; round <= rounds; round++)
            {
                foreach (var peer in peers.Where(peer => peer.Takes(work)))
                {
                    AnsiConsole.MarkupLine($"[grey]{work.Name}, round {round} of {rounds}: {peer.Name}[/]");
                    all.Add((work, peer, peer.Run(work, threads, peer == Runtime ? file : null)));
                }
            }
        }

        return [.. all.GroupBy(one => (one.Work.Name, Contestant: one.Peer.Name)).Select(group => new Result(
            group.Key.Name,
            group.Key.Contestant,
            Median(group.SelectMany(one => one.Round.Milliseconds)),
            Median(group.Select(one => one.Round.PeakMegabytes))))];
    }

    /// <summary>The contestants that can run here: PyTorch needs a Python that has it.</summary>
    private static Peer[] Present(Peer[] peers, int threads)
    {
        var present = new List<Peer>();
        foreach (var peer in peers)
        {
            if (peer.Program != "python3")
                present.Add(peer);
            else if (new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(python => HasPyTorch(peer with { Program = python }, threads)) is { } python)
                present.Add(peer with { Program = python });
            else
                AnsiConsole.MarkupLine("[grey]PyTorch is not here, so it does not take part.[/]");
        }

        return [.. present];
    }

    private static bool HasPyTorch(Peer peer, int threads)
    {
        try
        {
            AnsiConsole.MarkupLine($"[grey]PyTorch {(peer with { Arguments = [] }).Read(["-c", "import torch; print(torch.__version__)"], threads).Trim()}[/]");
            return true;
        }
        catch (GaldException)
        {
            return false;
        }
    }

    private static void Print(IReadOnlyList<Result> results)
    {
        var table = new Table().Border(TableBorder.Rounded).Title("Median time and peak resident memory; ratios to the frozen program, in training to the module");
        foreach (var column in new[] { "Work", "Contestant", "ms", "MB", "× time", "× memory" })
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var work in results.GroupBy(one => one.Work))
        {
            var ours = work.FirstOrDefault(one => one.Contestant == "frozen") ?? work.FirstOrDefault(one => one.Contestant == "module") ?? work.First();
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
