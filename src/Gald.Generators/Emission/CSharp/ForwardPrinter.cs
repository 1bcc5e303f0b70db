using Gald.Generators.Graph;
using Gald.Generators.Passes;
using Gald.Generators.Shapes;

namespace Gald.Generators.Emission.CSharp;

/// <summary>Writes a forward pass as straight-line C#, with the shape of each value beside it.</summary>
internal sealed class ForwardPrinter
{
    /// <summary>Shapes stand beside the code at this column at the latest; after a longer line, right behind it.</summary>
    private const int WidestColumn = 72;

    private readonly Block block;
    private readonly Func<Value, Shape> shapes;
    private readonly ForwardPlan plan;
    private readonly CodePrinter code;

    /// <summary>The forward pass of a module that may be trained.</summary>
    public ForwardPrinter(ShapeTrace trace) : this(trace.Block, value => trace[value], ForwardPlan.Of(trace.Block))
    {
    }

    /// <summary>The forward pass of a program that only predicts.</summary>
    public ForwardPrinter(Inference inference) : this(inference.Block, value => inference[value], ForwardPlan.OfInference(inference.Block))
    {
    }

    private ForwardPrinter(Block block, Func<Value, Shape> shapes, ForwardPlan plan)
    {
        this.block = block;
        this.shapes = shapes;
        this.plan = plan;
        code = new CodePrinter(plan.LocalOf);
    }

    public string LocalOf(Value value) => plan.LocalOf(value);

    public void Print(SourceWriter writer)
    {
        var lines = plan.Steps.Select(Line).ToArray();
        var column = lines
            .Where(line => line.Comment is not null && line.Text.Length <= WidestColumn)
            .Select(line => line.Text.Length)
            .Append(0)
            .Max();
        foreach (var (text, comment) in lines)
            writer.Line(comment is null ? text : $"{text.PadRight(column)} // {comment}");
    }

    private (string Text, string? Comment) Line(Step step) => step switch
    {
        Step.Compute compute => ($"var {compute.Local} = {Compute(compute.Statement)};", Comment(compute.Statement)),
        Step.Overwrite overwrite => ($"{code.Print(overwrite.Call)};", null),
        Step.Release release => (IsOptional(release.Local) ? $"{release.Local}?.Dispose();" : $"{release.Local}.Dispose();", null),
        _ => throw new InvalidOperationException($"{step.GetType().Name} has no form in C#."),
    };

    private string Compute(Statement statement)
    {
        if (statement is not ChildCall child)
            return code.Print(((Apply)statement).Operation.Invoke(statement.Inputs));
        Code plain = new Code.FieldCall(child.Field, [.. child.Inputs.Select(input => (Argument)input)]);
        var call = code.Print(child is LayerCall layer ? layer.Layer.Wrap(plain, child.Inputs) : plain);
        return child is BlockCall { TrainingOnly: true } ? $"training ? {call} : null" : call;
    }

    private string Comment(Statement statement) => shapes(statement.Result).ToString();

    private bool IsOptional(string local) =>
        block.Statements.OfType<BlockCall>().Any(call => call.TrainingOnly && plan.LocalOf(call.Result) == local);
}
