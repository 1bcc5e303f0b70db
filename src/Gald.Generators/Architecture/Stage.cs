using Gald.Generators.Diagnostics;
using Gald.Generators.Graph;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

/// <summary>A declared part of a network.</summary>
/// <param name="Declared">The attribute that declares it, or names its class; the class where it is there by default.</param>
internal abstract record Stage(Place Declared)
{
    /// <summary>The class that the stage is; null for one that is declared on the network itself.</summary>
    public StageClass? Class { get; init; }

    /// <summary>The rule that a map is too small for the stage, for stages that cannot take every size.</summary>
    /// <param name="map">The map that reaches the stage.</param>
    /// <param name="smallest">The smallest square input of the network that gives the stage a map which is large enough.</param>
    public virtual TooSmall ExplainTooSmall(Shape map, int smallest) =>
        throw new InvalidOperationException($"{GetType().Name} takes maps of every size.");

    /// <summary>What is a mistake about a map that the stage nevertheless takes; null if nothing is.</summary>
    public virtual Doubt? FindDoubt(Shape map) => null;

    /// <summary>The argument to change where a rule is broken that is not the stage's own.</summary>
    public virtual Place PlaceOf(Rule rule) => Declared;

    /// <summary>The stage with what lets it take maps of every size, such as padding.</summary>
    public virtual Stage Padded() => this;
}

/// <summary>A class that is a stage, as a network uses it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">Its full path.</param>
/// <param name="IsPublic">Whether every assembly can see it.</param>
/// <param name="TakesChannels">Whether it is made for a number of channels.</param>
internal sealed record StageClass(string Name, string Path, bool IsPublic, bool TakesChannels)
{
    /// <summary>The class as a part of a module.</summary>
    public Part AsPart(string field, Extent channels) => new(Path, IsPublic, field, TakesChannels ? channels : null);
}

/// <summary>A rule about the size of a map, with the argument to change, those that it depends on besides, and the numbers of its message.</summary>
internal sealed record TooSmall(Rule Rule, Place Place, IReadOnlyList<Place> Related, IReadOnlyList<object> Values);

/// <summary>What a backbone gives the rest of the network: one feature map after each of its stages.</summary>
/// <param name="Output">The map.</param>
/// <param name="Channels">Its channels.</param>
internal sealed record FeatureMap(Value Output, Extent Channels)
{
    /// <summary>Whether it stands in front of the first stage: finer than the stages' maps, and read by networks that are written by hand only.</summary>
    public bool IsStem { get; init; }

    /// <summary>The keys of the modules that are there for it and for no map before it, by their paths in the state.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];
}

/// <summary>Turns images into feature maps.</summary>
internal abstract record Backbone(Place Declared) : Stage(Declared)
{
    public const int ImageChannels = 3;

    /// <summary>The field of a network that holds the class of its backbone.</summary>
    protected const string Field = "backbone";

    /// <summary>The key that it stands under where the head's family has none for it; null if its modules are the network's own then.</summary>
    public virtual string? OwnKey => null;

    /// <summary>Channels after each stage, first to last.</summary>
    public abstract IReadOnlyList<int> StageChannels { get; }

    /// <summary>Strides of the maps of each stage: pixels of the image behind a position.</summary>
    public abstract IReadOnlyList<int> StageStrides { get; }

    /// <summary>The arguments that decide the channels.</summary>
    public required EquatableArray<Place> ChannelPlaces { get; init; }

    /// <summary>The arguments that decide the sizes of the maps.</summary>
    public required EquatableArray<Place> SizePlaces { get; init; }

    /// <summary>Why training cannot compute its blocks again, in words; null if it can.</summary>
    public virtual string? WithoutRecomputation => null;

    /// <summary>Whether training computes its blocks again in the backward pass, instead of keeping what is inside of them.</summary>
    public bool IsRecomputed { get; init; }

