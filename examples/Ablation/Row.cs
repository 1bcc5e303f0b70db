using System.Text.Json;

namespace Ablation;

/// <summary>The scores of one run. Shares are 0 to 1, and null where there is nothing to score.</summary>
internal sealed record Row(string Network, int Seed, double? MeanIou, double? F1, double? Bf, double? Small, IReadOnlyDictionary<string, double?> Classes)
{
    /// <summary>Reads what <c>evaluate --details --json</c> wrote.</summary>
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
