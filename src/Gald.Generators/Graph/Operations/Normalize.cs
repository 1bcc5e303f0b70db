using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>Vectors along a dimension over their norms: the sum of the absolute values (1) or the Euclidean norm (2).</summary>
internal sealed record Normalize(int Norm, int Dimension) : Operation
{
    public override Kept Kept => Kept.Inputs;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0];

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.Call(
        "TorchSharp.torch.nn.functional.normalize", inputs[0], new("p", (double)Norm), new("dim", Dimension));

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("Normalize", inputs[0], Norm, Dimension);
}
