using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>The mean of each square window, in which positions beside the map do not count.</summary>
internal sealed record AvgPool2d(int Kernel, int Step, int Padding, bool CeilMode) : Operation
{
    public override Kept Kept => Kept.Inputs;

    public override bool SharesMemory => false;

    public override int StrideOf(IReadOnlyList<int> inputs) => Step * inputs[0];

    public override Shape Infer(IReadOnlyList<Shape> inputs) => Shape.Map(inputs[0].Channels, Reduce(inputs[0].Height), Reduce(inputs[0].Width));

    public override Code Invoke(IReadOnlyList<Value> inputs)
    {
        var arguments = new List<Argument> { inputs[0], new("kernel_size", Kernel), new("stride", Step) };
        if (Padding != 0)
            arguments.Add(new("padding", Padding));
        if (CeilMode)
            arguments.Add(new("ceil_mode", true));
        if (Padding != 0 || CeilMode)
            arguments.Add(new("count_include_pad", false));
        return new Code.Call("TorchSharp.torch.nn.functional.avg_pool2d", [.. arguments]);
    }

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node(
        "AveragePool", inputs[0], new("kernel", Kernel), new("stride", Step), new("padding", Padding), new("ceilMode", CeilMode));

    private Extent Reduce(Extent extent) => PoolingWindows.Count(extent, Kernel, Step, Padding, CeilMode);
}
