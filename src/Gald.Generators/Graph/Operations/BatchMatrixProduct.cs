using Gald.Generators.Diagnostics;
using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>B×R×K times B×K×C gives B×R×C. Not <c>matmul</c>, which ends the process on shapes that do not fit.</summary>
internal sealed record BatchMatrixProduct : Operation
{
    private const double Gigabyte = 1e9;

    public static readonly Rule LargeAttention = new(
        "GALD0604", "A map of attention that is very large",
        "The map of attention holds {0}×{1} numbers for each image, {2} GB in float32, and training keeps it; compare fewer positions: on a coarser map or smaller images, "
        + "with keys that are reduced first, or by an aggregation whose cost grows with the positions and not with their square",
        Severity.Warning);

    public static readonly Rule AttentionSize = new(
        "GALD0605", "What the map of attention takes",
        "The map of attention holds {0}×{1} numbers for each image, {2} MB in float32",
        Severity.Info);

    /// <summary>Whether the result compares each position with others, so that it grows with the square of their number.</summary>
    public bool IsAttention { get; init; }

    public override Kept Kept => Kept.Inputs;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        var (left, right) = (inputs[0].Extents, inputs[1].Extents);
        if (left.Count != 3 || right.Count != 3 || left[0] != right[0] || left[2] != right[1])
            throw new ShapeException($"{inputs[0]} and {inputs[1]} cannot be multiplied as batches of matrices");
        return Shape.Of(left[0], left[1], right[2]);
    }

    public override Doubt? FindDoubt(IReadOnlyList<Shape> inputs) => IsAttention ? SizeOf(Infer(inputs)) : null;

    /// <summary>What a map of attention takes.</summary>
    public static Doubt SizeOf(Shape map)
    {
        var bytes = (double)sizeof(float) * map.Extents.Aggregate(1.0, (product, extent) => product * extent.Length);
        var (rule, size) = bytes > 4 * Gigabyte ? (LargeAttention, Math.Round(bytes / Gigabyte, 1)) : (AttentionSize, Math.Max(1, Math.Round(bytes / 1e6)));
        return new(rule, map.Extents[1].Length, map.Extents[2].Length, size) { MendedBySize = false };
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, Shape result) =>
        checked(result.ElementsPerImage * inputs[0].Extents[2].Length);

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.MethodCall(inputs[0], "bmm", inputs[1]);

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("MatrixProduct", inputs[0], inputs[1]);
}
