using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>Max pooling over square windows with stride 2, which rounds its size down or up.</summary>
internal sealed record MaxPool2d(bool CeilMode) : Operation
{
    private const int Step = 2;

    /// <summary>Side of a window.</summary>
    public int Kernel { get; init; } = 3;

    /// <summary>Rows and columns of −∞ on each side.</summary>
    public int Padding { get; init; } = 1;

    /// <summary>The largest of each 2×2 positions, without an odd last row or column.</summary>
    public static MaxPool2d Halving { get; } = new(CeilMode: false) { Kernel = 2, Padding = 0 };

    public override Kept Kept => Kept.Inputs;

    public override bool SharesMemory => false;

    // The positions of the maxima, which libtorch computes in any case.
    public override long BytesBeside(Shape result) => checked(sizeof(long) * result.ElementsPerImage);

    public override int StrideOf(IReadOnlyList<int> inputs) => Step * inputs[0];

    public override Shape Infer(IReadOnlyList<Shape> inputs) =>
        inputs[0].WithMap(inputs[0].Channels, Reduce(inputs[0].Height), Reduce(inputs[0].Width));

    public override Code Invoke(IReadOnlyList<Value> inputs)
    {
        var arguments = new List<Argument>
        {
            inputs[0], new("kernel_size", Kernel), new("stride", Step),
        };
        if (Padding != 0)
            arguments.Add(new("padding", Padding));
        if (CeilMode)
            arguments.Add(new("ceil_mode", true));
        return new Code.Call("TorchSharp.torch.nn.functional.max_pool2d", [.. arguments]);
    }

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node(
        "MaxPool", inputs[0], new("kernel", Kernel), new("stride", Step), new("padding", Padding), new("ceilMode", CeilMode));

    private Extent Reduce(Extent extent)
    {
        var length = extent.Length;
        var span = length + 2 * Padding - Kernel;
        if (span < 0)
            throw new ShapeException($"{Kernel}×{Kernel} pooling cannot take a length of {length}");
        if (!CeilMode)
            return extent.Reduced(span / Step + 1, Step);

        // The last window must start inside the input or its left padding.
        var windows = (span + Step - 1) / Step + 1;
        return extent.Reduced((windows - 1) * Step >= length + Padding ? windows - 1 : windows, Step);
    }
}
