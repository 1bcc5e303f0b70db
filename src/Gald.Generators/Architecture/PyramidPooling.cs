using Gald.Generators.Diagnostics;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

/// <summary>Whose code a pyramid follows, numbered as in the language.</summary>
internal enum PyramidForm
{
    Mmsegmentation,
    Gald,
    Concatenation,
}

/// <summary>Pyramid pooling.</summary>
internal sealed partial record PyramidPooling(Place Declared) : Aggregation(Declared)
{
    public static readonly StageKind Kind = new("PyramidPooling", StageKind.Aggregation, Read, Embeddings.Empty);

    public required EquatableArray<int> Scales { get; init; }

    /// <summary>Channels of each pooled map; null for those of the result.</summary>
    public required int? Channels { get; init; }

    /// <summary>Channels of the result; null for what the place wants.</summary>
    public required int? ResultChannels { get; init; }

    public required PyramidForm Form { get; init; }

    public required bool AlignCorners { get; init; }

    /// <summary>Padding of the last convolution in the form of the published GALD code.</summary>
    public required int Padding { get; init; }

    private Place PaddingPlace { get; init; }

    public override Place? Growth => Padding > 0 ? PaddingPlace : null;

    public override FeatureStage KeepingSize() => this with { Padding = 0 };

    public override Extent OutputChannels(Extent input, Extent width) => Form == PyramidForm.Concatenation
        ? input + BranchChannels(width) * Scales.Count
        : Result(width);

    private Extent Result(Extent width) => ResultChannels is { } given ? given : width;

    private Extent BranchChannels(Extent width) => Channels is { } given ? given : Result(width);

    private static PyramidPooling Read(ArgumentReader arguments)
    {
        var form = arguments.Member("Form", PyramidForm.Mmsegmentation, "PyramidForm");
        if (form == PyramidForm.Concatenation)
            arguments.WithoutEffectWhere("Form", form, "OutputChannels");
        if (form != PyramidForm.Gald)
            arguments.WithoutEffectWhere("Form", form, "Padding");
        return new(arguments.Attribute)
        {
            Scales = Embeddings.Read(arguments, "PyramidPooling", "Scales", 1, 64, 1, 2, 3, 6),
            Channels = Embeddings.Optional(arguments, "Channels"),
            ResultChannels = Embeddings.Optional(arguments, "OutputChannels"),
            Form = form,
            AlignCorners = arguments.Truth("AlignCorners", form == PyramidForm.Gald),
            Padding = arguments.Integer("Padding", 0, 0, 1),
            PaddingPlace = arguments.Place("Padding"),
        };
    }
}
