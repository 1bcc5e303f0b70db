using System.Globalization;
using System.Text;
using System.Text.Json;
using Gald.Commands;

namespace Ablation;

/// <summary>
/// Trains and evaluates each network with each seed, one after the other, and writes a table. What is done already, from a study that was
/// interrupted, is not done again.
/// </summary>
internal sealed class Study
{
    private static readonly string[] ForBoth = ["--data", "--classes", "--device", "--threads"];

    private readonly List<string> training = [], both = [];
    private int seeds = 2;
    private string folder = "ablation";
    private string[] only = [];

    public bool IsOnFolder => both.Contains("--data");

    /// <summary>Takes <c>--seeds N</c>, <c>--out FOLDER</c> and <c>--only NETWORK,…</c>; the rest goes to <c>train</c>.</summary>
    public static Study Parse(string[] args)
    {
        var study = new Study();
        for (var i = 0; i < args.Length; i++)
        {
            var next = i + 1 < args.Length ? args[i + 1] : "";
            switch (args[i])
            {
                case "--seeds" when int.TryParse(next, NumberStyles.None, CultureInfo.InvariantCulture, out study.seeds) && study.seeds > 0:
                    i++;
                    break;
                case "--out" when next.Length > 0:
                    study.folder = next;
                    i++;
                    break;
                case "--only" when next.Length > 0:
                    study.only = next.Split(',');
                    i++;
                    break;
                case var option when ForBoth.Contains(option):
                    study.both.AddRange([option, next]);
                    i++;
                    break;
                default:
                    study.training.Add(args[i]);
                    break;
            }
        }
        return study;
    }

    /// <returns>The exit code: that of the first command that failed.</returns>
    public int Run(GaldProgram program, string[] networks)
    {
        var rows = new List<Row>();
        // All networks with one seed first: a study that ends early compares what it has.
        for (var seed = 0; seed < seeds; seed++)
        {
            foreach (var network in networks.Where(network => only.Length == 0 || only.Contains(network)))
            {
                var run = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{network}-{seed}"));
                var scores = run + ".json";
                if (!File.Exists(scores))
                {
                    Console.WriteLine($"{network}, seed {seed}");
                    var exitCode = program.Run(
                        ["train", "--network", network, "--seed", seed.ToString(CultureInfo.InvariantCulture), "--out", run, "--overwrite", .. both, .. training]);
                    if (exitCode == 0)
                        exitCode = program.Run(
                            ["evaluate", "--network", network, "--weights", Path.Combine(run, "best.safetensors"), "--details", "--json", scores, .. both]);
                    if (exitCode != 0)
                        return exitCode;
                }
                rows.Add(Row.Read(network, seed, scores));
                var table = Table(rows);
                File.WriteAllText(Path.Combine(folder, "table.md"), table);
            }
        }
        Console.WriteLine(Table(rows));
        return 0;
    }

    private static string Table(List<Row> rows)
    {
        var text = new StringBuilder();
        var names = rows[0].Classes.Keys.ToArray();
        text.AppendLine($"| network | seed | mean IoU | F1, 0.375 % | BF | small | {string.Join(" | ", names)} |");
        text.AppendLine($"|---|---:|---:|---:|---:|---:|{string.Concat(names.Select(_ => "---:|"))}");
        foreach (var row in rows.GroupBy(row => row.Network).SelectMany(group => group))
            text.AppendLine($"| {row.Network} | {row.Seed} | {Percent(row.MeanIou)} | {Percent(row.F1)} | {Percent(row.Bf)} | {Percent(row.Small)} | {string.Join(" | ", names.Select(name => Percent(row.Classes[name])))} |");
        foreach (var group in rows.GroupBy(row => row.Network).Where(group => group.Count() > 1))
            text.AppendLine(
                $"| **{group.Key}** | mean | {Percent(group.Average(row => row.MeanIou))} | {Percent(group.Average(row => row.F1))} | {Percent(group.Average(row => row.Bf))} | {Percent(group.Average(row => row.Small))} | {string.Join(" | ", names.Select(name => Percent(group.Average(row => row.Classes[name]))))} |");
        return text.ToString();
    }

    private static string Percent(double? share) => share is double value ? (100 * value).ToString("0.0", CultureInfo.InvariantCulture) : "–";

    /// <summary>The scores of one run. Shares are 0 to 1, and null where there is nothing to score.</summary>
    private sealed record Row(string Network, int Seed, double? MeanIou, double? F1, double? Bf, double? Small, IReadOnlyDictionary<string, double?> Classes)
    {
        public static Row Read(string network, int seed, string path)
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
            JsonElement root = document.RootElement, details = root.GetProperty("details");
            return new Row(
                network, seed,
                Number(root.GetProperty("meanIou")),
                Number(details.GetProperty("boundaryF1").EnumerateArray().Single(entry => entry.GetProperty("threshold").GetDouble() == 0.00375).GetProperty("mean")),
                Number(details.GetProperty("segNetBf")),
                Number(details.GetProperty("sizes").EnumerateArray().Single(entry => entry.GetProperty("size").GetString() == "Small").GetProperty("meanIou")),
                root.GetProperty("classes").EnumerateArray().ToDictionary(entry => entry.GetProperty("name").GetString()!, entry => Number(entry.GetProperty("iou"))));
        }

        private static double? Number(JsonElement element) => element.ValueKind == JsonValueKind.Number ? element.GetDouble() : null;
    }
}
