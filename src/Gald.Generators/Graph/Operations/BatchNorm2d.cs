using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>Batch normalisation with ε 1e-5 and momentum 0.1, the defaults of PyTorch and of the published network.</summary>
internal sealed record BatchNorm2d(Extent Channels) : Layer
{
    public override string ModuleType => "Gald.Modules.BatchNorm2d";

    public override long Parameters => 2 * Channels.Length;

    public override bool PinsResult => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0].Channels == Channels
        ? inputs[0]
        : throw new ShapeException($"a batch norm of {Channels} channels gets {inputs[0]}");

    public override Code Construct() => new Code.New(ModuleType, Channels);
}