    /// <summary>
    /// Writes the backbone into the network's own forward pass, one stage for each map that the caller takes: what the caller
    /// writes between two maps stands between the two stages. The map of a stem, if there is one, is the first.
    /// </summary>
    /// <param name="network">The block.</param>
    /// <param name="images">N×3×H×W.</param>
    /// <param name="path">The path of the block in the state, with a dot at its end unless it is empty.</param>
    public abstract IEnumerable<FeatureMap> Lower(BlockBuilder network, Value images, string path);

    /// <summary>The same, with the keys of the modules in front of each map: what the block registers between two maps, but for what the caller does.</summary>
    public IEnumerable<FeatureMap> LowerWithKeys(BlockBuilder network, Value images, string path)
    {
        var known = network.Children.Count;
        foreach (var map in Lower(network, images, path))
        {
            yield return map with { Keys = [.. network.Children.Skip(known).Select(child => path + child.Key)] };
            known = network.Children.Count;
        }
    }

    /// <summary>The keys of each stage's modules, first to last, from those of the maps; what is in front of the first stage belongs to it.</summary>
    public virtual IReadOnlyList<IReadOnlyList<string>> KeysOf(IReadOnlyList<FeatureMap> maps)
    {
        string[] stem = [.. maps.Where(map => map.IsStem).SelectMany(map => map.Keys)];
        return [.. maps.Where(map => !map.IsStem).Select((map, stage) => stage == 0 ? (IReadOnlyList<string>)[.. stem, .. map.Keys] : map.Keys)];
    }

    /// <summary>The maps as what a block gives.</summary>
    protected internal static MapsOfStages MapsOf(IReadOnlyList<FeatureMap> maps) =>
        new(maps.FirstOrDefault(map => map.IsStem)?.Output, [.. maps.Where(map => !map.IsStem).Select(map => map.Output)]);
}

/// <summary>One kind of stage of the language: its attribute, what it is for, how it is read.</summary>
/// <param name="Attribute">The attribute's name without the suffix.</param>
/// <param name="Role">What it is for; a network has at most one stage of each role.</param>
/// <param name="Read">Makes the stage from the attribute's arguments.</param>
/// <param name="Rules">The rules that it owns.</param>
internal sealed record StageKind(string Attribute, string Role, Func<ArgumentReader, Stage> Read, params Rule[] Rules)
{
    public const string Backbone = "backbone";
    public const string Aggregation = "aggregation";
    public const string Distribution = "distribution";
    public const string Head = "head";

    /// <summary>The kinds of stages of the language. A new stage is one more line.</summary>
    public static readonly IReadOnlyList<StageKind> All =
    [
        ResNet.Kind,
        ConvNeXt.Kind,
        HrNet.Kind,
        MixTransformer.Kind,
        MobileNetV2.Kind,
        MobileNetV3.Kind,
        PyramidPooling.Kind,
        AtrousPyramid.Kind,
        NonLocal.Kind,
        Cgnl.Kind,
        CrissCross.Kind,
        DoubleAttention.Kind,
        GlobalContext.Kind,
        DualAttention.Kind,
        DisentangledNonLocal.Kind,
        ExpectationMaximization.Kind,
        InterlacedAttention.Kind,
        GloRe.Kind,
        DualGraph.Kind,
        AsymmetricNonLocal.Kind,
        SqueezeExcitation.Kind,
        EfficientAttention.Kind,
        LocalDistribution.Kind,
        MixFeedForward.Kind,
        SegmentationHead.Kind,
        DecodeHead.Kind,
        FcnHead.Kind,
        DeepLabV3Head.Kind,
        DeepLabV3PlusHead.Kind,
        UPerHead.Kind,
        SemanticFpnHead.Kind,
        LrAsppHead.Kind,
        SegFormerHead.Kind,
        OcrHead.Kind,
        AuxiliaryHead.Kind,
    ];

    /// <summary>The kind that an attribute declares; null for an attribute that declares no stage.</summary>
    public static StageKind? Find(string attribute) => All.SingleOrDefault(kind => kind.Attribute == attribute);

    /// <summary>Whether it can be a class of its own.</summary>
    public bool StandsAlone => Role is Backbone or Aggregation or Distribution;
}
