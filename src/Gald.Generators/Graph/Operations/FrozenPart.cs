using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>A part for inference: the program of its class.</summary>
/// <param name="Part">The part.</param>
/// <param name="Output">What it makes of the one shape that it gets here.</param>
internal sealed record FrozenPart(Part Part, Shape Output) : Layer
{
    public override string ModuleType => $"{Part.Type}.Frozen";

    public override Kept Kept => Kept.Nothing;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => Output;

    /// <summary>Whether all maps of a backbone are wanted of it, and not the last alone.</summary>
    public bool GivesMaps { get; init; }

    public override Code Wrap(Code call, IReadOnlyList<Value> inputs) => GivesMaps ? (Code.FieldCall)call with { Method = "callMaps" } : call;

    public override Code WrapExport(Code nodes) => GivesMaps ? (Code.FieldNodes)nodes with { Method = "ExportMaps" } : nodes;

    public override Code Construct() => new Code.Frozen(Part.Field);
}
