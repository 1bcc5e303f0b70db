using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>Tensors behind each other along a dimension, such as maps of one size along the channels.</summary>
/// <param name="Dimension">The dimension; −1 for the last.</param>
internal sealed record Concatenate(int Dimension = 1) : Operation
{
    public override Kept Kept => Kept.Nothing;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        var first = inputs[0].Extents;
        var along = Dimension < 0 ? first.Count + Dimension : Dimension;
        if (inputs.Any(input => input.Rank != first.Count || input.Extents.Where((extent, dimension) => dimension != along && extent != first[dimension]).Any()))
            throw new ShapeException($"tensors of different sizes cannot be concatenated: {string.Join(", ", inputs)}");
        var length = inputs.Skip(1).Aggregate(first[along], (sum, input) => sum + input.Extents[along]);
        return Shape.Of([.. first.Select((extent, dimension) => dimension == along ? length : extent)]);
    }

    public override Code Invoke(IReadOnlyList<Value> inputs) =>
        new Code.Call("TorchSharp.torch.cat", new Code.Tensors([.. inputs.Select(input => (Code)input)]), new("dim", Dimension));

    public override Code Export(IReadOnlyList<Value> inputs) => Dimension == 1
        ? new Code.Node("Concatenate", [.. inputs.Select(input => (Argument)input)])
        : new Code.Node("ConcatenateAlong", [Dimension, .. inputs.Select(input => (Argument)input)]);
}
