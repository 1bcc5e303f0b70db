using Gald.Declarations.Tests.Reference;

namespace Gald.Declarations.Tests.Declarations;

/// <summary>A declaration while it is being made up: its attributes are together first, and then moved into classes.</summary>
internal sealed class Draft
{
    private readonly List<(string Name, List<Argument> Arguments)> attributes = [];

    public ClassForm Form { get; set; } = ClassForm.Public;

    /// <summary>Whether a second class declares the same.</summary>
    public bool HasTwin { get; set; }

    public int TriedChannels { get; set; } = 16;

    /// <summary>The attributes that stand on classes of their own, and what these are.</summary>
    public Dictionary<string, ClassForm> Moved { get; } = [];

    /// <summary>Stages that were written by hand.</summary>
    public Dictionary<StageRole, WrittenDraft> Written { get; } = [];

    /// <summary>Classes that are used besides.</summary>
    public List<StageClass> Strays { get; } = [];

    /// <summary>The names of the attributes, each as often as it is there.</summary>
    public IReadOnlyList<string> Names => [.. attributes.Select(one => one.Name)];

    public bool Has(string attribute) => attributes.Any(one => one.Name == attribute);

    /// <summary>Adds an attribute, also where there is one of the name already.</summary>
    public void Add(string attribute) => attributes.Add((attribute, []));

    public void Remove(string attribute) => attributes.RemoveAll(one => one.Name == attribute);

    /// <summary>Sets an argument of the first attribute of a name, which is added if it is not there, in place of a stage written by hand.</summary>
    public void Set(string attribute, string argument, Value value)
    {
        if (!Has(attribute))
        {
            Add(attribute);
            if (Stages.RoleOf(attribute) is { } role)
                Written.Remove(role);
        }

        Drop(attribute, argument);
        Arguments(attribute).Add(new(argument, value));
    }

    public void Set(string attribute, string argument, int number) => Set(attribute, argument, new Value.Integer(number));

    public void Drop(string attribute, string argument) => Arguments(attribute).RemoveAll(one => one.Name == argument);

    public Value? ArgumentOf(string attribute, string argument) =>
        Has(attribute) ? Arguments(attribute).FirstOrDefault(one => one.Name == argument)?.Value : null;

    public int? Number(string attribute, string argument) => ArgumentOf(attribute, argument) is Value.Integer integer ? integer.Number : null;

    /// <summary>The declaration, in a random order; every backbone gets what its constructor takes, without which C# does not compile it.</summary>
    public Declaration Done(Dice dice)
    {
        foreach (var (_, arguments) in attributes.Where(one => one.Name == "ResNet" && one.Arguments.All(argument => argument.Name != "Depth")))
            arguments.Add(new("Depth", new Value.Integer(18)));
        foreach (var (name, arguments) in attributes.Where(one => one.Name is "ConvNeXt" or "MixTransformer" && one.Arguments.All(argument => argument.Name != "Size")))
            arguments.Add(new("Size", new Value.Member(name == "ConvNeXt" ? typeof(ConvNeXtSize) : typeof(MiTSize), 0)));
        foreach (var (_, arguments) in attributes.Where(one => one.Name == "MobileNetV3" && one.Arguments.All(argument => argument.Name != "Size")))
            arguments.Add(new("Size", new Value.Member(typeof(MobileNetV3Size), (int)MobileNetV3Size.Small)));
        var classes = new List<StageClass>(Strays);
        foreach (var (attribute, form) in Moved.Where(moved => Has(moved.Key)))
        {
            var moved = attributes.First(one => one.Name == attribute);
            attributes.Remove(moved);
            classes.Add(new StageClass(Stages.ClassOf(attribute), form, [new AttributeUse(attribute, dice.Shuffle(moved.Arguments))]));
        }

        foreach (var (role, written) in Written)
            classes.Add(written.Done(role, dice));
        AttributeUse[] uses = [.. attributes.Select(one => new AttributeUse(one.Name, dice.Shuffle(one.Arguments))), .. Use(dice.Shuffle(classes), dice)];
        return new Declaration(Form, dice.Shuffle(uses)) { HasTwin = HasTwin, TriedChannels = TriedChannels };
    }

