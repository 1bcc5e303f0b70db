using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>A layer for inference: a copy of a module's weights.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Source">The path to its module.</param>
internal sealed record FrozenLayer(Layer Layer, string Source) : Layer
{
    public override string ModuleType => Layer.FrozenType ?? throw new InvalidOperationException($"{Layer.ModuleType} has no form for prediction.");

    public override Kept Kept => Kept.Nothing;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => Layer.Infer(inputs);

    public override Code Construct() => new Code.New(ModuleType, new Code.Source(Source));
}
