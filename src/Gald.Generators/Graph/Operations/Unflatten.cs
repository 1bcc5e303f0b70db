using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>One length of a dimension that is taken apart.</summary>
/// <param name="Number">The length; 0 where it is that of another value.</param>
/// <param name="Dimension">The dimension of the second input that has the length.</param>
internal readonly record struct Length(int Number, int Dimension = 0)
{
    public static implicit operator Length(int number) => new(number);

    /// <summary>As long as a dimension of the second input.</summary>
    public static Length Like(int dimension) => new(0, dimension);
}

/// <summary>
/// One dimension as several, such as positions as rows and columns: N×C×H·W to N×C×H×W. Lengths that are not numbers are those of the
/// second input. It is a view.
/// </summary>
internal sealed record Unflatten(int Dimension, EquatableArray<Length> Lengths) : Operation
{
    /// <summary>Positions as the rows and columns that the second input has.</summary>
    public static Unflatten Map { get; } = new(2, Length.Like(2), Length.Like(3));

    public Unflatten(int dimension, params Length[] lengths) : this(dimension, new EquatableArray<Length>(lengths))
    {
    }

    public override Kept Kept => Kept.Nothing;

    public override int? ViewOf => 0;

    public override int StrideOf(IReadOnlyList<int> inputs) => inputs.Last();

    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        var extents = inputs[0].Extents;
        Extent[] lengths = [.. Lengths.Select(length => length.Number > 0 ? length.Number : inputs[1].Extents[length.Dimension])];
        if (lengths.Aggregate(1L, (product, length) => checked(product * length.Length)) != extents[Dimension].Length)
            throw new ShapeException($"dimension {Dimension} of {inputs[0]} is not {string.Join("·", lengths)}");
        return Shape.Of([.. extents.Take(Dimension), .. lengths, .. extents.Skip(Dimension + 1)]);
    }

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.MethodCall(
        inputs[0], "unflatten", Dimension,
        new(null, new Code.Integers([.. Lengths.Select(length => length.Number > 0 ? length.Number : (Code)new Code.Size(inputs[1], length.Dimension))])));

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node(
        "Unflatten",
        [inputs[0], Dimension, .. Lengths.Select(length => new Argument(null, length.Number > 0
            ? new Code.Node("Number", length.Number)
            : new Code.Node("Length", inputs[1], length.Dimension)))]);
}
