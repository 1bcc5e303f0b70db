using Gald.Generators.Graph;
using Gald.Generators.Shapes;

namespace Gald.Generators.Emission.CSharp;

/// <summary>Writes expressions of the graph as C#.</summary>
internal sealed class CodePrinter(Func<Value, string> local)
{
    public const string Tensor = "global::TorchSharp.torch.Tensor";

    /// <summary>For expressions without values, such as the construction of a layer.</summary>
    public static CodePrinter WithoutValues { get; } = new(value => throw new InvalidOperationException($"{value.Name} is not in scope."));

    public string Print(Code code) => code switch
    {
        Code.Integer integer => integer.Number.ToString(CultureInfo.InvariantCulture),
        Code.Channels channels => Expression(channels.Extent, Channels),
        Code.Long number => number.Number.ToString(CultureInfo.InvariantCulture),
        Code.OwnChannels own => Expression(own.Extent, "Channels"),
        Code.Text text => Literals.Of(text.Content),
        Code.Real real => Literals.Of(real.Number),
        Code.Truth truth => Literals.Of(truth.Holds),
        Code.Member member => $"global::{member.Path}",
        Code.Training => "training",
        Code.Local value => LocalOf(value.Value),
        Code.Size size => $"{LocalOf(size.Value)}.shape[{(size.Dimension < 0 ? "^" : "")}{Math.Abs(size.Dimension)}]{(size.Factor == 1 ? "" : $" * {size.Factor}")}",
        Code.Source source => $"{Module}.{Path(source.Path)}",
        Code.Frozen frozen => $"{Module}.{Path(frozen.Path)}.Freeze()",
        Code.ShapeOf shape => $"{LocalOf(shape.Value)}.shape",
        Code.Integers integers => $"new long[] {{ {Print(integers.Items)} }}",
        Code.Reals reals => $"new double[] {{ {string.Join(", ", reals.Items.Select(Literals.Of))} }}",
        Code.Tensors tensors => $"new {Tensor}[] {{ {Print(tensors.Items)} }}",
        Code.Call call => $"global::{Path(call.Path)}({Print(call.Arguments)})",
        Code.New made => $"new global::{Path(made.Path)}({Print(made.Arguments)})",
        Code.Module module => Path(module.Path),
        Code.FieldCall call => $"{Path(call.Field)}.{call.Method}({Print(call.Arguments)})",
        Code.Node node => $"{Graph}.{node.Kind}({Print(node.Arguments)})",
        Code.FieldNodes { Key: "" } nodes => $"{Path(nodes.Field)}.{nodes.Method}({Graph}, {Print(nodes.Inputs)})",
        Code.FieldNodes nodes => $"{Path(nodes.Field)}.{nodes.Method}({Graph}.In(\"{nodes.Key}\"), {Print(nodes.Inputs)})",
        Code.StateNode node => $"{Graph}.Weights(\"{node.Key}\", {FileFrame.Escape(node.Field)})",
        Code.MethodCall call => $"{LocalOf(call.Receiver)}.{call.Method}({Print(call.Arguments)})",
        _ => throw new InvalidOperationException($"{code.GetType().Name} has no form in C#."),
    };

    /// <summary>The variable that holds a value.</summary>
    public string LocalOf(Value value) => FileFrame.Escape(local(value));

    /// <summary>The parameter of a constructor that takes the module whose weights are copied.</summary>
    public const string Module = "module";

    /// <summary>The parameter of an export that takes the graph to write into.</summary>
    public const string Graph = "graph";

    /// <summary>The parameter of a constructor that takes the channels of the map, and the arithmetic with it.</summary>
    public const string Channels = "channels";

    /// <summary>A path of names, some of which may be words of the language.</summary>
    public static string Path(string names) => string.Join(".", names.Split('.').Select(FileFrame.Escape));

    /// <summary>A number of channels from the one that a module is made for.</summary>
    private static string Expression(Extent extent, string channels)
    {
        string[] terms = [.. extent.Terms.Select(Term), .. extent.Rest == 0 ? [] : new[] { extent.Rest.ToString(CultureInfo.InvariantCulture) }];
        return string.Join(" + ", terms);

        string Term(Term term)
        {
            var times = term.Factor == 1 ? channels : FormattableString.Invariant($"{term.Factor} * {channels}");
            return term.Divisor == 1 ? times : FormattableString.Invariant($"global::System.Math.Max(1, {times} / {term.Divisor})");
        }
    }

    /// <summary>What an object is made with.</summary>
    public static string Property(Argument property) => $"{property.Name} = {WithoutValues.Print(property.Value)}";

    private string Print(IEnumerable<Code> codes) => string.Join(", ", codes.Select(Print));

    private string Print(IEnumerable<Argument> arguments) => string.Join(", ", arguments.Select(argument =>
        argument.Name is null ? Print(argument.Value) : $"{argument.Name}: {Print(argument.Value)}"));
}
