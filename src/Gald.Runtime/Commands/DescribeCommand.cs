using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace Gald.Commands;

/// <summary><c>describe</c>: the stages of a network, their shapes and their cost.</summary>
internal sealed class DescribeCommand
{
    private readonly IAnsiConsole console;
    private readonly NetworkOption network;

    public DescribeCommand(IReadOnlyList<NetworkEntry> networks, IAnsiConsole console)
    {
        this.console = console;
        Command = new Command("describe", "Shows the stages of a network with shapes, parameters, multiply-adds and memory.");
        network = new NetworkOption(networks, Command);
        Command.SetAction(Run);
    }

    public Command Command { get; }

    private int Run(ParseResult parsed)
    {
        NetworkDescription description = network.Read(parsed).Description;
        var table = new Table().Border(TableBorder.Rounded).Title($"{Markup.Escape(description.Name)}, input 3×{description.Height}×{description.Width}");
        table.AddColumn(new TableColumn("Stage").Footer("[bold]all[/]"));
        table.AddColumn("Kind");
        table.AddColumn(new TableColumn("Channels").RightAligned());
        table.AddColumn(new TableColumn("Stride").RightAligned());
        table.AddColumn(new TableColumn("Size").RightAligned());
        table.AddColumn(new TableColumn("Parameters").RightAligned().Footer($"[bold]{Numbers.Short(description.Parameters)}[/]"));
        table.AddColumn(new TableColumn("Multiply-adds").RightAligned().Footer($"[bold]{Numbers.Short(description.MultiplyAdds)}[/]"));
        foreach (StageDescription stage in description.Stages)
        {
            table.AddRow(
                Markup.Escape(stage.Name), Markup.Escape(stage.Kind), stage.Channels.ToString(CultureInfo.InvariantCulture),
                stage.Stride.ToString(CultureInfo.InvariantCulture), $"{stage.Height}×{stage.Width}",
                Numbers.Short(stage.Parameters), Numbers.Short(stage.MultiplyAdds));
        }
        string auxiliary = description.AuxiliaryWeight > 0
            ? string.Create(CultureInfo.InvariantCulture, $"; the auxiliary head counts {description.AuxiliaryWeight} in the loss and does not run otherwise")
            : "";
        console.Write(table);
        console.WriteLine($"{description.Classes} classes; images of at least {description.MinimumHeight}×{description.MinimumWidth}{auxiliary}.");
        if (description.PeakActivationBytes > 0)
            console.WriteLine(
                $"In float32, a prediction holds at most {Numbers.Short(description.PeakActivationBytes)}B besides the weights, "
                + $"and training keeps {Numbers.Short(description.TrainingActivationBytes)}B of each image for the backward pass.");
        return 0;
    }
}
