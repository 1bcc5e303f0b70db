using System.CommandLine;

namespace Gald.Commands;

/// <summary><c>--network</c>: which of a program's networks.</summary>
internal sealed class NetworkOption
{
    private readonly IReadOnlyList<NetworkEntry> networks;
    private readonly Option<string> option;

    public NetworkOption(IReadOnlyList<NetworkEntry> networks, Command command)
    {
        this.networks = networks;
        option = new Option<string>("--network")
        {
            HelpName = "NAME",
            Description = $"Which network: {Names()}.",
            DefaultValueFactory = _ => networks[0].Description.Name,
            Hidden = networks.Count == 1,
        };
        command.Options.Add(option);
    }

    /// <exception cref="GaldException">There is no such network.</exception>
    public NetworkEntry Read(ParseResult parsed) => Find(parsed.GetValue(option)!);

    /// <exception cref="GaldException">There is no such network.</exception>
    public NetworkEntry Find(string name) =>
        networks.FirstOrDefault(network => string.Equals(network.Description.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new GaldException($"There is no network '{name}' in this program; choose {Names()}.");

    private string Names() => string.Join(" or ", networks.Select(network => network.Description.Name));
}
