using Gald.Generators.Graph;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal sealed partial record SegmentationNetwork
{
    /// <summary>The key of the auxiliary head in the published network's state.</summary>
    private const string AuxiliaryKey = "dsn";

    /// <summary>The network as a block from images to logits and, if it has an auxiliary head, its logits.</summary>
    public override Block Lower(string name)
    {
        var builder = new BlockBuilder(name, "The network.");
        var features = new List<FeatureMap>();
        Value? auxiliary = null;
        foreach (var map in Backbone.Lower(builder, builder.Input("images")))
        {
            features.Add(map);

            // Right behind its stage, so that the stage's map need not outlive the next stage.
            if (AuxiliaryHead is { } auxiliaryHead && auxiliaryHead.Stage == features.Count)
            {
                builder.Stage(AuxiliaryKey, $"auxiliary head on stage {auxiliaryHead.Stage}", auxiliaryHead.Declared);
                var classifier = builder.Child(AuxiliaryKey, auxiliaryHead.Lower((int)map.Channels.Length, Classes));
                auxiliary = builder.CallInTraining(classifier, map.Output, "auxiliary");
                builder.EndStage();
            }
        }

        var last = features.Last();
        var head = Head.Lower((int)last.Channels.Length, Classes, Aggregation, Distribution);
        var logits = builder.Call("head", head, last.Output, "logits");
        return auxiliary is null ? builder.Build(logits) : builder.Build(logits, auxiliary);
    }
}
