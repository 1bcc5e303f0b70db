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
    public BlockClasses Classes => Programs.Classes;

    /// <summary>Its forward passes and programs.</summary>
    public Programs Programs { get; } = new(BlockClasses.Of(Trace));
}

/// <summary>The flow from a declaration to a checked graph.</summary>
internal static class NetworkCompiler
{
    /// <summary>All rules of the language.</summary>
    public static IReadOnlyList<Rule> Rules { get; } =
    [
        .. TypeRules.All,
        .. FSharpRules.All,
        ArgumentReader.NotUnderstood,
        ArgumentReader.OutOfRange,
        ArgumentReader.NotAMember,
        ArgumentReader.WithoutEffect,
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

    /// <summary>Compiles a declaration and reports everything that is wrong with it.</summary>
    /// <returns>
    /// The module. If something is wrong, the one that the declaration becomes once that is mended, as far as it can be told; null if
    /// it cannot.
    /// </returns>
    public static CompiledModule? Compile(Declaration declaration, Problems problems)
    {
        TypeRules.Check(declaration.Type, problems);
        problems.Add(declaration.Unread);
        if (declaration.Foreign is { } foreign)
            problems.Blame(foreign);

        // What would be said about the rest might follow from what is missing.
        var found = declaration.IsUnreadable ? new Problems() : problems;
        if (DeclaredModule.Read(declaration, found) is not { } read)
            return null;

        // What follows from a number that is already reported is not reported again.
        var conflicts = new Problems();
        read = read.Check(conflicts);
        found.AddIndependent(conflicts);

        var name = declaration.Type.Name;
        var (module, trace) = Trace(name, read, found);
        foreach (var (stage, error) in declaration.Attributes.SelectMany(attribute => attribute.Stages).SelectMany(FindClashes))
            found.Blame($"{stage}: {error}");
        if (problems.HasErrors)
            return new CompiledModule(module, trace, SmallestInput.Of(trace.Block, module.InputChannels) ?? 1);
        var smallest = SmallestInputOf(trace.Block, module);
        if (module.Size is null && module is not StageModule)
            problems.Report(InputSize.NotStated, module.Declared, name, smallest);
        Doubts.Report(name, module, trace, problems);
        return new CompiledModule(module, trace, smallest);
    }

    /// <summary>The members of a used class that keep it without its module, which is reported there.</summary>
    private static IEnumerable<(string Stage, Problem Error)> FindClashes(DeclaredStage used)
    {
        if (!used.IsInSource || used.Attributes.Count == 0 || used.Fault is not null)
            return [];
        var declaration = new Declaration(new DeclaredType("", default, used.Name, used.Path, null, HasStaticInterfaces: true), used.Attributes, default, null);
        var generated = Verdict.Of(declaration).Members;

        // The class may be called otherwise than its declaration, as it is in F#.
        var clashes = new Problems();
        TypeRules.CheckMembers(used.Path.Substring(used.Path.LastIndexOf('.') + 1), used.Own, generated, clashes);
        return clashes.Found.Select(clash => (used.Name, clash));
    }

    /// <summary>
    /// A module's graph with its shapes. After a report of every stage that its map is too small for, that of the module with padding
    /// in these.
    /// </summary>
    private static (DeclaredModule Module, ShapeTrace Trace) Trace(string name, DeclaredModule module, Problems problems)
    {
        if (module.Size is not { } size)
        {
            var block = module.Lower(name);
            var example = Math.Max(InputSize.Example, SmallestInputOf(block, module));
            return (module, ShapeTrace.Of(block, Shape.Map(module.InputChannels, new Extent(example, "H"), new Extent(example, "W"))));
        }

        var input = Shape.Map(module.InputChannels, size.Height, size.Width);
        try
        {
            return (module, ShapeTrace.Of(module.Lower(name), input));
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
            return Trace(name, module.PaddedIn(place), problems);
        }
    }

    private static Place? OnlyStageOf(DeclaredModule module) => module.Stages.Count() == 1 ? module.Stages.Single().Declared : null;

    private static int SmallestInputOf(Block block, DeclaredModule module) => SmallestInput.Of(block, module.InputChannels)
        ?? throw new InvalidOperationException($"No input is large enough for {block.Name}.");
}
