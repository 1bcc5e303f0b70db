using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>Batch normalisation of N×C×L with ε 1e-5 and momentum 0.1.</summary>
internal sealed record BatchNorm1d(Extent Channels) : Layer
{
    /// <summary>Whether the columns are those of nodes, whose number no larger image makes larger.</summary>
    public bool IsOfNodes { get; init; }

    public override string ModuleType => "Gald.Modules.BatchNorm1d";

    public override string FrozenType => "Gald.Modules.FrozenBatchNorm1d";

    public override long Parameters => 2 * Channels.Length;

    public override Kept Kept => Kept.Inputs;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0].Rank == 3 && inputs[0].Channels == Channels
        ? inputs[0]
        : throw new ShapeException($"a batch norm of {Channels} channels gets {inputs[0]}");

    public override Doubt? FindDoubt(IReadOnlyList<Shape> inputs) =>
        IsOfNodes && inputs[0].Extents[2] == 1 ? new(BatchNorm2d.SingleContext) { MendedBySize = false } : null;

    public override Code Construct() => new Code.New(ModuleType, Channels);
}
