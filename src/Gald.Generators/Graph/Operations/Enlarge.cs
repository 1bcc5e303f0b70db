using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>Bilinear interpolation of a map to a multiple of its size.</summary>
/// <param name="Factor">How many times the size, at least 2.</param>
/// <param name="AlignCorners">Whether the centres of the outermost positions are aligned, or their outer edges.</param>
internal sealed record Enlarge(int Factor, bool AlignCorners) : Operation
{
    public override Kept Kept => Kept.Nothing;

    public override bool SharesMemory => false;

    public override int StrideOf(IReadOnlyList<int> inputs) => Math.Max(1, inputs[0] / Factor);

    public override Shape Infer(IReadOnlyList<Shape> inputs) =>
        inputs[0].WithMap(inputs[0].Channels, inputs[0].Height * Factor, inputs[0].Width * Factor);

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.Call(
        "TorchSharp.torch.nn.functional.interpolate",
        inputs[0],
        new("size", new Code.Integers(new Code.Size(inputs[0], 2, Factor), new Code.Size(inputs[0], 3, Factor))),
        new("mode", new Code.Member("TorchSharp.torch.InterpolationMode.Bilinear")),
        new("align_corners", AlignCorners));

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("Enlarge", inputs[0], Factor, new("alignCorners", AlignCorners));
}
