using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>Layer normalisation of N×C×H×W over the channels of each position, with one weight and one bias a channel.</summary>
internal sealed record LayerNorm2d(Extent Channels, double Epsilon) : Layer
{
    public override string ModuleType => "Gald.Modules.LayerNorm2d";

    public override string FrozenType => "Gald.Modules.FrozenLayerNorm2d";

    public override long Parameters => 2 * Channels.Length;

    public override Kept Kept => Kept.Inputs;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0].Rank == 4 && inputs[0].Channels == Channels
        ? inputs[0]
        : throw new ShapeException($"a layer norm over {Channels} channels gets {inputs[0]}");

    public override long BytesBeside(Shape result) => LayerNorm.StatisticsBytes(result, Channels);

    public override Code Construct() => new Code.New(ModuleType, Channels, new("epsilon", Epsilon));
}
