using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>A convolution of N×C×L with a kernel of 1: every column times one matrix.</summary>
internal sealed record Conv1d(Extent Inputs, Extent Outputs, bool Bias) : Layer
{
    public override string ModuleType => "TorchSharp.Modules.Conv1d";

    public override string FrozenType => "Gald.Modules.FrozenConv1d";

    public override long Parameters => checked(Inputs.Length * Outputs.Length + (Bias ? Outputs.Length : 0));

    public override Kept Kept => Kept.Inputs;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0].Rank == 3 && inputs[0].Channels == Inputs
        ? Shape.Of(inputs[0].Extents[0], Outputs, inputs[0].Extents[2])
        : throw new ShapeException($"a convolution of {Inputs} channels gets {inputs[0]}");

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, Shape result) => checked(result.ElementsPerImage * Inputs.Length);

    public override Code Construct() => new Code.Call(
        "TorchSharp.torch.nn.Conv1d", Bias ? [Inputs, Outputs, new("kernel_size", 1)] : [Inputs, Outputs, new("kernel_size", 1), new("bias", false)]);
}
