using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>torchvision's head of an FCN.</summary>
internal sealed partial record FcnHead(Place Declared) : TorchvisionHead(Declared)
{
    public static readonly StageKind Kind = new("FcnHead", StageKind.Head, Read, StagePair.SideBySideChannels, StagePair.Grows, BadDropout);

    private static FcnHead Read(ArgumentReader arguments) => new(arguments.Attribute)
    {
        Channels = Embeddings.Optional(arguments, "Channels"),
        ChannelsPlace = arguments.Place("Channels"),
        Dropout = ReadDropout(arguments, "FcnHead"),
        AlignCorners = false,
        Order = arguments.Member("Order", StageOrder.AggregationFirst, nameof(StageOrder)),
        OrderWritten = arguments.Written("Order").FirstOrDefault(),
    };
}
