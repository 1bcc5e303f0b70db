using Gald.Generators.Diagnostics;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

/// <summary>What a contract says its class is for, numbered as in the language.</summary>
internal enum StageRoleKind
{
    Backbone,
    Aggregation,
    Distribution,
}

/// <summary>What a stage that was written by hand does to shapes.</summary>
/// <param name="Inputs">Channels that it takes; null for any.</param>
/// <param name="Outputs">Channels that it gives; null for as many as it takes.</param>
/// <param name="Reduction">Positions that it takes for each that it gives, in both directions.</param>
/// <param name="RoundsUp">Whether a size that the reduction does not divide is rounded up.</param>
/// <param name="SmallestMap">The smallest side that it takes.</param>
internal sealed record StageContract(int? Inputs, int? Outputs, int Reduction, bool RoundsUp, int SmallestMap)
{
    public const string Attribute = "StageContract";

    public static readonly Rule NotAModule = new(
        "GALD0121", "A contract without a module",
        "{0} must be a class that derives from TorchSharp's Module<Tensor, Tensor>, neither abstract, generic nor file-local, so that a network can call it; change that, or remove [StageContract]");

    public static readonly Rule NoOutputChannels = new(
        "GALD0122", "A backbone without channels", "The contract of {0} does not say how many channels the backbone gives; add OutputChannels = …");

    public static readonly Rule MustKeep = new(
        "GALD0123", "A stage that must keep its map",
        "{0} is {1} and must give the N×C×H×W that it takes, but its contract says {2}; remove that, or make it a backbone");

    public static readonly Rule NoConstructor = new(
        "GALD0124", "No constructor for a network", "{0} needs a public constructor {1}, so that a network can make it; add one");

    public static readonly Rule OtherChannels = new(
        "GALD0112", "A stage gets other channels", "{0} takes {1} channels, but gets {2}; change the one or the other");

    public static readonly Rule MapTooSmall = new(
        "GALD0113", "The map is too small for a stage",
        "{0} takes maps from {1}×{1} up, but gets {2}; an input of at least {3}×{3} gives that");

    public static readonly IReadOnlyList<Rule> Rules = [OtherChannels, MapTooSmall, NotAModule, NoOutputChannels, MustKeep, NoConstructor];

    /// <summary>Reads the contract of a class, and reports what is wrong with it; null if it leaves no stage to go on with.</summary>
    public static Stage? Read(DeclaredStage stage, ArgumentReader arguments)
    {
        var role = arguments.Member("Role", StageRoleKind.Backbone, "StageRole");
        if ((int)role != arguments.Integer("Role", (int)role))
            return null;
        int? inputs = arguments.Has("InputChannels") ? arguments.Integer("InputChannels", 512, 1, 16384) : null;
        int? outputs = arguments.Has("OutputChannels") ? arguments.Integer("OutputChannels", 512, 1, 16384) : null;
        var reduction = arguments.Integer("Reduction", 1, 1, 64);
        var roundsUp = arguments.Truth("RoundsUp", true);
        var smallest = arguments.Integer("SmallestMap", 1, 1, InputSize.LargestSide);

        // Of fewer positions than it makes one, a reduction that rounds down leaves none.
        var contract = new StageContract(inputs, outputs, reduction, roundsUp, roundsUp ? smallest : Math.Max(smallest, reduction));
        if (!stage.Module.IsModule)
        {
            arguments.Problems.Report(NotAModule, arguments.Attribute, stage.Name);
            return null;
        }

        var takesChannels = role != StageRoleKind.Backbone && inputs is null && stage.Module.HasChannelsConstructor;
        if (!takesChannels && !stage.Module.HasPlainConstructor)
        {
            arguments.Problems.Report(
                NoConstructor, arguments.Attribute, stage.Name,
                role == StageRoleKind.Backbone || inputs is not null ? "without parameters" : "without parameters or with one int, the channels");
        }

        var type = new StageClass(stage.Name, stage.Path, stage.IsPublic, takesChannels);
        return role == StageRoleKind.Backbone
            ? AsBackbone(contract, type, arguments)
            : AsFeatureStage(contract, type, role, arguments);
    }

    /// <summary>The role that a stage plays in a declaration.</summary>
    public static string RoleOf(Stage stage) => stage switch
    {
        Backbone => StageKind.Backbone,
        Aggregation => StageKind.Aggregation,
        _ => StageKind.Distribution,
    };

    /// <summary>The rule about a map that the stage cannot take.</summary>
    public TooSmall ExplainTooSmall(Stage stage, Shape map, int smallest) => new(
        MapTooSmall, stage.Declared, [], [stage.Class!.Name, SmallestMap, $"{map.Height.Length}×{map.Width.Length}", smallest]);

    /// <summary>The contract without a smallest map.</summary>
    public StageContract ForEveryMap() => this with { RoundsUp = true, SmallestMap = 1 };

    /// <summary>The contract for a map of so many channels, after a report if it takes others.</summary>
    public StageContract For(int channels, Stage stage, IReadOnlyList<Place> producers, Problems problems)
    {
        if (Inputs is not { } inputs || inputs == channels)
            return this;
        problems.Report(OtherChannels, stage.Declared, [.. producers], stage.Class!.Name, inputs, channels);
        return this with { Inputs = null, Outputs = null };
    }

    private static Stage? AsBackbone(StageContract contract, StageClass type, ArgumentReader arguments)
    {
        if (contract.Outputs is null)
        {
            arguments.Problems.Report(NoOutputChannels, arguments.Place("OutputChannels"), type.Name);
            return null;
        }

        if (contract.Inputs is { } inputs && inputs != Backbone.ImageChannels)
            arguments.Problems.Report(OtherChannels, arguments.Place("InputChannels"), type.Name, inputs, $"the {Backbone.ImageChannels} of an image");
        return new CustomBackbone(arguments.Attribute, contract)
        {
            Class = type,
            ChannelPlaces = new([arguments.Place("OutputChannels")]),
            SizePlaces = new([arguments.Place("Reduction")]),
        };
    }

    private static Stage AsFeatureStage(StageContract contract, StageClass type, StageRoleKind role, ArgumentReader arguments)
    {
        var kind = role == StageRoleKind.Aggregation ? "an aggregation" : "a distribution";
        if (contract.Reduction != 1)
            arguments.Problems.Report(MustKeep, arguments.Place("Reduction"), type.Name, kind, $"Reduction = {contract.Reduction}");
        if (contract.Outputs is { } outputs && outputs != contract.Inputs)
            arguments.Problems.Report(MustKeep, arguments.Place("OutputChannels"), type.Name, kind, $"OutputChannels = {outputs}");
        var kept = contract with { Reduction = 1, Outputs = contract.Inputs };
        return role == StageRoleKind.Aggregation
            ? new CustomAggregation(arguments.Attribute, kept) { Class = type }
            : new CustomDistribution(arguments.Attribute, kept) { Class = type };
    }
}
