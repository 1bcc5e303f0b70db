using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>In training mode, sets single values to zero with a probability and scales the others up; in evaluation mode the result may be the input itself.</summary>
internal sealed record Dropout(double Probability) : Operation
{
    public override Kept Kept => Kept.Nothing;

    public override bool RunsInTrainingOnly => true;

    /// <summary>What each value is multiplied with.</summary>
    public override long BytesBeside(Shape result) => sizeof(float) * result.ElementsPerImage;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0];

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.Call(
        "Gald.Modules.ElementDropout.Apply", inputs[0], Probability, new("training", new Code.Training()));
}
