using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>Layer normalisation of N×C×1×1 over its channels, with ε 1e-5 and weights of shape C×1×1.</summary>
internal sealed record ChannelNorm(Extent Channels) : Layer
{
    public override string ModuleType => "Gald.Modules.ChannelNorm";

    public override string FrozenType => "Gald.Modules.FrozenChannelNorm";

    public override long Parameters => 2 * Channels.Length;

    public override Kept Kept => Kept.Inputs;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0].Channels == Channels && inputs[0].Height == 1 && inputs[0].Width == 1
        ? inputs[0]
        : throw new ShapeException($"a layer norm of {Channels}×1×1 gets {inputs[0]}");

    public override Code Construct() => new Code.New(ModuleType, Channels);
}
