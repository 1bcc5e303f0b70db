using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>A linear map of the last dimension, such as of each row: N×L×C to N×L×C'. Weights begin in a narrow normal distribution, biases at 0.</summary>
internal sealed record Linear(Extent Inputs, Extent Outputs) : Layer
{
    public bool Bias { get; init; } = true;

    public override string ModuleType => "TorchSharp.Modules.Linear";

    public override string FrozenType => "Gald.Modules.FrozenLinear";

    public override long Parameters => checked(Inputs.Length * Outputs.Length + (Bias ? Outputs.Length : 0));

    public override Kept Kept => Kept.Inputs;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0].Extents[^1] == Inputs
        ? Shape.Of([.. inputs[0].Extents.Take(inputs[0].Rank - 1), Outputs])
        : throw new ShapeException($"a linear map of {Inputs} channels gets {inputs[0]}");

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, Shape result) => checked(result.ElementsPerImage * Inputs.Length);

    public override Code Construct() => new Code.Call(
        "Gald.Modules.Initial.TruncatedNormal",
        new Argument(null, new Code.Call("TorchSharp.torch.nn.Linear", Bias ? [Inputs, Outputs] : [Inputs, Outputs, new("hasBias", false)])));
}
