using Gald.Generators.Graph;
using Gald.Generators.Passes;
using Gald.Generators.Shapes;

namespace Gald.Generators.Emission.FSharp;

/// <summary>Writes a forward pass as straight-line F#, with the shape of each value beside it.</summary>
internal sealed class ForwardPrinter
{
    /// <summary>Whether the module that is being run is in training mode.</summary>
    public const string Training = "this.training";

    /// <summary>What is left of a forward pass that throws is disposed; this is its first statement.</summary>
    public const string Guard = "use guard = new TensorGuard()";

    private readonly Func<Value, Shape> shapes;
    private readonly ForwardPlan plan;
    private readonly CodePrinter code;
    private readonly string self;

    /// <summary>The forward pass of a module that may be trained.</summary>
    public ForwardPrinter(ShapeTrace trace, Programs programs, FSharpNames names) : this(value => trace[value], programs.PlanOf(trace.Block), names, "this.")
    {
    }

    /// <summary>The forward pass of a program that only predicts.</summary>
    public ForwardPrinter(Inference inference, FSharpNames names) : this(value => inference[value], inference.Plan, names, "")
    {
    }

    private ForwardPrinter(Func<Value, Shape> shapes, ForwardPlan plan, FSharpNames names, string self)
    {
        this.shapes = shapes;
        this.plan = plan;
        this.self = self;
        code = new CodePrinter(names, LocalOf, self);
    }

    /// <summary>How a value is read: a variable, or the property of a parameter.</summary>
    public string LocalOf(Value value) => (plan.IsState(value) ? self : "") + FSharpNames.Escape(plan.LocalOf(value));

    /// <summary>The forward pass, up to and with its value.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="block">What it is the pass of.</param>
    /// <param name="isGuarded">Whether a guard watches it, so that it leaves no tensor behind when it fails.</param>
    public void PrintWithResult(SourceWriter writer, Block block, bool isGuarded = false)
    {
        var results = Signature.Tuple(block.Results.Select(LocalOf));
        if (isGuarded)
            writer.Line(Guard);
        Print(writer);
        writer.Line(isGuarded ? $"guard.Keep({results})" : results);
    }

    public void Print(SourceWriter writer)
    {
        using var lines = new ShapeComments(shapes);
        foreach (var step in plan.Steps)
        {
            lines.Code.Line(Line(step));
            lines.Beside((step as Step.Compute)?.Statement.Results ?? []);
        }

        lines.Print(writer);
    }

    private string Line(Step step) => step switch
    {
        Step.Compute { TrainingOnly: true } compute =>
            $"let {Variables(compute)} = if {Training} then Some({code.Print(compute.Call)}) else None",
        Step.Compute compute => $"let {Variables(compute)} = {code.Print(compute.Call)}",
        Step.Overwrite overwrite => $"{code.Print(overwrite.Call)} |> ignore",
        Step.Change change => $"if {Training} then {code.Print(change.Call)}",
        Step.Release release => $"{FSharpNames.Escape(release.Local)}.Dispose()",
        _ => throw new InvalidOperationException($"{step.GetType().Name} has no form in F#."),
    };

    private static string Variables(Step.Compute step) => Signature.Tuple(step.Locals.Select(FSharpNames.Escape));
}