    /// <summary>Channels of the last map of a MobileNet; any where there is none.</summary>
    public int MobileChannels()
    {
        var kind = ReferenceMobileNets.Kinds.First(Has);
        try
        {
            return (int)ReferenceMobileNets.LastChannels(new Numbers(new Declaration(ClassForm.Public, [new AttributeUse(kind, [.. Arguments(kind)])])));
        }
        catch (NoSuchNetworkException)
        {
            return 8;
        }
    }

    /// <summary>Classes in one attribute or in two.</summary>
    private static IEnumerable<AttributeUse> Use(IReadOnlyList<StageClass> classes, Dice dice)
    {
        var split = classes.Count > 1 && dice.Chance(0.25) ? dice.Between(1, classes.Count - 1) : classes.Count;
        foreach (var part in new[] { classes.Take(split).ToArray(), classes.Skip(split).ToArray() }.Where(part => part.Length > 0))
            yield return new AttributeUse("Uses", [new Argument("Stages", new Value.Classes(part))]);
    }

    private List<Argument> Arguments(string attribute) => attributes.First(one => one.Name == attribute).Arguments;
}

/// <summary>A stage written by hand while it is being made up.</summary>
internal sealed class WrittenDraft
{
    private readonly Dictionary<string, Value> contract = [];

    public ClassForm Form { get; set; } = ClassForm.Public;

    public WrittenWork Work { get; set; } = new(WrittenKind.Module, WrittenConstructor.Nothing, Breach.None, IsStrict: true);

    public int? this[string argument] => (contract.GetValueOrDefault(argument) as Value.Integer)?.Number;

    public void Set(string argument, Value value) => contract[argument] = value;

    public void Set(string argument, int number) => Set(argument, new Value.Integer(number));

    public void Drop(string argument) => contract.Remove(argument);

    public StageClass Done(StageRole role, Dice dice)
    {
        if (!contract.ContainsKey("Role"))
            Set("Role", new Value.Member(typeof(StageRole), (int)role));
        var arguments = contract.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => new Argument(one.Key, one.Value)).ToArray();
        return new StageClass($"Own{Stages.ClassOf(role)}", Form, [new AttributeUse("StageContract", dice.Shuffle(arguments))], Work);
    }
}

/// <summary>The stages that can be classes of their own.</summary>
internal static class Stages
{
    public static IReadOnlyList<string> Aggregations { get; } =
    [
        "Cgnl", "PyramidPooling", "AtrousPyramid", "NonLocal", "CrissCross", "DoubleAttention", "GlobalContext", "DualAttention", "DisentangledNonLocal",
        "ExpectationMaximization", "InterlacedAttention", "GloRe", "DualGraph", "AsymmetricNonLocal", "SqueezeExcitation",
        "EfficientAttention",
    ];

    public static IReadOnlyList<string> Backbones { get; } = ["ResNet", "ConvNeXt", "HrNet", "MixTransformer", "MobileNetV2", "MobileNetV3"];

    public static IReadOnlyList<string> Distributions { get; } = ["LocalDistribution", "MixFeedForward"];

    public static IReadOnlyList<string> Attributes { get; } = [.. Backbones, .. Aggregations, .. Distributions];

    public static IReadOnlyList<string> Heads { get; } =
        ["SegmentationHead", "DecodeHead", "FcnHead", "DeepLabV3Head", "DeepLabV3PlusHead", "UPerHead", "SemanticFpnHead", "SegFormerHead", "LrAsppHead", "OcrHead"];

    public static StageRole? RoleOf(string attribute) => attribute switch
    {
        _ when Distributions.Contains(attribute) => StageRole.Distribution,
        _ when Backbones.Contains(attribute) => StageRole.Backbone,
        _ => Aggregations.Contains(attribute) ? StageRole.Aggregation : null,
    };

    public static string ClassOf(string attribute) => ClassOf(RoleOf(attribute)!.Value);

    public static string ClassOf(StageRole role) => role switch { StageRole.Backbone => "Trunk", StageRole.Aggregation => "Context", _ => "Detail" };
}
