using Spectre.Console;

namespace Gald.Commands;

/// <summary>Several networks as the columns of one table: what they cost as a whole, and what each stage costs.</summary>
internal static class NetworkComparison
{
    /// <param name="networks">The networks, at least one.</param>
    public static Table Of(IReadOnlyList<NetworkDescription> networks)
    {
        var table = new Table().Border(TableBorder.Rounded).ShowRowSeparators();
        table.AddColumn("");
        foreach (var network in networks)
            table.AddColumn(new TableColumn($"[bold]{Markup.Escape(network.Name)}[/]").RightAligned());
        Add("input", network => $"3×{network.Height}×{network.Width}");
        Add("parameters", network => Numbers.Short(network.Parameters));
        Add("multiply-adds", network => Numbers.Short(network.MultiplyAdds));
        Add("memory of a prediction", network => Bytes(network.PeakActivationBytes));
        Add("kept in training, for each image", network => Bytes(network.TrainingActivationBytes));

        // In the order of the first network that has them.
        foreach (var name in networks.SelectMany(network => network.Stages).Select(stage => stage.Name).Distinct())
            Add(name, network => network.Stages.FirstOrDefault(stage => stage.Name == name) is { } stage ? Show(stage) : "–");
        return table;

        void Add(string title, Func<NetworkDescription, string> cell) =>
            table.AddRow([Markup.Escape(title), .. networks.Select(network => Markup.Escape(cell(network)))]);
    }

    private static string Show(StageDescription stage) =>
        $"{stage.Kind}\n{stage.Channels}×{stage.Height}×{stage.Width}\n{Numbers.Short(stage.Parameters)}, {Numbers.Short(stage.MultiplyAdds)}";

    private static string Bytes(long bytes) => bytes > 0 ? $"{Numbers.Short(bytes)}B" : "–";
}
