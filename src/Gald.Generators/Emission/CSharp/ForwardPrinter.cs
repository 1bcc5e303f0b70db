using Gald.Generators.Graph;
using Gald.Generators.Passes;
using Gald.Generators.Shapes;

namespace Gald.Generators.Emission.CSharp;

/// <summary>Writes a forward pass as straight-line C#, with the shape of each value beside it.</summary>
internal sealed class ForwardPrinter
{
    private readonly Func<Value, Shape> shapes;
    private readonly ForwardPlan plan;
    private readonly CodePrinter code;

    /// <summary>The forward pass of a module that may be trained.</summary>
    public ForwardPrinter(ShapeTrace trace) : this(value => trace[value], ForwardPlan.Of(trace.Block))
    {
    }

    /// <summary>The forward pass of a program that only predicts.</summary>
    public ForwardPrinter(Inference inference) : this(value => inference[value], ForwardPlan.OfInference(inference.Block))
    {
    }

    private ForwardPrinter(Func<Value, Shape> shapes, ForwardPlan plan)
    {
        this.shapes = shapes;
        this.plan = plan;
        code = new CodePrinter(plan.LocalOf);
    }

    public string LocalOf(Value value) => code.LocalOf(value);

    /// <summary>The forward pass, up to and with its return.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="block">What it is the pass of.</param>
    /// <param name="isGuarded">Whether a guard watches it, which keeps the results.</param>
    public void PrintWithReturn(SourceWriter writer, Block block, bool isGuarded = false)
    {
        Print(writer);
        var results = Signature.Tuple(block.Results.Select(LocalOf));
        writer.Line($"return {(isGuarded ? $"guard.Keep({results})" : results)};");
    }

    public void Print(SourceWriter writer) => ShapeComments.Print(writer, [.. plan.Steps.Select(Line)]);

    private (string Text, string? Shape) Line(Step step) => step switch
    {
        Step.Compute { TrainingOnly: true } compute => ($"var {Signature.Tuple(compute.Locals.Select(FileFrame.Escape))} = training ? {code.Print(compute.Call)} : null;", ShapeOf(compute)),
        Step.Compute compute => ($"var {Signature.Tuple(compute.Locals.Select(FileFrame.Escape))} = {code.Print(compute.Call)};", ShapeOf(compute)),
        Step.Overwrite overwrite => ($"{code.Print(overwrite.Call)};", null),
        Step.Change change => ($"if (training) {code.Print(change.Call)};", null),
        Step.Release release => ($"{FileFrame.Escape(release.Local)}.Dispose();", null),
        _ => throw new InvalidOperationException($"{step.GetType().Name} has no form in C#."),
    };

    private string ShapeOf(Step.Compute step) => string.Join(", ", step.Statement.Results.Select(shapes));
}
