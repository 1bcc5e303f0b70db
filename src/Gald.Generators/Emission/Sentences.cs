using Gald.Generators.Architecture;
using Gald.Generators.Diagnostics;
using Gald.Generators.Graph;
using Gald.Generators.Passes;
using Gald.Generators.Shapes;

namespace Gald.Generators.Emission;

/// <summary>What the documentation of generated code says, in every language.</summary>
internal static class Sentences
{
    public const string NotAModule = "Not a module: its declaration has errors.";

    public const string Description = "Stages, sizes and costs.";

    public const string FreshNetwork = "The network with fresh weights, on the CPU, in training mode.";

    public const string FreshModule = "The module with fresh weights, on the CPU, in training mode.";

    public const string ImagesParameter = "N×3×H×W, normalised as in training.";

    public const string MapsResult = "The maps, which the caller disposes.";

    public const string MapResult = "The map, which the caller disposes.";

    public const string WrongImages = "The images have another rank, other channels, or are too small.";

    public const string WrongInput = "The input has another rank, other channels, or is too small.";

    public const string WrongChannels = "The stage is not made for so many channels.";

    public const string Freeze = "A program that predicts what the module predicts now, with weights of its own; the caller disposes it.";

    public const string FrozenBlock = "The block, for prediction only.";

    public const string Signature = "What an ONNX file of it takes and gives.";

    public const string Disposal = "Releases the weights.";

    public const string Channels = "Channels of the map.";

    public const string Registered = "The constructor has registered all, under the published keys.";

    public static string LogitsResult(Block network) =>
        $"The logits{(network.Further.Count > 0 ? ", those of the coarse prediction" : "")} and, in training mode, those of the auxiliary head if there is one; the caller disposes it.";

    public static string Companion(string declaration) => $"What {declaration} declares, and its blocks.";

    public static string Network(SegmentationNetwork network, ShapeTrace trace) =>
        $"A segmentation network for {network.Classes} classes: {trace[trace.Block.Input]} images to {trace[trace.Block.Result]} logits.";

    public static string FeatureModule(ModuleForm form, CompiledModule compiled)
    {
        var kind = form switch
        {
            ModuleForm.Backbone => "A backbone",
            ModuleForm.Block => "A feature block",
            _ => "A stage for feature maps of any channels",
        };
        return $"{kind}: {Shapes(compiled.Trace)}, from {Smallest(compiled)} up.";
    }

    /// <summary>Where a block is in the network, and its shapes.</summary>
    public static string Whereabouts(BlockClass block)
    {
        var paths = block.Paths;
        var where = paths.Count <= 2 ? string.Join(" and ", paths) : $"{paths[0]} to {paths[paths.Count - 1]}, {paths.Count} modules";
        return $"{where}: {Shapes(block.Trace)}.";
    }

    /// <summary>A table of the stages.</summary>
    public static IEnumerable<string> Table(IReadOnlyList<StageCost> costs)
    {
        var width = costs.Max(cost => cost.Mark.Name.Length);
        return costs.Select(cost => $"{cost.Mark.Name.PadRight(width)}  {cost.Output,-18} {cost.Mark.Kind}");
    }

    public static string NetworkForward(CompiledModule compiled)
    {
        var trace = compiled.Trace;
        return $"{trace[trace.Block.Input]} images to {trace[trace.Block.Result]} logits, for every size from {Smallest(compiled)} up.";
    }

    public static string FeatureForward(CompiledModule compiled) => $"{Shapes(compiled.Trace)}, for every size from {Smallest(compiled)} up.";

    /// <summary>What a backbone's method for all maps gives.</summary>
    public static string Maps(CompiledModule compiled)
    {
        var trace = compiled.Trace;
        var maps = trace.Block.Maps!;
        return $"The maps of all stages, from fine to coarse: {trace[trace.Block.Input]} to {string.Join(", ", maps.Stages.Select(map => trace[map]))}, for every size from {Smallest(compiled)} up.";
    }

    /// <summary>What the class of these maps is.</summary>
    public static string MapsOf(string backbone) => $"The maps of all stages of {backbone}, from fine to coarse. Whoever asks for them disposes them.";

    public static string Forward(ShapeTrace trace) => $"{Shapes(trace)}.";

    public static string MapParameter(CompiledModule compiled) => $"N×{compiled.Trace[compiled.Trace.Block.Input].Channels}×H×W.";

    /// <summary>Which numbers of channels a stage for any takes.</summary>
    public static string ChannelRule(int multiple) => multiple == 1 ? "at least 1" : $"a multiple of {multiple}";

    public static string ChannelsParameter(int multiple) => $"Channels C of the map, {ChannelRule(multiple)}.";

    public static string Frozen(string module) => $"{module}, for prediction only.";

    public static string Call(Inference inference) => $"{Shapes(inference)}; the caller disposes the result.";

    public static string Export(Inference inference) => $"Writes it into an ONNX graph: {Shapes(inference)}.";

    /// <summary>What an exception says about an input that a module cannot take, up to the input's shape.</summary>
    /// <param name="name">The module.</param>
    /// <param name="channels">The channels that it takes, as they stand in the text.</param>
    /// <param name="compiled">What the module is.</param>
    public static string WrongShape(string name, string channels, CompiledModule compiled)
    {
        var what = compiled.Module.Takes == Taken.Images ? "images" : "maps";
        return $"{name} takes N×{channels}×H×W {what} of at least {Smallest(compiled)}, but these are ";
    }

    public static string WrongNumberOfChannels(string name, int multiple) => $"The channels of {name} must be {ChannelRule(multiple)}.";

    /// <summary>What a stub throws.</summary>
    public static string DeclarationHasErrors(string name, Refusal refusal) => $"The declaration of {name} has errors. {string.Join(" ", refusal.Errors.Select(error => $"{error}."))}";

    private static string Smallest(CompiledModule compiled) => $"{compiled.SmallestInput}×{compiled.SmallestInput}";

    private static string Shapes(ShapeTrace trace) => Shapes(trace.Block, value => trace[value]);

    private static string Shapes(Inference inference) => Shapes(inference.Block, value => inference[value]);

    private static string Shapes(Block block, Func<Value, Shape> of) =>
        $"{string.Join(" and ", block.Inputs.Select(of))} to {string.Join(" and ", block.Results.Select(of))}";
}
