using Gald.Generators.Architecture;
using Gald.Generators.Graph;
using Gald.Generators.Passes;
using Gald.Generators.Shapes;

namespace Gald.Generators.Emission;

/// <summary>The properties of the objects in which generated code says what the compiler knows, in the order in which they are printed.</summary>
internal static class ObjectFields
{
    /// <summary>Of a <c>NetworkDescription</c>, in front of its stages.</summary>
    public static IEnumerable<Argument> OfNetwork(string name, SegmentationNetwork network, CompiledModule compiled)
    {
        var images = compiled.Trace[compiled.Trace.Block.Input];
        return
        [
            new("Name", new Code.Text(name)),
            new("Classes", network.Classes),
            new("HasDeclaredSize", network.Size is not null),
            new("Height", images.Height.Length),
            new("Width", images.Width.Length),
            new("MinimumHeight", compiled.SmallestInput),
            new("MinimumWidth", compiled.SmallestInput),
            new("AuxiliaryWeight", network.AuxiliaryHead?.Weight ?? 0),
            .. OfResizing(network),
            .. OfSupervision(network, compiled.Trace.Block),
        ];
    }

    /// <summary>How logits are resized to pixels, where not as in the published GALD code.</summary>
    private static IEnumerable<Argument> OfResizing(SegmentationNetwork network) =>
        network.Head.AlignCorners ? [] : [new("AlignCorners", new Code.Truth(false))];

    /// <summary>The weights of all further losses, where the head has classifiers of its own: those for training count as the main one.</summary>
    private static IEnumerable<Argument> OfSupervision(SegmentationNetwork network, Block block)
    {
        double[] auxiliary = network.AuxiliaryHead is { } head ? [head.Weight] : [];
        var supervised = block.Results.Count(block.IsTrainingOnly) - auxiliary.Length;
        double[] own = [.. network.Head.FurtherWeights, .. Enumerable.Repeat(1.0, supervised)];
        return own.Length == 0 ? []
            : network.Head.FurtherWeights.Count == 0 ? [new("AuxiliaryWeights", new Code.Reals([.. own, .. auxiliary]))]
            : [new("AuxiliaryWeights", new Code.Reals([.. own, .. auxiliary])), new("LastingAuxiliaries", network.Head.FurtherWeights.Count)];
    }

    /// <summary>The stages of a network's backbone as objects that say what their modules' keys begin with.</summary>
    public static IEnumerable<Code> OfBackbone(CompiledModule compiled) => compiled.Trace.Block.StageKeys.Select(
        keys => new Code.New("Gald.BackboneStage", [.. keys.Select(key => new Argument(null, new Code.Text(key)))]));

    /// <summary>Of a <c>NetworkDescription</c>, behind its stages.</summary>
    public static IEnumerable<Argument> OfCosts(CompiledModule compiled, IReadOnlyList<StageCost> costs)
    {
        var (peak, scratch) = ActivationMemory.ToPredict(compiled.Trace, compiled.Programs);
        var (kept, recomputed) = ActivationMemory.ToTrain(compiled.Trace, compiled.Programs);
        var twice = Cost.ToRecompute(compiled.Trace);
        return
        [
            new("Parameters", new Code.Long(costs.Sum(cost => cost.Parameters))),
            new("MultiplyAdds", new Code.Long(Cost.ToPredict(costs))),
            new("PeakActivationBytes", new Code.Long(peak)),
            new("ScratchBytesPerThread", new Code.Long(scratch)),
            new("TrainingActivationBytes", new Code.Long(kept)),
            .. twice == 0 ? Array.Empty<Argument>() :
            [
                new("RecomputedMultiplyAdds", new Code.Long(twice)),
                new("RecomputedActivationBytes", new Code.Long(recomputed)),
            ],
        ];
    }

    /// <summary>Of a <c>StageDescription</c>.</summary>
    public static IEnumerable<Argument> OfStage(StageCost cost) =>
    [
        new("Name", new Code.Text(cost.Mark.Name)),
        new("Kind", new Code.Text(cost.Mark.Kind)),
        new("Channels", cost.Output.Channels.Length),
        new("Stride", cost.Stride),
        new("Height", cost.Output.Height.Length),
        new("Width", cost.Output.Width.Length),
        new("Parameters", new Code.Long(cost.Parameters)),
        new("MultiplyAdds", new Code.Long(cost.MultiplyAdds)),
    ];

    /// <summary>Of an <c>OnnxSignature</c>.</summary>
    public static IEnumerable<Argument> OfSignature(CompiledModule compiled)
    {
        var trace = compiled.Trace;
        var (input, result) = (trace.Block.Input, trace.Block.Result);
        return
        [
            new("Name", new Code.Text(trace.Block.Name)),
            new("Input", new Code.Text(input.Name!)),
            new("Output", new Code.Text(compiled.Module.Gives == Given.Logits ? result.Name! : "output")),
            new("InputChannels", Channels(trace[input].Channels)),
            new("OutputChannels", Channels(trace[result].Channels)),
            new("SmallestSide", compiled.SmallestInput),
            new("Stride", trace.StrideOf(result)),
            .. compiled.Module is SegmentationNetwork network ? OfResizing(network) : [],
        ];

        static Code Channels(Extent given) => given.IsOpen ? new Code.OwnChannels(given) : given;
    }
}
