using Gald.Generators.Graph;
using Gald.Generators.Shapes;

namespace Gald.Generators.Emission.FSharp;

/// <summary>Writes expressions of the graph as F#.</summary>
/// <param name="names">How names are written.</param>
/// <param name="local">How a value is read.</param>
/// <param name="self">What stands in front of a field; empty for one that is bound by <c>let</c>.</param>
internal sealed class CodePrinter(FSharpNames names, Func<Value, string> local, string self)
{
    public const string Tensor = "torch.Tensor";

    /// <summary>The parameter of a constructor that takes the module whose weights are copied.</summary>
    public const string Source = "source";

    /// <summary>The parameter of an export that takes the graph to write into.</summary>
    public const string Graph = "graph";

    /// <summary>The parameter of a constructor that takes the channels of the map, and the arithmetic with it.</summary>
    public const string Channels = "channels";

    /// <summary>For expressions without values, such as the construction of a layer.</summary>
    public static CodePrinter WithoutValues(FSharpNames names) =>
        new(names, value => throw new InvalidOperationException($"{value.Name} is not in scope."), "");

    public string Print(Code code) => Print(code, isWide: false);

    /// <summary>The properties that an object is made with.</summary>
    public static string Property(Argument property) => $"{property.Name} = {WithoutValues(new FSharpNames([], null)).Print(property.Value)}";

    /// <param name="code">The expression.</param>
    /// <param name="isWide">Whether its whole numbers have 64 bits, as TorchSharp's have.</param>
    private string Print(Code code, bool isWide) => code switch
    {
        Code.Integer integer => isWide ? Wide(integer.Number) : integer.Number.ToString(CultureInfo.InvariantCulture),
        Code.Long number => Wide(number.Number),
        Code.Channels channels => isWide ? $"int64 {Parenthesize(Expression(channels.Extent))}" : Expression(channels.Extent),
        Code.OwnChannels own => Expression(own.Extent),
        Code.Text text => Literals.Of(text.Content),
        Code.Real real => Literals.Of(real.Number),
        Code.Truth truth => Literals.Of(truth.Holds),
        Code.Member member => FSharpNames.Library(member.Path),
        Code.Training => ForwardPrinter.Training,
        Code.Local value => Local(value.Value),
        Code.Size { Dimension: -1, Factor: 1 } size => $"(Array.last {Local(size.Value)}.shape)",
        Code.Size size => $"{Local(size.Value)}.shape[{size.Dimension}]{(size.Factor == 1 ? "" : $" * {Wide(size.Factor)}")}",
        Code.Source source => $"{Source}.{FSharpNames.EscapePath(source.Path)}",
        Code.Frozen frozen => $"{Source}.{FSharpNames.EscapePath(frozen.Path)}.Freeze()",
        Code.ShapeOf shape => $"{Local(shape.Value)}.shape",
        Code.Integers integers => $"[| {string.Join("; ", integers.Items.Select(item => Print(item, isWide: true)))} |]",
        Code.Reals reals => $"[| {string.Join("; ", reals.Items.Select(Literals.Of))} |]",
        Code.Tensors tensors => $"[| {string.Join("; ", tensors.Items.Select(Print))} |]",
        Code.Call call => $"{FSharpNames.Library(call.Path)}({Print(call.Arguments, IsTorchSharp(call.Path))})",
        Code.New made => $"new {TypeName(made.Path)}({Print(made.Arguments, IsTorchSharp(made.Path))})",
        Code.Module module => self + FSharpNames.EscapePath(module.Path),
        Code.FieldCall call => $"{self}{FSharpNames.EscapePath(call.Field)}.{call.Method}({Print(call.Arguments, isWide: true)})",
        Code.Node node => $"{Graph}.{node.Kind}({Print(node.Arguments, isWide: false)})",
        Code.FieldNodes { Key: "" } nodes => $"{self}{FSharpNames.EscapePath(nodes.Field)}.{nodes.Method}({Graph}, {Print(nodes.Inputs)})",
        Code.FieldNodes nodes => $"{self}{FSharpNames.EscapePath(nodes.Field)}.{nodes.Method}({Graph}.In(\"{nodes.Key}\"), {Print(nodes.Inputs)})",
        Code.StateNode node => $"{Graph}.Weights(\"{node.Key}\", {FSharpNames.Escape(node.Field)})",
        Code.MethodCall call => $"{Local(call.Receiver)}.{call.Method}({Print(call.Arguments, isWide: true)})",
        _ => throw new InvalidOperationException($"{code.GetType().Name} has no form in F#."),
    };

    /// <summary>A class by its full path: the library's, or a declared one.</summary>
    public string TypeName(string path) => IsLibrary(path) ? FSharpNames.Library(path) : names.Declared(path);

    private static string Wide(long number) => number.ToString(CultureInfo.InvariantCulture) + "L";

    private static string Expression(Extent extent)
    {
        string[] terms = [.. extent.Terms.Select(Term), .. extent.Rest == 0 ? [] : new[] { extent.Rest.ToString(CultureInfo.InvariantCulture) }];
        return terms is [var only] ? only : string.Join(" + ", terms.Select(term => term.StartsWith("max", StringComparison.Ordinal) ? $"({term})" : term));
    }

    private static string Term(Term term)
    {
        var times = term.Factor == 1 ? Channels : FormattableString.Invariant($"{term.Factor} * {Channels}");
        return term.Divisor == 1 ? times : FormattableString.Invariant($"max 1 ({times} / {term.Divisor})");
    }

    private static string Parenthesize(string expression) => expression == Channels ? expression : $"({expression})";

    private static bool IsTorchSharp(string path) => path.StartsWith("TorchSharp.", StringComparison.Ordinal);

    private static bool IsLibrary(string path) => path.StartsWith("TorchSharp.Modules.", StringComparison.Ordinal) || path.StartsWith("Gald.Modules.", StringComparison.Ordinal);

    private string Local(Value value) => local(value);

    private string Print(IEnumerable<Code> codes) => string.Join(", ", codes.Select(Print));

    private string Print(IEnumerable<Argument> arguments, bool isWide) => string.Join(", ", arguments.Select(argument =>
        argument.Name is null ? Print(argument.Value, isWide) : $"{argument.Name} = {Print(argument.Value, isWide)}"));
}
