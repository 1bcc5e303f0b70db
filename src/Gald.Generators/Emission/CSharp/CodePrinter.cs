using Gald.Generators.Graph;
using Gald.Generators.Shapes;

namespace Gald.Generators.Emission.CSharp;

/// <summary>Writes expressions of the graph as C#.</summary>
internal sealed class CodePrinter(Func<Value, string> local)
{
    public const string Tensor = "global::TorchSharp.torch.Tensor";

    /// <summary>For expressions without values, such as the construction of a layer.</summary>
    public static CodePrinter WithoutValues { get; } = new(value => throw new InvalidOperationException($"{value.Name} is not in scope."));

    /// <summary>An expression, to be written into a line.</summary>
    public CodeText this[Code code] => new(this, code);

    public string Print(Code code)
    {
        using var text = new SourceWriter();
        Write(text, code);
        return text.ToString();
    }

    public void Write(SourceWriter text, Code code)
    {
        switch (code)
        {
            case Code.Integer integer: text.Write(integer.Number); break;
            case Code.Channels channels: text.Write(Expression(channels.Extent, Channels)); break;
            case Code.Long number: text.Write(number.Number); break;
            case Code.OwnChannels own: text.Write(Expression(own.Extent, "Channels")); break;
            case Code.Text constant: text.Write(Literals.Of(constant.Content)); break;
            case Code.Real real: text.Write(Literals.Of(real.Number)); break;
            case Code.Truth truth: text.Write(Literals.Of(truth.Holds)); break;
            case Code.Member member: text.Write($"global::{member.Path}"); break;
            case Code.Training: text.Write("training"); break;
            case Code.Local value: text.Write($"{Local(value.Value)}"); break;
            case Code.Size { Factor: 1 } size: text.Write($"{Local(size.Value)}.shape[{(size.Dimension < 0 ? "^" : "")}{Math.Abs(size.Dimension)}]"); break;
            case Code.Size size: text.Write($"{this[size with { Factor = 1 }]} * {size.Factor}"); break;
            case Code.Source source: text.Write($"{Module}.{Path(source.Path)}"); break;
            case Code.Frozen frozen: text.Write($"{Module}.{Path(frozen.Path)}.Freeze()"); break;
            case Code.ShapeOf shape: text.Write($"{Local(shape.Value)}.shape"); break;
            case Code.Integers integers: text.Write($"new long[] {{ {All(integers.Items)} }}"); break;
            case Code.Reals reals: text.Write($"new double[] {{ {string.Join(", ", reals.Items.Select(Literals.Of))} }}"); break;
            case Code.Tensors tensors: text.Write($"new {Tensor}[] {{ {All(tensors.Items)} }}"); break;
            case Code.Call call: text.Write($"global::{Path(call.Path)}({All(call.Arguments)})"); break;
            case Code.New made: text.Write($"new global::{Path(made.Path)}({All(made.Arguments)})"); break;
            case Code.Module module: text.Write($"{Path(module.Path)}"); break;
            case Code.FieldCall call: text.Write($"{Path(call.Field)}.{call.Method}({All(call.Arguments)})"); break;
            case Code.Node node: text.Write($"{Graph}.{node.Kind}({All(node.Arguments)})"); break;
            case Code.FieldNodes { Key: "" } nodes: text.Write($"{Path(nodes.Field)}.{nodes.Method}({Graph}, {All(nodes.Inputs)})"); break;
            case Code.FieldNodes nodes: text.Write($"{Path(nodes.Field)}.{nodes.Method}({Graph}.In(\"{nodes.Key}\"), {All(nodes.Inputs)})"); break;
            case Code.StateNode node: text.Write($"{Graph}.Weights(\"{node.Key}\", {Path(node.Field)})"); break;
            case Code.MethodCall call: text.Write($"{Local(call.Receiver)}.{call.Method}({All(call.Arguments)})"); break;
            default: throw new InvalidOperationException($"{code.GetType().Name} has no form in C#.");
        }
    }

    /// <summary>The variable that holds a value.</summary>
    public string LocalOf(Value value) => FileFrame.Escape(local(value));

    /// <summary>The parameter of a constructor that takes the module whose weights are copied.</summary>
    public const string Module = "module";

    /// <summary>The parameter of an export that takes the graph to write into.</summary>
    public const string Graph = "graph";

    /// <summary>The parameter of a constructor that takes the channels of the map, and the arithmetic with it.</summary>
    public const string Channels = "channels";

    /// <summary>A path of names, some of which may be words of the language.</summary>
    public static PathText Path(string names) => new(names);

    /// <summary>What an object is made with.</summary>
    public static ArgumentText Property(Argument property) => new(WithoutValues, property, " = ");

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

    private PathText Local(Value value) => new(local(value));

    private Joined<Code> All(IReadOnlyList<Code> codes) => new(codes, Write);

    private Joined<Argument> All(IReadOnlyList<Argument> arguments) => new(arguments, (text, argument) => new ArgumentText(this, argument, ": ").WriteTo(text));
}

/// <summary>An expression as C#.</summary>
internal readonly struct CodeText(CodePrinter printer, Code code) : IText
{
    public void WriteTo(SourceWriter writer) => printer.Write(writer, code);
}

/// <summary>An argument as C#, with its name if it has one.</summary>
internal readonly struct ArgumentText(CodePrinter printer, Argument argument, string behindName) : IText
{
    public void WriteTo(SourceWriter writer)
    {
        if (argument.Name is { } name)
            writer.Write($"{name}{behindName}");
        printer.Write(writer, argument.Value);
    }
}

/// <summary>A path of names as C#, some of which may be words of the language.</summary>
internal readonly struct PathText(string names) : IText
{
    public void WriteTo(SourceWriter writer)
    {
        for (var start = 0; start <= names.Length;)
        {
            var dot = names.IndexOf('.', start);
            var end = dot < 0 ? names.Length : dot;
            if (start > 0)
                writer.Write('.');
            if (FileFrame.IsKeyword(names, start, end - start))
                writer.Write('@');
            writer.Write(names, start, end - start);
            start = end + 1;
        }
    }

    public override string ToString()
    {
        using var text = new SourceWriter();
        WriteTo(text);
        return text.ToString();
    }
}
