using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>Everything times one number that is learnt and begins at 0, under the key <c>scale</c>.</summary>
internal sealed record ScaleLayer : Layer
{
    public override string ModuleType => "Gald.Modules.Scale";

    public override string FrozenType => "Gald.Modules.FrozenScale";

    public override long Parameters => 1;

    public override Kept Kept => Kept.Inputs;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0];

    public override Code Construct() => new Code.New(ModuleType);
}
