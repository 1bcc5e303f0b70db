using Gald.Generators.Diagnostics;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

/// <summary>Atrous spatial pyramid pooling.</summary>
internal sealed partial record AtrousPyramid(Place Declared) : Aggregation(Declared)
{
    public static readonly StageKind Kind = new("AtrousPyramid", StageKind.Aggregation, Read, Embeddings.Empty);

    public required EquatableArray<int> Dilations { get; init; }

    /// <summary>Channels of each branch; null for those of the result.</summary>
    public required int? Channels { get; init; }

    /// <summary>Channels of the result; null for what the place wants.</summary>
    public required int? ResultChannels { get; init; }

    public required PyramidForm Form { get; init; }

    public required bool AlignCorners { get; init; }

    /// <summary>Whether a dilated branch is a convolution of each channel and one over the channels: DeepLabV3+.</summary>
    public bool Separable { get; init; }

    private Place DilationsPlace { get; init; }

    public override Place PlaceOf(Rule rule) => rule == Conv2d.DilationTooWide ? DilationsPlace : Declared;

    public override Extent OutputChannels(Extent input, Extent width) => Form == PyramidForm.Concatenation
        ? BranchChannels(width) * (Dilations.Count + 1)
        : Result(width);

    private Extent Result(Extent width) => ResultChannels is { } given ? given : width;

    private Extent BranchChannels(Extent width) => Channels is { } given ? given : Result(width);

    private static AtrousPyramid Read(ArgumentReader arguments)
    {
        var form = arguments.Member("Form", PyramidForm.Mmsegmentation, "PyramidForm");
        if (form == PyramidForm.Concatenation)
            arguments.WithoutEffectWhere("Form", form, "OutputChannels");
        return new(arguments.Attribute)
        {
            Dilations = Embeddings.Read(arguments, "AtrousPyramid", "Dilations", 1, 1024, 1, 12, 24, 36),
            Channels = Embeddings.Optional(arguments, "Channels"),
            ResultChannels = Embeddings.Optional(arguments, "OutputChannels"),
            Form = form,
            AlignCorners = arguments.Truth("AlignCorners", form == PyramidForm.Gald),
            DilationsPlace = arguments.Place("Dilations"),
        };
    }
}
