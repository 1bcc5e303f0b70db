using Gald.Generators.Diagnostics;
using Gald.Generators.Graph.Operations;

namespace Gald.Generators.Architecture;

/// <summary>A second classifier on an earlier stage of the backbone.</summary>
internal sealed partial record AuxiliaryHead(Place Declared) : Stage(Declared)
{
    public static readonly Rule NoSuchStage = new(
        "GALD0501", "No such stage", "AuxiliaryHead.Stage must be from 1 to {0}, the stages before the backbone's last, but is {1}; the nearest is {2}");

    public static readonly Rule LastStage = new(
        "GALD0502", "Auxiliary head on the last stage",
        "AuxiliaryHead.Stage is {0}, the backbone's last stage, which the main head reads; use an earlier one, such as {1}");

    public static readonly Rule BadDropout = new(
        "GALD0503", "Bad dropout", "AuxiliaryHead.Dropout must be from 0 up to but not including 1, but is {0}; the published network drops 0.1");

    public static readonly Rule BadWeight = new(
        "GALD0504", "Bad weight", "AuxiliaryHead.Weight must be more than 0 and finite, but is {0}; without [AuxiliaryHead], the network has no second loss");

    public static readonly Rule NoEarlierStage = new(
        "GALD0505", "No earlier stage",
        "The auxiliary head reads the map after an earlier stage, but {0} gives its last map only; remove [AuxiliaryHead], or use a backbone that gives several, such as [ResNet(50)]");

    public static readonly StageKind Kind = new(
        "AuxiliaryHead", "auxiliary head", Read, NoSuchStage, LastStage, BadDropout, BadWeight, NoEarlierStage, DecodeHead.BadKernel, DecodeHead.ChannelsOfNothing);

    /// <summary>The backbone's stage that it reads, from 1.</summary>
    public required int Stage { get; init; }

    /// <summary>Channels inside; null for half the stage's or, as mmsegmentation has it, a quarter.</summary>
    public required int? Channels { get; init; }

    public required double Dropout { get; init; }

    public required double Weight { get; init; }

    /// <summary>Whether the convolution has a bias; null for what the head's family has.</summary>
    public required bool? Bias { get; init; }

    public required bool Relu { get; init; }

    /// <summary>Convolutions of mmsegmentation's head, and their kernels, dilation, and whether its input is seen beside their result.</summary>
    public required FcnShell Fcn { get; init; }

    /// <summary>What is written about these, which the published GALD network's head does not have.</summary>
    public EquatableArray<StatedArgument> OfFcnHead { get; private init; }

    public override Place PlaceOf(Rule rule) => rule == Conv2d.DilationTooWide ? DilationPlace : Declared;

    private Place StagePlace { get; init; }

    private Place ChannelsPlace { get; init; }

    private Place DilationPlace { get; init; }

    /// <summary>Reports a stage that the backbone does not have, or that the main head reads; then there is no head to go on with.</summary>
    public AuxiliaryHead? Check(Backbone backbone, Problems problems)
    {
        var stages = backbone.StageChannels.Count;
        if (stages == 1)
            problems.Report(NoEarlierStage, Declared, backbone.ChannelPlaces.ToArray(), backbone.Class?.Name ?? "the backbone");
        else if (Stage == stages)
            problems.Report(LastStage, StagePlace, Stage, stages - 1);
        else if (Stage < 1 || Stage > stages)
            problems.Report(NoSuchStage, StagePlace, stages - 1, Stage, Stage < 1 ? 1 : stages - 1);
        else
            return CheckChannels(backbone, problems);
        return null;
    }

    /// <summary>Reports channels that no convolution gives.</summary>
    private AuxiliaryHead CheckChannels(Backbone backbone, Problems problems)
    {
        var channels = backbone.StageChannels[Stage - 1];
        if (Fcn.Convolutions > 0 || Channels is not { } written || written == channels)
            return this;
        problems.Report(DecodeHead.ChannelsOfNothing, ChannelsPlace, [.. backbone.ChannelPlaces], "The auxiliary head", channels, written);
        return this with { Channels = null };
    }

    private static AuxiliaryHead Read(ArgumentReader arguments)
    {
        var dropout = arguments.Real("Dropout", 0.1);
        if (!(dropout >= 0 && dropout < 1))
            arguments.Problems.Report(BadDropout, arguments.Place("Dropout"), dropout);
        var weight = arguments.Real("Weight", 0.4);
        if (!(weight > 0 && !double.IsInfinity(weight)))
            arguments.Problems.Report(BadWeight, arguments.Place("Weight"), weight);
        var kernel = arguments.Choice(DecodeHead.BadKernel, "Kernel", 3, 1, 3, 5, 7);
        var convolutions = arguments.Integer("Convolutions", 1, 0, 8);
        var concatenates = arguments.Truth("Concatenate", false);
        FcnShell.CheckDilation(arguments, convolutions, kernel, concatenates);
        return new AuxiliaryHead(arguments.Attribute)
        {
            Stage = arguments.Integer("Stage", 3),
            Channels = arguments.Has("Channels") ? arguments.Integer("Channels", 512, 1, 16384) : null,
            Dropout = dropout,
            Weight = weight,
            Bias = arguments.Has("Bias") ? arguments.Truth("Bias", true) : null,
            Relu = arguments.Truth("Relu", true),
            StagePlace = arguments.Place("Stage"),
            ChannelsPlace = arguments.Place("Channels"),
            Fcn = new(
                convolutions,
                kernel,
                arguments.Integer("Dilation", 1, 1, 64),
                concatenates,
                dropout)
            {
                Bias = arguments.Truth("Bias", false),
                Relu = arguments.Truth("Relu", true),
            },
            OfFcnHead = arguments.Written("Convolutions", "Kernel", "Dilation", "Concatenate"),
            DilationPlace = arguments.Place("Dilation"),
        };
    }
}
