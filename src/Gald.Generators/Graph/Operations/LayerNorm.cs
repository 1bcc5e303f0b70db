using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>Layer normalisation over the last dimension, such as each row of N×L×C, with one weight and one bias a channel.</summary>
internal sealed record LayerNorm(Extent Channels, double Epsilon) : Layer
{
    public override string ModuleType => "Gald.Modules.LayerNorm";

    public override string FrozenType => "Gald.Modules.FrozenLayerNorm";

    public override long Parameters => 2 * Channels.Length;

    public override Kept Kept => Kept.Inputs;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0].Extents[^1] == Channels
        ? inputs[0]
        : throw new ShapeException($"a layer norm of {Channels} channels gets {inputs[0]}");

    public override long BytesBeside(Shape result) => StatisticsBytes(result, Channels);

    public override Code Construct() => new Code.New(ModuleType, Channels, new("epsilon", Epsilon));

    /// <summary>Mean and deviation of each position.</summary>
    public static long StatisticsBytes(Shape result, Extent channels) => checked(2 * sizeof(float) * (result.ElementsPerImage / channels.Length));
}
