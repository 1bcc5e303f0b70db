using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>Blends the mean of a batch's bases N×C×K into those that are kept, 1×C×K.</summary>
internal sealed record BlendBases(double Momentum) : Operation
{
    public override Kept Kept => Kept.Nothing;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0];

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.Call("Gald.Modules.Attention.BlendBases", inputs[0], inputs[1], Momentum);
}
