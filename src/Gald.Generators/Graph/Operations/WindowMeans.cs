using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>The mean of each square window without padding; windows have one distance down and another across.</summary>
internal sealed record WindowMeans(int Kernel, int RowStep, int ColumnStep) : Operation
{
    public override Kept Kept => Kept.Inputs;

    public override bool SharesMemory => false;

    public override int StrideOf(IReadOnlyList<int> inputs) => RowStep * inputs[0];

    public override Shape Infer(IReadOnlyList<Shape> inputs) =>
        inputs[0].WithMap(inputs[0].Channels, Reduce(inputs[0].Height, RowStep), Reduce(inputs[0].Width, ColumnStep));

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.Call(
        "TorchSharp.torch.nn.functional.avg_pool2d", inputs[0], new(null, new Code.Integers(Kernel, Kernel)), new(null, new Code.Integers(RowStep, ColumnStep)));

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("WindowMeans", inputs[0], Kernel, RowStep, ColumnStep);

    private Extent Reduce(Extent extent, int step) => extent.Length >= Kernel
        ? extent.Reduced((extent.Length - Kernel) / step + 1, step)
        : throw new ShapeException($"windows of {Kernel}×{Kernel} do not fit into a length of {extent}");
}
