using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace Gald.Commands;

/// <summary><c>describe</c>: the stages of a network, their shapes and their cost.</summary>
internal sealed class DescribeCommand
{
    private readonly IAnsiConsole console;
    private readonly IReadOnlyList<NetworkEntry> networks;
    private readonly NetworkOption network;
    private readonly Option<string[]> compare;

    public DescribeCommand(IReadOnlyList<NetworkEntry> networks, IAnsiConsole console)
    {
        (this.networks, this.console) = (networks, console);
        Command = new Command("describe", "Shows the stages of a network with shapes, parameters, multiply-adds and memory.");
        network = new NetworkOption(networks, Command);
        compare = new Option<string[]>("--compare")
        {
            HelpName = "NAMES",
            Description = "Shows several networks side by side: those that are named, or all.",
            Arity = ArgumentArity.ZeroOrMore,
            AllowMultipleArgumentsPerToken = true,
        };
        Command.Options.Add(compare);
        Command.SetAction(Run);
    }

    public Command Command { get; }

    private int Run(ParseResult parsed)
    {
        if (parsed.GetResult(compare) is not null)
        {
            var names = parsed.GetValue(compare) ?? [];
            console.Write(NetworkComparison.Of([.. (names.Length > 0 ? names.Select(network.Find) : networks).Select(entry => entry.Description)]));
            return 0;
        }
        var description = network.Read(parsed).Description;
        var table = new Table().Border(TableBorder.Rounded).Title($"{Markup.Escape(description.Name)}, input 3×{description.Height}×{description.Width}");
        table.AddColumn(new TableColumn("Stage").Footer("[bold]all[/]"));
        table.AddColumn("Kind");
        table.AddColumn(new TableColumn("Channels").RightAligned());
        table.AddColumn(new TableColumn("Stride").RightAligned());
        table.AddColumn(new TableColumn("Size").RightAligned());
        table.AddColumn(new TableColumn("Parameters").RightAligned().Footer($"[bold]{Numbers.Short(description.Parameters)}[/]"));
        table.AddColumn(new TableColumn("Multiply-adds").RightAligned().Footer($"[bold]{Numbers.Short(description.MultiplyAdds)}[/]"));
        foreach (var stage in description.Stages)
        {
            table.AddRow(
                Markup.Escape(stage.Name), Markup.Escape(stage.Kind), stage.Channels.ToString(CultureInfo.InvariantCulture),
                stage.Stride.ToString(CultureInfo.InvariantCulture), $"{stage.Height}×{stage.Width}",
                Numbers.Short(stage.Parameters), Numbers.Short(stage.MultiplyAdds));
        }
        var auxiliary = description.AuxiliaryWeight > 0
            ? string.Create(CultureInfo.InvariantCulture, $"; the auxiliary head counts {description.AuxiliaryWeight} in the loss and does not run otherwise")
            : "";
        console.Write(table);
        console.WriteLine($"{description.Classes} classes; images of at least {description.MinimumHeight}×{description.MinimumWidth}{auxiliary}.");
        if (description.PeakActivationBytes > 0)
            console.WriteLine(
                $"In float32, a prediction holds at most {Numbers.Short(description.PeakActivationBytes)}B besides the weights"
                + (description.ScratchBytesPerThread > 0 ? $" and {Numbers.Short(description.ScratchBytesPerThread)}B for each thread, " : ", ")
                + $"and training keeps {Numbers.Short(description.TrainingActivationBytes)}B of each image for the backward pass"
                + (description.RecomputedMultiplyAdds > 0
                    ? $", which computes {Numbers.Short(description.RecomputedMultiplyAdds)} multiply-adds again, a block at a time that takes at most {Numbers.Short(description.RecomputedActivationBytes)}B."
                    : "."));
        return 0;
    }
}
