using Gald.Generators.Diagnostics;
using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>Batch normalisation with ε 1e-5 and momentum 0.1, the defaults of PyTorch and of the published network.</summary>
internal sealed record BatchNorm2d(Extent Channels) : Layer
{
    public static readonly Rule SingleValue = new(
        "GALD0601", "A batch norm over a single value",
        "A batch norm gets a map of {0}, of which one image has a single value a channel: training with batches of 1 fails; train with larger batches, "
        + "or with images of at least {1}×{1}",
        Severity.Warning);

    public override string ModuleType => "Gald.Modules.BatchNorm2d";

    public override long Parameters => 2 * Channels.Length;

    public override Kept Kept => Kept.Inputs;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0].Channels == Channels
        ? inputs[0]
        : throw new ShapeException($"a batch norm of {Channels} channels gets {inputs[0]}");

    public override Doubt? FindDoubt(IReadOnlyList<Shape> inputs) =>
        inputs[0].Height == 1 && inputs[0].Width == 1 ? new(SingleValue, UnpaddedSteps.Size(inputs[0])) : null;

    public override Code Construct() => new Code.New(ModuleType, Channels);
}
