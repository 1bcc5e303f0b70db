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
    public ForwardPrinter(ShapeTrace trace, Programs programs) : this(value => trace[value], programs.PlanOf(trace.Block))
    {
    }

    /// <summary>The forward pass of a program that only predicts.</summary>
    public ForwardPrinter(Inference inference) : this(value => inference[value], inference.Plan)
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
        var results = Signature.Tuple(block.Results, LocalOf);
        writer.Line($"return {(isGuarded ? $"guard.Keep({results})" : results)};");
    }

    public void Print(SourceWriter writer)
    {
        using var lines = new ShapeComments(shapes);
        foreach (var step in plan.Steps)
        {
            Print(lines.Code, step);
            lines.Beside((step as Step.Compute)?.Statement.Results ?? []);
        }

        lines.Print(writer);
    }

    private void Print(SourceWriter line, Step step)
    {
        switch (step)
        {
            case Step.Compute { TrainingOnly: true } compute:
                line.Line($"var {Variables(compute)} = training ? {code[compute.Call]} : null;");
                break;
            case Step.Compute compute:
                line.Line($"var {Variables(compute)} = {code[compute.Call]};");
                break;
            case Step.Overwrite overwrite:
                line.Line($"{code[overwrite.Call]};");
                break;
            case Step.Change change:
                line.Line($"if (training) {code[change.Call]};");
                break;
            case Step.Release release:
                line.Line($"{FileFrame.Escape(release.Local)}.Dispose();");
                break;
            default:
                throw new InvalidOperationException($"{step.GetType().Name} has no form in C#.");
        }
    }

    private static string Variables(Step.Compute step) => Signature.Tuple(step.Locals, FileFrame.Escape);
}
