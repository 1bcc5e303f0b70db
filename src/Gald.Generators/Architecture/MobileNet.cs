using Gald.Generators.Diagnostics;
using Gald.Generators.Graph.Operations;

namespace Gald.Generators.Architecture;

/// <summary>A backbone of inverted residuals, in the form of one of two libraries.</summary>
internal abstract partial record MobileNet(Place Declared) : Backbone(Declared)
{
    public static readonly Rule BadOrder = new(
        "GALD0231", "Maps out of order",
        "{0} must go up, from fine maps to coarse ones, but {1} follows {2}; write each layer once, in the order of the layers");

    public required BackboneForm Form { get; init; }

    /// <summary>All layers of the source; those behind the one that gives the last map are left out of the network.</summary>
    public required EquatableArray<MobileLayer> Layers { get; init; }

    /// <summary>The layers that give the maps, by their indices.</summary>
    public required EquatableArray<int> Taps { get; init; }

    /// <summary>What batch norms raise the variance by.</summary>
    public required double NormEpsilon { get; init; }

    /// <summary>The share of a batch's statistics in the running ones.</summary>
    protected abstract double NormMomentum { get; }

    /// <summary>Whether convolutions with stride pad their maps as TensorFlow does.</summary>
    protected abstract bool PadsAsTensorFlow { get; }

    /// <summary>Where a rule about dilations is to be mended.</summary>
    public required Place DilationPlace { get; init; }

    public override string OwnKey => "backbone";

    public override IReadOnlyList<int> StageChannels => [.. Taps.Select(index => Layers[index].Outputs)];

    public override IReadOnlyList<int> StageStrides => [.. Taps.Select(index => Layers.Take(index + 1).Aggregate(1, (stride, layer) => stride * layer.Step))];

    public override Place PlaceOf(Rule rule) => rule == Conv2d.DilationTooWide ? DilationPlace : Declared;

    /// <summary>The nearest multiple of a divisor, which is not more than a tenth below: how MobileNets round numbers of channels.</summary>
    protected static int Round(double channels, int divisor)
    {
        var nearest = Math.Max(divisor, (int)(channels + divisor / 2.0) / divisor * divisor);
        return nearest < 0.9 * channels ? nearest + divisor : nearest;
    }

    /// <summary>Reports arguments about layers behind the last map, which are not there.</summary>
    protected static void ReportLeftOut(ArgumentReader arguments, params string[] names)
    {
        foreach (var written in arguments.Written(names))
            written.ReportWithoutEffect(arguments.Problems, "OutIndices ends in front of the layers that it is about", arguments.Place("OutIndices"));
    }

    /// <summary>The layers that give the maps, by their numbers in the source.</summary>
    protected static EquatableArray<int> ReadTaps(ArgumentReader arguments, string attribute, int last, params int[] published)
    {
        var taps = Embeddings.Read(arguments, attribute, "OutIndices", 0, last, published);
        for (var i = 1; i < taps.Count; i++)
        {
            if (taps[i] > taps[i - 1])
                continue;
            arguments.Problems.Report(BadOrder, arguments.Place("OutIndices", i), $"{attribute}.OutIndices", taps[i], taps[i - 1]);
            return new(published);
        }

        return taps;
    }
}
