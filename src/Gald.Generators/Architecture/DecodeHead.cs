using Gald.Generators.Diagnostics;
using Gald.Generators.Graph.Operations;

namespace Gald.Generators.Architecture;

/// <summary>What an FCN head is made of.</summary>
/// <param name="Convolutions">How many convolutions it has.</param>
/// <param name="Kernel">Side of their kernels.</param>
/// <param name="Dilation">Their dilation.</param>
/// <param name="Concatenate">Whether its input is seen beside their result.</param>
/// <param name="Dropout">What is dropped in front of the classifier.</param>
internal sealed partial record FcnShell(int Convolutions, int Kernel, int Dilation, bool Concatenate, double Dropout)
{
    private static readonly string[] OfConvolutions = ["Dilation", "Kernel", "Bias", "Relu"];

    /// <summary>Whether the convolutions have a bias in front of their batch norm.</summary>
    public bool Bias { get; init; }

    /// <summary>Whether a ReLU follows each of them.</summary>
    public bool Relu { get; init; } = true;

    /// <summary>Reports what is written about convolutions that are not there, or whose pixels are never apart.</summary>
    public static void CheckDilation(ArgumentReader arguments, int convolutions, int kernel, bool concatenates, string prefix = "")
    {
        if (convolutions == 0)
            arguments.WithoutEffectWhere($"{prefix}Convolutions", convolutions, [.. (concatenates ? ["Dilation"] : OfConvolutions).Select(name => prefix + name)]);
        else if (kernel == 1)
            arguments.WithoutEffectWhere($"{prefix}Kernel", kernel, $"{prefix}Dilation");
    }
}

/// <summary>The decode head of mmsegmentation.</summary>
internal sealed partial record DecodeHead(Place Declared) : Head(Declared)
{
    public static readonly Rule BadDropout = new(
        "GALD0512", "Bad dropout in the decode head", "DecodeHead.Dropout must be from 0 up to but not including 1, but is {0}; mmsegmentation drops 0.1");

    public static readonly Rule BadKernel = new("GALD0513", "Bad kernel", "{0} must be {1}, but is {2}; the nearest is {3}");

    public static readonly Rule ChannelsOfNothing = new(
        "GALD0550", "Channels without a convolution",
        "{0} without convolutions keeps the {1} channels that it reads, but Channels is {2}; leave Channels out, or let Convolutions be 1 or more");

    public static readonly StageKind Kind = new(
        "DecodeHead", StageKind.Head, Read, StagePair.SideBySideChannels, StagePair.Grows, BadDropout, BadKernel, ChannelsOfNothing, MapsOfBackbone.NoSuchStage, Embeddings.Empty);

    public required FcnShell Fcn { get; init; }

    /// <summary>The backbone's maps that it reads.</summary>
    public required MapsOfBackbone Maps { get; init; }

    public override string Key => "decode_head";

    public override string? BackboneKey => "backbone";

    public override string AuxiliaryKey => "auxiliary_head";

    private Place DilationPlace { get; init; }

    /// <summary>What is written about the convolutions of an FCN head.</summary>
    private EquatableArray<StatedArgument> FcnWritten { get; init; }

    private StatedArgument? ConcatenateWritten { get; init; }

    public override Place PlaceOf(Rule rule) => rule == Conv2d.DilationTooWide ? DilationPlace : Declared;

    public override int StageChannels(HeadContent content) => content.Stages.Aggregation?.Shell switch
    {
        { IsInline: true, Reduce: null } => ReadChannels(content),
        { IsInline: true, ReducedTo: { } reduced } => reduced,
        _ => ChannelsFor(ReadChannels(content)),
    };

    /// <summary>Without convolutions, nothing changes the channels.</summary>
    public override int ChannelsFor(int backbone) => Fcn.Convolutions == 0 ? backbone : base.ChannelsFor(backbone);

    public override Head CheckMaps(int count, Problems problems) => this with { Maps = Maps.Check(count, problems) };

    protected override IReadOnlyList<int> OwnMaps(int count) => Maps.Of(count);

    protected override int ReadChannels(HeadContent content) => Maps.Of(content.Maps.Count).Sum(map => content.Maps[map]);

    public override StagePair Check(HeadContent content, IEnumerable<Place> backboneChannels, Problems problems)
    {
        if (content.Stages.Aggregation is { Shell: { IsInline: true } shell } aggregation)
        {
            var name = aggregation.Class?.Name ?? $"[{aggregation.GetType().Name}]";
            foreach (var written in FcnWritten)
                written.ReportWithoutEffect(problems, $"{name} stands in place of the FCN head's convolutions", aggregation.Declared);
            if (!shell.Concatenates)
                ConcatenateWritten?.ReportWithoutEffect(problems, $"{name} stands in place of the FCN head", aggregation.Declared);
        }
        else if (Fcn.Convolutions == 0 && Channels is { } channels && channels != ReadChannels(content))
        {
            problems.Report(ChannelsOfNothing, ChannelsPlace, [.. backboneChannels], "The FCN head", ReadChannels(content), channels);
        }

        return base.Check(content, backboneChannels, problems);
    }

    private static DecodeHead Read(ArgumentReader arguments)
    {
        var dropout = arguments.Real("Dropout", 0.1);
        if (!(dropout >= 0 && dropout < 1))
            arguments.Problems.Report(BadDropout, arguments.Place("Dropout"), dropout);
        var kernel = arguments.Choice(BadKernel, "Kernel", 3, 1, 3, 5, 7);
        var convolutions = arguments.Integer("Convolutions", 2, 0, 8);
        var concatenates = arguments.Truth("Concatenate", true);
        FcnShell.CheckDilation(arguments, convolutions, kernel, concatenates);
        return new(arguments.Attribute)
        {
            Channels = arguments.Has("Channels") ? arguments.Integer("Channels", 512, 1, 16384) : null,
            ChannelsPlace = arguments.Place("Channels"),
            Order = arguments.Member("Order", StageOrder.AggregationFirst, nameof(StageOrder)),
            OrderWritten = arguments.Written("Order").FirstOrDefault(),
            AlignCorners = arguments.Truth("AlignCorners", false),
            FcnWritten = arguments.Written("Convolutions", "Kernel", "Dilation"),
            ConcatenateWritten = arguments.Written("Concatenate").FirstOrDefault(),
            Fcn = new(
                convolutions,
                kernel,
                arguments.Integer("Dilation", 1, 1, 64),
                concatenates,
                dropout),
            Maps = MapsOfBackbone.Read(arguments, "Stages"),
            DilationPlace = arguments.Place("Dilation"),
        };
    }
}
