using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>Group normalisation with ε 1e-5, whose weights begin at 0 or at 1.</summary>
internal sealed record GroupNorm(int Groups, Extent Channels, bool ZeroInit) : Layer
{
    public override string ModuleType => "Gald.Modules.GroupNorm";

    public override string FrozenType => "Gald.Modules.FrozenGroupNorm";

    public override long Parameters => 2 * Channels.Length;

    public override Kept Kept => Kept.Inputs;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        if (inputs[0].Channels != Channels)
            throw new ShapeException($"a group norm of {Channels} channels gets {inputs[0]}");
        if (Channels.Length % Groups != 0)
            throw new ShapeException($"{Groups} groups do not divide {Channels} channels");
        return inputs[0];
    }

    public override Code Construct() => new Code.New(ModuleType, Groups, Channels, new("initialWeight", ZeroInit ? 0 : 1));
}
