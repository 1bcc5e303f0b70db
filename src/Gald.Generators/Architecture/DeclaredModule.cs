using Gald.Generators.Diagnostics;
using Gald.Generators.Graph;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

/// <summary>What a module takes.</summary>
internal enum Taken
{
    /// <summary>N×3×H×W.</summary>
    Images,

    /// <summary>N×C×H×W.</summary>
    Map,
}

/// <summary>What a module gives.</summary>
internal enum Given
{
    /// <summary>N×C×H×W.</summary>
    Map,

    /// <summary>N×Classes×H×W and, in training, those of further classifiers.</summary>
    Logits,
}

/// <summary>What a class declares, with defaults filled in: a network, a feature block, or a stage on its own.</summary>
internal abstract record DeclaredModule
{
    public static readonly Rule TwoKinds = new(
        "GALD0109", "A network and a block at once",
        "{0} cannot be a segmentation network and a feature block at once; remove one of the two attributes");

    public static readonly Rule NoWhole = new(
        "GALD0106", "Stages without a network",
        "{0} declares {1}, which is no module on its own; add [SegmentationNetwork(Classes = …)] or [FeatureBlock(Channels = …)]");

    /// <summary>The rules about what a class declares as a whole.</summary>
    public static readonly IReadOnlyList<Rule> Rules = [TwoKinds, NoWhole, EarlierMapReader.NoEarlierMap];

    /// <summary>The attribute that says what the class is; that of the stage for a stage on its own.</summary>
    public required Place Declared { get; init; }

    /// <summary>The size that it is checked for; null if that is left open.</summary>
    public InputSize? Size { get; init; }

    public abstract Taken Takes { get; }

    public abstract Given Gives { get; }

    /// <summary>What open channels must be a multiple of.</summary>
    public virtual int ChannelMultiple => 1;

    /// <summary>What keeps its stages from reading earlier maps of a backbone, in words; null if nothing does.</summary>
    /// <param name="name">The name of its class.</param>
    public virtual string? WithoutEarlierMaps(string name) => $"{name} gets one map";

    /// <summary>The stage that reads earlier maps of a backbone; null if none does.</summary>
    public virtual EarlierMapReader? ReaderOfEarlierMaps =>
        Stages.OfType<FeatureStage>().FirstOrDefault(stage => stage.EarlierMaps > 0) is { } reader ? EarlierMapReader.Aggregation(reader.Declared) : null;

    /// <summary>The channels of its input.</summary>
    public abstract Extent InputChannels { get; }

    /// <summary>All stages.</summary>
    public abstract IEnumerable<Stage> Stages { get; }

    /// <summary>The arguments that decide the sizes of the maps, besides those of the stages that are too large for them.</summary>
    public abstract IEnumerable<Place> SizePlaces { get; }

    /// <summary>Reports stages that do not fit each other, and returns a module whose stages do, so that checking goes on.</summary>
    public abstract DeclaredModule Check(Problems problems);

    /// <summary>The module with one of its stages padded.</summary>
    public abstract DeclaredModule PaddedIn(Place stage);

    /// <summary>The module with padding in the stages that can have it, except in one.</summary>
    public DeclaredModule PaddedExceptIn(Place stage) =>
        Stages.Where(other => other.Declared != stage).Aggregate(this, (module, other) => module.PaddedIn(other.Declared));

    /// <summary>Its graph.</summary>
    /// <param name="name">The name of its class.</param>
    public abstract Block Lower(string name);

    /// <summary>What a declaration says, or null if what is wrong leaves nothing to check further.</summary>
    public static DeclaredModule? Read(Declaration declaration, Problems problems)
    {
        var stages = DeclaredStages.Read(declaration, problems);
        DeclaredModule? module = null;
        switch (ModuleForms.Of(declaration))
        {
            case ModuleForm.Network when ModuleForms.Find(declaration.Attributes, FeatureBlock.Attribute) is { } second:
                problems.Report(TwoKinds, new Place(second), declaration.Type.Name);
                break;
            case ModuleForm.Network:
                module = SegmentationNetwork.Read(declaration, stages, problems);
                break;
            case ModuleForm.Block:
                module = FeatureBlock.Read(declaration, stages, problems);
                break;
            case ModuleForm.None when stages.HasRefused || stages is { HasDuplicates: true, Found: [FeatureStage or Backbone] }:
                break;
            case ModuleForm.None:
                problems.Report(NoWhole, new Place(0), declaration.Type.Name, stages.Describe());
                break;
            default:
                module = new StageModule(stages.Found.Single()) { Declared = new Place(0) };
                break;
        }

        if (module?.ReaderOfEarlierMaps is { } reader && module.WithoutEarlierMaps(declaration.Type.Name) is { } reason)
        {
            reader.Refuse(problems, reason);
            return null;
        }

        return module;
    }
}
