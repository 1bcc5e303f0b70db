using Gald.Generators.Architecture;
using Gald.Generators.Graph;

namespace Gald.Generators.Lowering;

/// <summary>Turns a network into a graph: its own forward pass, and a block for each module in it.</summary>
internal static class NetworkLowering
{
    /// <summary>The key of the auxiliary head in the published network's state.</summary>
    private const string AuxiliaryKey = "dsn";

    /// <summary>The network as a block from images to logits and, if it has an auxiliary head, its logits.</summary>
    public static Block Lower(string name, SegmentationNetwork network)
    {
        var builder = new BlockBuilder(name, "The network.");
        var maps = network.Backbone.Lower(builder, builder.Input("images"));
        Value? auxiliary = null;
        if (network.AuxiliaryHead is { } auxiliaryHead)
        {
            var map = maps[auxiliaryHead.Stage - 1];
            builder.Stage(AuxiliaryKey, $"auxiliary head on stage {auxiliaryHead.Stage}", auxiliaryHead.Declared);
            auxiliary = builder.CallInTraining(AuxiliaryKey, auxiliaryHead.Lower(map.Channels, network.Classes), map.Output, "auxiliary");
            builder.EndStage();
        }

        var features = maps.Last();
        var head = network.Head.Lower(features.Channels, network.Classes, network.Aggregation, network.Distribution);
        var logits = builder.Call("head", head, features.Output, "logits");
        return auxiliary is null ? builder.Build(logits) : builder.Build(logits, auxiliary);
    }
}
