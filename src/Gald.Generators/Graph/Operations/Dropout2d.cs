using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>In training mode, sets whole channels to zero with a probability and scales the others up; in evaluation mode the result may be the input itself.</summary>
internal sealed record Dropout2d(double Probability) : Operation
{
    public override Kept Kept => Kept.Nothing;

    public override bool RunsInTrainingOnly => true;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0];

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.Call(
        "Gald.Modules.ChannelDropout.Apply", inputs[0], Probability, new("training", new Code.Training()));
}
