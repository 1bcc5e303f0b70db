using Gald.Generators.Architecture;
using Gald.Generators.Diagnostics;
using Gald.Generators.Graph;
using Gald.Generators.Passes;
using Gald.Generators.Shapes;

namespace Gald.Generators;

/// <summary>A module that is right: what was declared, and its graph with all shapes.</summary>
/// <param name="Module">What was declared.</param>
/// <param name="Trace">Its shapes at the declared size; where that is open, at that of an example, with symbols for what is open.</param>
/// <param name="SmallestInput">The smallest height and width that it takes.</param>
internal sealed record CompiledModule(DeclaredModule Module, ShapeTrace Trace, int SmallestInput)
{
    /// <summary>The blocks that share a class.</summary>
    public BlockClasses Classes { get; } = BlockClasses.Of(Trace);
}

/// <summary>The flow from a declaration to a checked graph.</summary>
internal static class NetworkCompiler
{
    /// <summary>All rules of the language.</summary>
    public static IReadOnlyList<Rule> Rules { get; } =
    [
        .. TypeRules.All,
        .. FSharpRules.All,
        ArgumentReader.OutOfRange,
        ArgumentReader.NotAMember,
        .. DeclaredModule.Rules,
        InputSize.Half,
        InputSize.NotStated,
        .. SegmentationNetwork.Rules,
        .. FeatureBlock.Rules,
        .. DeclaredStages.Rules,
        .. StageContract.Rules,
        .. StageKind.All.SelectMany(kind => kind.Rules).Except(FeatureBlock.Rules).Distinct(),
        .. Doubts.OperationRules,
    ];

    /// <summary>Compiles a declaration, or reports everything that is wrong with it and returns null.</summary>
    public static CompiledModule? Compile(Declaration declaration, Problems problems)
    {
        TypeRules.Check(declaration.Type, problems);
        if (declaration.IsUnreadable)
            return null;

        if (DeclaredModule.Read(declaration, problems) is not { } module)
            return null;

        // What follows from a number that is already reported is not reported again.
        var conflicts = new Problems();
        module = module.Check(conflicts);
        problems.AddIndependent(conflicts);

        var name = declaration.Type.Name;
        if (Trace(name, module, problems) is not { } trace || problems.HasErrors || declaration.Attributes.Any(attribute => attribute.Stages.Any(IsInItsOwnWay)))
            return null;
        var smallest = SmallestInputOf(trace.Block, module);
        if (module.Size is null && module is not StageModule)
            problems.Report(InputSize.NotStated, module.Declared, name, smallest);
        Doubts.Report(name, module, trace, problems);
        return new CompiledModule(module, trace, smallest);
    }

    /// <summary>Whether a used class stays without code because of a member of its own, which is reported there.</summary>
    private static bool IsInItsOwnWay(DeclaredStage used)
    {
        if (!used.IsInSource || used.Attributes.Count == 0)
            return false;
        var declaration = new Declaration(new DeclaredType("", default, used.Name, used.Path, null, HasStaticInterfaces: true), used.Attributes, IsUnreadable: false);
        var generated = Verdict.Of(declaration).Members;

        // The class may be called otherwise than its declaration, as it is in F#.
        return MemberNames.FindClash(generated, used.Own, used.Path.Substring(used.Path.LastIndexOf('.') + 1)) is not null;
    }

    /// <summary>The module's graph with its shapes, or null after a report of every stage that its map is too small for.</summary>
    private static ShapeTrace? Trace(string name, DeclaredModule module, Problems problems)
    {
        if (module.Size is not { } size)
        {
            var block = module.Lower(name);
            var example = Math.Max(InputSize.Example, SmallestInputOf(block, module));
            return ShapeTrace.Of(block, Shape.Map(module.InputChannels, new Extent(example, "H"), new Extent(example, "W")));
        }

        var input = Shape.Map(module.InputChannels, size.Height, size.Width);
        try
        {
            return ShapeTrace.Of(module.Lower(name), input);
        }
        catch (ShapeException failure) when ((failure.Stage ?? OnlyStageOf(module)) is { } place)
        {
            // A stage that is all of its block gets the block's input.
            failure.Locate(place, input);

            // What this stage needs, whatever the others need.
            var smallest = SmallestInputOf(module.PaddedExceptIn(place).Lower(name), module);
            var explained = module.Stages.Single(stage => stage.Declared == place).ExplainTooSmall(failure.StageInput, smallest);
            var sizes = new Problems();
            sizes.Report(
                explained.Rule,
                explained.Place,
                [.. explained.Related, .. size.PlacesBelow(smallest), .. module.SizePlaces],
                [.. explained.Values]);
            problems.AddIndependent(sizes);

            // With padding the stage takes every map, so that one which is too small for a later stage shows up as well.
            Trace(name, module.PaddedIn(place), problems);
            return null;
        }
    }

    private static Place? OnlyStageOf(DeclaredModule module) => module.Stages.Count() == 1 ? module.Stages.Single().Declared : null;

    private static int SmallestInputOf(Block block, DeclaredModule module) => SmallestInput.Of(block, module.InputChannels)
        ?? throw new InvalidOperationException($"No input is large enough for {block.Name}.");
}
