using System.Globalization;
using System.Text;

namespace Ablation;

/// <summary>Scores as a Markdown table: a row a run, and the mean over the seeds of each network.</summary>
internal static class ScoreTable
{
    public static string Of(IReadOnlyList<Row> rows)
    {
        var text = new StringBuilder();
        var names = rows[0].Classes.Keys.ToArray();
        text.AppendLine($"| network | seed | mean IoU | F1, 0.375 % | BF | small | {string.Join(" | ", names)} |");
        text.AppendLine($"|---|---:|---:|---:|---:|---:|{string.Concat(names.Select(_ => "---:|"))}");
        foreach (var group in rows.GroupBy(row => row.Network))
        {
            foreach (var row in group)
                Append($"`{row.Network}`", row.Seed.ToString(CultureInfo.InvariantCulture), [row]);
        }
        foreach (var group in rows.GroupBy(row => row.Network).Where(group => group.Count() > 1))
            Append($"**`{group.Key}`**", "mean", [.. group]);
        return text.ToString();

        void Append(string network, string seed, Row[] scored)
        {
            Func<Row, double?>[] columns = [row => row.MeanIou, row => row.F1, row => row.Bf, row => row.Small, .. names.Select<string, Func<Row, double?>>(name => row => row.Classes[name])];
            text.AppendLine($"| {network} | {seed} | {string.Join(" | ", columns.Select(column => Percent(scored.Average(column))))} |");
        }
    }

    /// <summary>Writes the table under a temporary name and renames it.</summary>
    public static void Write(IReadOnlyList<Row> rows, string path)
    {
        File.WriteAllText(path + ".new", Of(rows));
        File.Move(path + ".new", path, overwrite: true);
    }

    private static string Percent(double? share) => share is double value ? (100 * value).ToString("0.0", CultureInfo.InvariantCulture) : "–";
}
