using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>
/// A module that was written by hand. Its shape rule is what it promises, and the generated code checks the promise.
/// </summary>
/// <param name="Part">Its class.</param>
/// <param name="Name">What messages call it.</param>
/// <param name="Outputs">Channels that it gives.</param>
/// <param name="Reduction">Positions that it takes for each that it gives, in both directions.</param>
/// <param name="RoundsUp">Whether a size that the reduction does not divide is rounded up.</param>
/// <param name="SmallestMap">The smallest side that it takes.</param>
internal sealed record CustomModule(Part Part, string Name, Extent Outputs, int Reduction, bool RoundsUp, int SmallestMap) : Layer
{
    public override string ModuleType => Part.Type;

    // What it keeps is not known.
    public override Kept Kept => Kept.Nothing;

    public override bool IsPublic => Part.IsPublic;

    public override int StrideOf(IReadOnlyList<int> inputs) => Reduction * inputs[0];

    public override Shape Infer(IReadOnlyList<Shape> inputs) => Shape.Map(Outputs, Reduce(inputs[0].Height), Reduce(inputs[0].Width));

    public override Code Construct() => Part.Construct();

    public override Code Wrap(Code call, IReadOnlyList<Value> inputs) => new Code.Call(
        "Gald.Modules.Contract.Verify", new(null, new Code.Text(Name)), inputs[0], new(null, call), Outputs, Reduction, new(null, RoundsUp));

    public override Code WrapExport(Code nodes) => new Code.Node("HandWritten", new Argument(null, new Code.Text(Name)));

    private Extent Reduce(Extent length)
    {
        if (length.Length < SmallestMap)
            throw new ShapeException($"{Name} takes maps from {SmallestMap}×{SmallestMap} up, not a side of {length.Length}");
        var reduced = RoundsUp ? (length.Length + Reduction - 1) / Reduction : length.Length / Reduction;
        return length.Reduced(reduced, Reduction);
    }
}
