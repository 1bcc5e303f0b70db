using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>The means of size×size windows that share a map out evenly and overlap where it does not divide: N×C×H×W to N×C×size×size.</summary>
internal sealed record AdaptiveAvgPool2d(int Size) : Operation
{
    public override Kept Kept => Kept.Nothing;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0].WithMap(inputs[0].Channels, Size, Size);

    public override Code Invoke(IReadOnlyList<Value> inputs) =>
        new Code.Call("TorchSharp.torch.nn.functional.adaptive_avg_pool2d", inputs[0], Size);

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("AdaptiveAvgPool", inputs[0], Size);
}
