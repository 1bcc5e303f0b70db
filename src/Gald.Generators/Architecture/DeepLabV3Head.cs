using Gald.Generators.Diagnostics;
using Gald.Generators.Graph.Operations;

namespace Gald.Generators.Architecture;

/// <summary>torchvision's head of DeepLabV3.</summary>
internal sealed partial record DeepLabV3Head(Place Declared) : TorchvisionHead(Declared)
{
    public static readonly StageKind Kind = new(
        "DeepLabV3Head", StageKind.Head, Read, StagePair.SideBySideChannels, StagePair.Grows, BadDropout, Embeddings.Empty);

    /// <summary>Dilations of the branches beside the 1×1 convolution and the mean.</summary>
    public required EquatableArray<int> Dilations { get; init; }

    private Place DilationsPlace { get; init; }

    public override Place PlaceOf(Rule rule) => rule == Conv2d.DilationTooWide ? DilationsPlace : Declared;

    public override int ChannelsFor(int backbone) => Channels ?? 256;

    private static DeepLabV3Head Read(ArgumentReader arguments) => new(arguments.Attribute)
    {
        Channels = Embeddings.Optional(arguments, "Channels"),
        ChannelsPlace = arguments.Place("Channels"),
        Dilations = Embeddings.Read(arguments, "DeepLabV3Head", "Dilations", 1, 1024, 12, 24, 36),
        DilationsPlace = arguments.Place("Dilations"),
        Dropout = ReadDropout(arguments, "DeepLabV3Head", 0.5),
        AlignCorners = false,
        Order = arguments.Member("Order", StageOrder.AggregationFirst, nameof(StageOrder)),
        OrderWritten = arguments.Written("Order").FirstOrDefault(),
    };
}
