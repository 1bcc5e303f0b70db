using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>Batch normalisation of N×C×L with ε 1e-5 and momentum 0.1.</summary>
internal sealed record BatchNorm1d(Extent Channels) : Layer
{
    public override string ModuleType => "Gald.Modules.BatchNorm1d";

    public override string FrozenType => "Gald.Modules.FrozenBatchNorm1d";

    public override long Parameters => 2 * Channels.Length;

    public override Kept Kept => Kept.Inputs;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0].Rank == 3 && inputs[0].Channels == Channels
        ? inputs[0]
        : throw new ShapeException($"a batch norm of {Channels} channels gets {inputs[0]}");

    public override Code Construct() => new Code.New(ModuleType, Channels);
}
