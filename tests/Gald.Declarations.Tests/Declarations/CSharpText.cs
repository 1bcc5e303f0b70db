using System.Globalization;

namespace Gald.Declarations.Tests.Declarations;

/// <summary>Writes declarations as C#.</summary>
internal static class CSharpText
{
    /// <summary>The name of the class in metadata, in a namespace.</summary>
    public static string MetadataName(Declaration declaration, string space) => declaration.Form switch
    {
        ClassForm.Keyword => $"{space}.event",
        ClassForm.NestedInClass or ClassForm.NestedInStruct or ClassForm.NestedInInterface or ClassForm.NestedInRecord
            or ClassForm.InsideNotPartial or ClassForm.InsideFileLocal => $"{space}.Outer+Net",
        ClassForm.Generic => $"{space}.Net`1",
        ClassForm.InsideGeneric => $"{space}.Outer`1+Net",
        _ => $"{space}.Net",
    };

    /// <summary>A file with the declaration alone in a namespace.</summary>
    public static string Print(Declaration declaration, string space)
    {
        var attributes = declaration.Attributes.Select(Print).ToArray();
        var all = string.Concat(attributes.Select(attribute => $"    {attribute}\n"));
        var half = attributes.Length / 2;
        return $"using Gald;\n\nnamespace {space}\n{{\n{Class()}}}\n";

        string Class() => declaration.Form switch
        {
            ClassForm.Public => $"{all}    public partial class Net;\n",
            ClassForm.InternalSealed => $"{all}    internal sealed partial class Net {{ }}\n",
            ClassForm.Keyword => $"{all}    public partial class @event;\n",
            ClassForm.NestedInClass => Inside("public partial class Outer", "public partial class Net;"),
            ClassForm.NestedInStruct => Inside("public partial struct Outer", "public partial class Net;"),
            ClassForm.NestedInInterface => Inside("public partial interface Outer", "public partial class Net;"),
            ClassForm.NestedInRecord => Inside("public partial record Outer(int Count)", "public partial class Net;"),
            ClassForm.SpreadOverParts =>
                $"{string.Concat(attributes[..half].Select(attribute => $"    {attribute}\n"))}    partial class Net;\n"
                + $"{string.Concat(attributes[half..].Select(attribute => $"    {attribute}\n"))}    public partial class Net;\n",
            ClassForm.WithOwnMembers =>
                $"{all}    public partial class Net {{ public Net(int count) : this() => Count = count; public int Count {{ get; }} public class Options; }}\n",
            ClassForm.NotPartial => $"{all}    public class Net;\n",
            ClassForm.InsideNotPartial => Inside("public class Outer", "public partial class Net;"),
            ClassForm.Generic => $"{all}    public partial class Net<T>;\n",
            ClassForm.InsideGeneric => Inside("public partial class Outer<T>", "public partial class Net;"),
            ClassForm.Record => $"{all}    public partial record Net;\n",
            ClassForm.Static => $"{all}    public static partial class Net;\n",
            ClassForm.Abstract => $"{all}    public abstract partial class Net;\n",
            ClassForm.FileLocal => $"{all}    file partial class Net;\n",
            ClassForm.InsideFileLocal => Inside("file partial class Outer", "public partial class Net;"),
            ClassForm.OtherBase => $"    public class Model;\n{all}    public partial class Net : Model;\n",
            ClassForm.OwnField => $"{all}    public partial class Net {{ public int layer1; }}\n",
            ClassForm.OwnForward => $"{all}    public partial class Net {{ public int forward(TorchSharp.torch.Tensor x) => 1; }}\n",
            ClassForm.OwnConstructor => $"{all}    public partial class Net {{ public Net() {{ }} }}\n",
            _ => throw new InvalidOperationException($"{declaration.Form} has no text."),
        };

        string Inside(string outer, string inner) => $"    {outer}\n    {{\n{all}    {inner}\n    }}\n";
    }

    private static string Print(AttributeUse use) => use.Arguments.Count == 0
        ? $"[{use.Name}]"
        : $"[{use.Name}({string.Join(", ", use.Arguments.OrderBy(argument => argument.Name != "Depth").Select(Print))})]";

    private static string Print(Argument argument) => argument.Name == "Depth" ? Print(argument.Value) : $"{argument.Name} = {Print(argument.Value)}";

    private static string Print(Value value) => value switch
    {
        Value.Integer integer => Print(integer.Number),
        Value.Real { Number: double.NaN } => "double.NaN",
        Value.Real { Number: double.PositiveInfinity } => "double.PositiveInfinity",
        Value.Real { Number: double.NegativeInfinity } => "double.NegativeInfinity",
        Value.Real real => real.Number.ToString("R", CultureInfo.InvariantCulture) + "d",
        Value.Truth truth => truth.Holds ? "true" : "false",
        Value.Member member when Enum.GetName(member.Enumeration, member.Number) is { } name => $"{member.Enumeration.Name}.{name}",
        Value.Member member => $"({member.Enumeration.Name})({Print(member.Number)})",
        Value.Integers { Numbers: { } numbers } => numbers.Count == 0 ? "new int[0]" : $"new[] {{ {string.Join(", ", numbers.Select(Print))} }}",
        Value.Integers => "null",
        _ => throw new InvalidOperationException($"{value.GetType().Name} has no text."),
    };

    private static string Print(int number) => number.ToString(CultureInfo.InvariantCulture);
}
