using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>What an FCN head is made of.</summary>
/// <param name="Convolutions">How many convolutions it has.</param>
/// <param name="Kernel">Side of their kernels.</param>
/// <param name="Dilation">Their dilation.</param>
/// <param name="Concatenate">Whether its input is seen beside their result.</param>
/// <param name="Dropout">What is dropped in front of the classifier.</param>
internal sealed partial record FcnShell(int Convolutions, int Kernel, int Dilation, bool Concatenate, double Dropout);

/// <summary>What mmsegmentation has around an aggregation in its decode head.</summary>
internal sealed record Shell
{
    /// <summary>The key of the aggregation between the convolutions of an FCN head; null if its modules are the head's own.</summary>
    public string? Block { get; private init; }

    /// <summary>The key of a 3×3 convolution in front of it.</summary>
    public string? Reduce { get; private init; }

    /// <summary>The channels that this convolution gives; null for the head's.</summary>
    public int? ReducedTo { get; private init; }

    /// <summary>The key of a 3×3 convolution behind it.</summary>
    public string? Smooth { get; private init; }

    /// <summary>Whether the backbone's features may be concatenated behind it.</summary>
    public bool Concatenates { get; private init; }

    /// <summary>Between the convolutions of an FCN head.</summary>
    public static Shell Between(string block) => new() { Block = block, Concatenates = true };

    /// <summary>In the head itself.</summary>
    public static Shell Inline(string? reduce = null, int? reducedTo = null, string? smooth = null, bool concatenates = false) =>
        new() { Reduce = reduce, ReducedTo = reducedTo, Smooth = smooth, Concatenates = concatenates };
}

/// <summary>The decode head of mmsegmentation.</summary>
internal sealed partial record DecodeHead(Place Declared) : Head(Declared)
{
    public static readonly Rule BadDropout = new(
        "GALD0512", "Bad dropout in the decode head", "DecodeHead.Dropout must be from 0 up to but not including 1, but is {0}; mmsegmentation drops 0.1");

    public static readonly Rule BadKernel = new("GALD0513", "Bad kernel", "{0} must be {1}, but is {2}; the nearest is {3}");

    public static readonly StageKind Kind = new(
        "DecodeHead", StageKind.Head, Read, StagePair.SideBySideChannels, BadDropout, BadKernel);

    public required FcnShell Fcn { get; init; }

    public override string Key => "decode_head";

    public override string? BackboneKey => "backbone";

    public override string AuxiliaryKey => "auxiliary_head";

    public override int StageChannels(HeadContent content) => content.Stages.Aggregation?.Shell switch
    {
        { Block: null, Reduce: null } => content.Last,
        { Block: null, ReducedTo: { } reduced } => reduced,
        _ => ChannelsFor(content.Last),
    };

    public override IEnumerable<double> SupervisedWeights(HeadContent content) =>
        content.Stages.Aggregation is { Shell.Block: null } aggregation ? aggregation.Supervised.Select(_ => 1.0) : [];

    private static DecodeHead Read(ArgumentReader arguments)
    {
        var dropout = arguments.Real("Dropout", 0.1);
        if (!(dropout >= 0 && dropout < 1))
            arguments.Problems.Report(BadDropout, arguments.Place("Dropout"), dropout);
        return new(arguments.Attribute)
        {
            Channels = arguments.Has("Channels") ? arguments.Integer("Channels", 512, 1, 16384) : null,
            ChannelsPlace = arguments.Place("Channels"),
            Order = arguments.Member("Order", StageOrder.AggregationFirst, nameof(StageOrder)),
            OrderPlace = arguments.Place("Order"),
            Fcn = new(
                arguments.Integer("Convolutions", 2, 1, 8),
                arguments.Choice(BadKernel, "Kernel", 3, 1, 3, 5, 7),
                arguments.Integer("Dilation", 1, 1, 64),
                arguments.Truth("Concatenate", true),
                dropout),
        };
    }
}
