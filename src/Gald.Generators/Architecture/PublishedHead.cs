using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>A head of one of the libraries that networks are published in, with what all of them have.</summary>
internal abstract partial record PublishedHead(Place Declared) : Head(Declared)
{
    public static readonly Rule BadDropout = new(
        "GALD0515", "Bad dropout in a head", "{0}.Dropout must be from 0 up to but not including 1, but is {1}; the default is {2}");

    /// <summary>Probability with which something is dropped in front of the classifier in training.</summary>
    public required double Dropout { get; init; }

    public override string BackboneKey => "backbone";

    public override StagePair Check(HeadContent content, IEnumerable<Place> backboneChannels, Problems problems)
    {
        content.Stages.CheckOutsideOfDecodeHead(problems);
        return base.Check(content, backboneChannels, problems);
    }

    protected static double ReadDropout(ArgumentReader arguments, string attribute, double published = 0.1)
    {
        var dropout = arguments.Real("Dropout", published);
        if (!(dropout >= 0 && dropout < 1))
            arguments.Problems.Report(BadDropout, arguments.Place("Dropout"), attribute, dropout, published);
        return dropout;
    }
}

/// <summary>A head of torchvision's.</summary>
internal abstract partial record TorchvisionHead(Place Declared) : PublishedHead(Declared)
{
    public override string Key => "classifier";

    public override string AuxiliaryKey => "aux_classifier";

    public override void CheckAuxiliary(AuxiliaryHead auxiliary, Problems problems) => ReportFcnArguments(auxiliary, problems);

    /// <summary>Reports what is written about convolutions that torchvision's auxiliary head does not have.</summary>
    public static void ReportFcnArguments(AuxiliaryHead auxiliary, Problems problems)
    {
        foreach (var written in auxiliary.OfFcnHead)
            written.ReportWithoutEffect(problems, "the auxiliary head is torchvision's, which has one 3×3 convolution");
    }
}

/// <summary>A head that reads several of the backbone's maps, all of them unless it names some.</summary>
internal abstract partial record HeadOverMaps(Place Declared) : PublishedHead(Declared)
{
    /// <summary>The maps that are there for it; all where none are named.</summary>
    public required MapsOfBackbone Maps { get; init; }

    public override Head CheckMaps(int count, Problems problems) => this with { Maps = Maps.Check(count, problems) };

    public override IReadOnlyList<int> MapsOffered(int count) => Maps.Stages.Count == 0 ? base.MapsOffered(count) : Maps.Of(count);

    /// <summary>Whether it asks for more than the last map, so that one alone has to be named.</summary>
    protected virtual bool ReadsSeveral => true;

    public override bool ReadsEarlierMaps(int count) => (count == 1 && ReadsSeveral && Maps.Stages.Count == 0) || base.ReadsEarlierMaps(count);

    protected override IReadOnlyList<int> OwnMaps(int count) => [count - 1, .. Enumerable.Range(0, count - 1)];

    protected static MapsOfBackbone ReadMaps(ArgumentReader arguments) => MapsOfBackbone.Read(arguments, "Stages") with { Rises = true };
}

/// <summary>A head of mmsegmentation's that reads several maps.</summary>
internal abstract partial record PyramidHead(Place Declared) : HeadOverMaps(Declared)
{
    public override string Key => "decode_head";

    public override string AuxiliaryKey => "auxiliary_head";
}
