using Gald.Generators.Diagnostics;
using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>Batch normalisation, where nothing else is said with momentum 0.1 and ε 1e-5: the defaults of PyTorch and of the published network.</summary>
internal sealed record BatchNorm2d(Extent Channels) : Layer
{
    public static readonly Rule SingleValue = new(
        "GALD0601", "A batch norm over a single value",
        "Batch norm sees one value per channel and image, a map of {0}, so training with batches of 1 fails; use a larger batch, or images of at least {1}×{1}",
        Severity.Warning);

    public static readonly Rule SingleContext = new(
        "GALD0603", "A batch norm over one value of an image",
        "Batch norm sees one value per channel and image, whatever the size of the image, so training with batches of 1 fails; use batches of 2 or more",
        Severity.Info);

    /// <summary>What the variance is raised by, so that it is never 0.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>The share of a batch's statistics in the running ones.</summary>
    public double Momentum { get; init; } = 0.1;

    /// <summary>Whether the weights begin at 0, so that a residual branch adds nothing at first.</summary>
    public bool ZeroInit { get; init; }

    /// <summary>Whether its map is pooled, so that no larger image makes it larger.</summary>
    public bool IsPooled { get; init; }

    public override string ModuleType => "Gald.Modules.BatchNorm2d";

    public override long Parameters => 2 * Channels.Length;

    public override Kept Kept => Kept.Inputs;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0].Channels == Channels
        ? inputs[0]
        : throw new ShapeException($"a batch norm of {Channels} channels gets {inputs[0]}");

    public override Doubt? FindDoubt(IReadOnlyList<Shape> inputs) =>
        inputs[0].Extents[0].Length > 1 || inputs[0].Height != 1 || inputs[0].Width != 1 ? null
        : IsPooled ? new(SingleContext) { MendedBySize = false, DependsOnSize = false }
        : new(SingleValue, UnpaddedSteps.Size(inputs[0]));

    public override Code Construct()
    {
        var arguments = new List<Argument> { Channels };
        if (ZeroInit)
            arguments.Add(new("initialWeight", 0.0));
        if (Epsilon != 1e-5)
            arguments.Add(new("epsilon", Epsilon));
        if (Momentum != 0.1)
            arguments.Add(new("momentum", Momentum));
        return new Code.New(ModuleType, [.. arguments]);
    }
}
