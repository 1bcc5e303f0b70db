using Gald.Generators.Graph;
using Gald.Generators.Passes;
using Gald.Generators.Shapes;

namespace Gald.Generators.Emission.FSharp;

/// <summary>Writes a forward pass as straight-line F#, with the shape of each value beside it.</summary>
internal sealed class ForwardPrinter
{
    /// <summary>Whether the module that is being run is in training mode.</summary>
    public const string Training = "this.training";

    private readonly Func<Value, Shape> shapes;
    private readonly ForwardPlan plan;
    private readonly CodePrinter code;

    /// <summary>The forward pass of a module that may be trained.</summary>
    public ForwardPrinter(ShapeTrace trace, FSharpNames names) : this(value => trace[value], ForwardPlan.Of(trace.Block), names, "this.")
    {
    }

    /// <summary>The forward pass of a program that only predicts.</summary>
    public ForwardPrinter(Inference inference, FSharpNames names) : this(value => inference[value], ForwardPlan.OfInference(inference.Block), names, "")
    {
    }

    private ForwardPrinter(Func<Value, Shape> shapes, ForwardPlan plan, FSharpNames names, string self)
    {
        this.shapes = shapes;
        this.plan = plan;
        code = new CodePrinter(names, plan.LocalOf, self);
    }

    public string LocalOf(Value value) => FSharpNames.Escape(plan.LocalOf(value));

    public void Print(SourceWriter writer) => ShapeComments.Print(writer, [.. plan.Steps.Select(Line)]);

    private (string Text, string? Shape) Line(Step step) => step switch
    {
        Step.Compute { TrainingOnly: true } compute =>
            ($"let {FSharpNames.Escape(compute.Local)} = if {Training} then Some({code.Print(compute.Call)}) else None", shapes(compute.Statement.Result).ToString()),
        Step.Compute compute => ($"let {FSharpNames.Escape(compute.Local)} = {code.Print(compute.Call)}", shapes(compute.Statement.Result).ToString()),
        Step.Overwrite overwrite => ($"{code.Print(overwrite.Call)} |> ignore", null),
        Step.Release release => ($"{FSharpNames.Escape(release.Local)}.Dispose()", null),
        _ => throw new InvalidOperationException($"{step.GetType().Name} has no form in F#."),
    };
}
