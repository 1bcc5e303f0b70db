using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>Maps of one size behind each other along the channels.</summary>
internal sealed record Concatenate : Operation
{
    public override Kept Kept => Kept.Nothing;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Any(input => input.Height != inputs[0].Height || input.Width != inputs[0].Width))
            throw new ShapeException($"maps of different sizes cannot be concatenated: {string.Join(", ", inputs)}");
        return Shape.Map(inputs.Skip(1).Aggregate(inputs[0].Channels, (sum, input) => sum + input.Channels), inputs[0].Height, inputs[0].Width);
    }

    public override Code Invoke(IReadOnlyList<Value> inputs) =>
        new Code.Call("TorchSharp.torch.cat", new Code.Tensors([.. inputs.Select(input => (Code)input)]), new("dim", 1));

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("Concatenate", [.. inputs.Select(input => (Argument)input)]);
}
