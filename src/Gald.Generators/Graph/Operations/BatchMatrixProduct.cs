using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>B×R×K times B×K×C gives B×R×C. Not <c>matmul</c>, which ends the process on shapes that do not fit.</summary>
internal sealed record BatchMatrixProduct : Operation
{
    public override Kept Kept => Kept.Inputs;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        var (left, right) = (inputs[0].Extents, inputs[1].Extents);
        if (left.Count != 3 || right.Count != 3 || left[0] != right[0] || left[2] != right[1])
            throw new ShapeException($"{inputs[0]} and {inputs[1]} cannot be multiplied as batches of matrices");
        return Shape.Of(left[0], left[1], right[2]);
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, Shape result) =>
        checked(result.ElementsPerImage * inputs[0].Extents[2].Length);

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.MethodCall(inputs[0], "bmm", inputs[1]);

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("MatrixProduct", inputs[0], inputs[1]);
}
