using Gald.Declarations.Tests.Declarations;

namespace Gald.Declarations.Tests.Reference;

/// <summary>What a declaration makes.</summary>
internal enum Whole
{
    /// <summary>Images to logits.</summary>
    Network,

    /// <summary>A map of given channels to one of the same shape.</summary>
    Block,

    /// <summary>Images to a map.</summary>
    Backbone,

    /// <summary>A map of any channels to one of the same shape.</summary>
    FeatureStage,
}

/// <summary>The numbers of a declaration with the documented defaults, unchecked: what is out of range stays so.</summary>
internal sealed class Numbers
{
    private readonly Declaration declaration;

    /// <exception cref="NoSuchNetworkException">There is nothing in it that could be made, or more than one thing.</exception>
    public Numbers(Declaration declaration)
    {
        this.declaration = declaration;
        if (!declaration.Form.Fits())
            throw new NoSuchNetworkException($"nothing can be added to a class that is {declaration.Form}");
        Whole = WholeOf(declaration);
        foreach (var stage in declaration.Classes)
            CheckClass(stage);
        var roles = declaration.Everything.Where(use => use.Name is not ("Uses" or "SegmentationNetwork" or "FeatureBlock")).Select(use =>
            use.Name == "StageContract" ? $"{Handwork.RoleOf(use)}" : Stages.RoleOf(use.Name) is { } role ? $"{role}"
            : Stages.Heads.Contains(use.Name) ? "the head" : use.Name).ToArray();
        if (roles.GroupBy(role => role).FirstOrDefault(uses => uses.Count() > 1) is { } twice)
            throw new NoSuchNetworkException($"there are two for {twice.Key}");
        var hasStage = roles.Contains($"{StageRole.Aggregation}") || roles.Contains($"{StageRole.Distribution}");
        if (Whole == Whole.Network && !roles.Contains($"{StageRole.Backbone}"))
            throw new NoSuchNetworkException("there is no backbone");
        if (Whole == Whole.Block && (!hasStage || roles.Length > 2 || roles.Contains($"{StageRole.Backbone}") || Stages.Heads.Any(Has) || Has("AuxiliaryHead")))
            throw new NoSuchNetworkException("a block has an aggregation, a distribution or both");
        if (Integer(Attribute, "Height") is null != Integer(Attribute, "Width") is null)
            throw new NoSuchNetworkException("there is half a size");
    }

    /// <summary>What is made.</summary>
    public Whole Whole { get; }

    /// <summary>Whether the size of the input is left open.</summary>
    public bool IsOpen => Integer(Attribute, "Height") is null;

    /// <summary>Channels of the input.</summary>
    public int Channels => Whole switch
    {
        Whole.Block => Required("FeatureBlock", "Channels"),
        Whole.FeatureStage => declaration.TriedChannels,
        _ => 3,
    };

    private string Attribute => Whole switch { Whole.Network => "SegmentationNetwork", Whole.Block => "FeatureBlock", _ => "" };

    public int Height => Required(Attribute, "Height");

    public int Width => Required(Attribute, "Width");

    public bool Has(string attribute) => declaration[attribute] is not null;

    /// <summary>Whether a stage is a class of its own.</summary>
    public bool IsOwnClass(string attribute) =>
        Whole == Whole.FeatureStage || declaration.Classes.Any(one => one.Attributes.Any(use => use.Name == attribute));

    /// <summary>The stage of a role that was written by hand.</summary>
    public StageClass? Written(StageRole role) => declaration.Classes.FirstOrDefault(one => one.Work is not null && Handwork.RoleOf(one.Attributes[0]) == role);

    public int? Integer(string attribute, string argument) => (declaration[attribute]?[argument] as Value.Integer)?.Number;

    public int Required(string attribute, string argument) =>
        Integer(attribute, argument) ?? throw new NoSuchNetworkException($"{attribute} does not say its {argument}");

    public bool Truth(string attribute, string argument, bool absent) => (declaration[attribute]?[argument] as Value.Truth)?.Holds ?? absent;

    public double Real(string attribute, string argument, double absent) => (declaration[attribute]?[argument] as Value.Real)?.Number ?? absent;

    public IReadOnlyList<int>? Integers(string attribute, string argument) => (declaration[attribute]?[argument] as Value.Integers)?.Numbers;

    /// <exception cref="NoSuchNetworkException">The enumeration has no such member.</exception>
    public T Member<T>(string attribute, string argument, T absent) where T : struct, Enum =>
        declaration[attribute]?[argument] is not Value.Member member ? absent
        : Enum.IsDefined(typeof(T), member.Number) ? (T)Enum.ToObject(typeof(T), member.Number)
        : throw new NoSuchNetworkException($"{argument} has no member {member.Number}");

    private static Whole WholeOf(Declaration declaration)
    {
        var names = declaration.Attributes.Select(use => use.Name).ToArray();
        return (names.Contains("SegmentationNetwork"), names.Contains("FeatureBlock"), names) switch
        {
            (true, true, _) => throw new NoSuchNetworkException("a network is no block"),
            (true, false, _) => Whole.Network,
            (false, true, _) => Whole.Block,
            (_, _, [{ } only]) when Stages.Backbones.Contains(only) => Whole.Backbone,
            (_, _, [{ } only]) when Stages.Attributes.Contains(only) => Whole.FeatureStage,
            _ => throw new NoSuchNetworkException("there is neither a network, a block nor a stage"),
        };
    }

    /// <summary>A class must be a stage, and a contract must say what somebody needs who writes the network around it.</summary>
    private static void CheckClass(StageClass stage)
    {
        if (stage is not { Attributes: [var only] } || (stage.Work is null && !Stages.Attributes.Contains(only.Name)))
            throw new NoSuchNetworkException($"{stage.Name} is no stage");
        if (!stage.Form.Fits())
            throw new NoSuchNetworkException($"nothing can be added to a class that is {stage.Form}");
        if (stage.Work is not { } work)
            return;
        var role = Handwork.RoleOf(only);
        var needsChannels = role != StageRole.Backbone && only["InputChannels"] is null;
        if (!Enum.IsDefined(role))
            throw new NoSuchNetworkException($"there is no role {role}");
        if (work.Kind >= WrittenKind.NoModule)
            throw new NoSuchNetworkException($"{stage.Name} cannot be made");
        if (work.Constructor == WrittenConstructor.TwoNumbers || (!needsChannels && work.Constructor is WrittenConstructor.Channels or WrittenConstructor.ChannelsAndMore))
            throw new NoSuchNetworkException($"nobody knows the numbers to make {stage.Name} with");
        if (role == StageRole.Backbone && only["OutputChannels"] is null)
            throw new NoSuchNetworkException($"nobody knows the channels of {stage.Name}");
        if (role != StageRole.Backbone && ((only["Reduction"] is Value.Integer { Number: not 1 }) || (only["OutputChannels"] is { } outputs && outputs != only["InputChannels"])))
            throw new NoSuchNetworkException($"{stage.Name} does not keep its map");
    }
}
