using System.Globalization;

namespace Gald.Declarations.Tests.Declarations;

/// <summary>Writes declarations as C#.</summary>
internal static class CSharpText
{
    public const string Name = "Net";
    public const string Twin = "Twin";

    /// <summary>The name of a class in metadata, in a namespace.</summary>
    public static string MetadataName(ClassForm form, string name, string space) => form switch
    {
        ClassForm.Keyword => $"{space}.{KeywordFor(name)}",
        ClassForm.NestedInClass or ClassForm.NestedInStruct or ClassForm.NestedInInterface or ClassForm.NestedInRecord
            or ClassForm.InsideNotPartial or ClassForm.InsideFileLocal => $"{space}.Outer{name}+{name}",
        ClassForm.Generic => $"{space}.{name}`1",
        ClassForm.InsideGeneric => $"{space}.Outer{name}`1+{name}",
        _ => $"{space}.{name}",
    };

    /// <summary>A file with the declaration and the classes that it uses, alone in a namespace.</summary>
    public static string Print(Declaration declaration, string space)
    {
        var twin = declaration.HasTwin ? Print(ClassForm.Public, Twin, declaration.Attributes) : "";
        var stages = declaration.Classes.DistinctBy(stage => stage.Name).Select(stage => stage.Work is null
            ? Print(stage.Form, stage.Name, stage.Attributes)
            : HandworkText.Print(stage, Print(stage.Attributes[0])));
        return $"using Gald;\n\nnamespace {space}\n{{\n{string.Concat(stages)}{Print(declaration.Form, Name, declaration.Attributes)}{twin}}}\n";
    }

    private static string Print(ClassForm form, string name, IReadOnlyList<AttributeUse> declared)
    {
        var attributes = declared.Select(Print).ToArray();
        var all = string.Concat(attributes.Select(attribute => $"    {attribute}\n"));
        var half = attributes.Length / 2;
        var isFeatureStage = declared is [{ Name: var only }] && Stages.Attributes.Contains(only) && !Stages.Backbones.Contains(only);
        return form switch
        {
            ClassForm.Public => $"{all}    public partial class {name};\n",
            ClassForm.InternalSealed => $"{all}    internal sealed partial class {name} {{ }}\n",
            ClassForm.Keyword => $"{all}    public partial class @{KeywordFor(name)};\n",
            ClassForm.NestedInClass => Inside("public partial class", "", "public partial class"),
            ClassForm.NestedInStruct => Inside("public partial struct", "", "public partial class"),
            ClassForm.NestedInInterface => Inside("public partial interface", "", "public partial class"),
            ClassForm.NestedInRecord => Inside("public partial record", "(int Count)", "public partial class"),
            ClassForm.SpreadOverParts =>
                $"{string.Concat(attributes[..half].Select(attribute => $"    {attribute}\n"))}    partial class {name};\n"
                + $"{string.Concat(attributes[half..].Select(attribute => $"    {attribute}\n"))}    public partial class {name};\n",
            ClassForm.WithOwnMembers => isFeatureStage
                ? $"{all}    public partial class {name} {{ public {name}(string text) : this(text.Length) => Text = text; public string Text {{ get; }} = \"\"; }}\n"
                : $"{all}    public partial class {name} {{ public {name}(int count) : this() => Count = count; public int Count {{ get; }} public class Options; }}\n",
            ClassForm.NotPartial => $"{all}    public class {name};\n",
            ClassForm.InsideNotPartial => Inside("public class", "", "public partial class"),
            ClassForm.Generic => $"{all}    public partial class {name}<T>;\n",
            ClassForm.InsideGeneric => Inside("public partial class", "<T>", "public partial class"),
            ClassForm.Record => $"{all}    public partial record {name};\n",
            ClassForm.Static => $"{all}    public static partial class {name};\n",
            ClassForm.Abstract => $"{all}    public abstract partial class {name};\n",
            ClassForm.FileLocal => $"{all}    file partial class {name};\n",
            ClassForm.InsideFileLocal => Inside("file partial class", "", "public partial class"),
            ClassForm.OtherBase => $"    public class Base{name};\n{all}    public partial class {name} : Base{name};\n",
            ClassForm.OwnField => $"{all}    public partial class {name} {{ public int {FieldOf(declared)}; }}\n",
            ClassForm.OwnForward => $"{all}    public partial class {name} {{ public int forward(TorchSharp.torch.Tensor x) => 1; }}\n",
            ClassForm.OwnConstructor => $"{all}    public partial class {name} {{ public {name}({(isFeatureStage ? "int channels" : "")}) {{ }} }}\n",
            _ => throw new InvalidOperationException($"{form} has no text."),
        };

        string Inside(string outer, string tail, string inner) => $"    {outer} Outer{name}{tail}\n    {{\n{all}    {inner} {name};\n    }}\n";
    }

    /// <summary>A field that is generated.</summary>
    private static string FieldOf(IReadOnlyList<AttributeUse> declared) => declared switch
    {
        [{ Name: "ResNet" or "HrNet" }] => "layer1",
        [{ Name: var only }] when Stages.Attributes.Contains(only) => "Frozen",
        _ when declared.Any(use => use.Name == "FeatureBlock" || (Stages.Heads.Contains(use.Name) && use.Name != "SegmentationHead")) => "Frozen",
        _ => "head",
    };

    /// <summary>A word of both languages, as the name of a class.</summary>
    public static string KeywordFor(string name) => name switch { Name => "class", "Trunk" => "base", "Context" => "while", _ => "fixed" };

    /// <summary>What <c>typeof</c> takes.</summary>
    private static string PathOf(StageClass stage) => (stage.Work?.Kind, stage.Form) switch
    {
        (WrittenKind.Generic, ClassForm.NestedInClass or ClassForm.NestedInStruct) => $"Outer{stage.Name}.{stage.Name}<>",
        (WrittenKind.Generic, _) or (null, ClassForm.Generic) => $"{stage.Name}<>",
        (_, ClassForm.Keyword) => $"@{KeywordFor(stage.Name)}",
        (_, ClassForm.InsideGeneric) => $"Outer{stage.Name}<>.{stage.Name}",
        (_, ClassForm.NestedInClass or ClassForm.NestedInStruct or ClassForm.NestedInInterface or ClassForm.NestedInRecord
            or ClassForm.InsideNotPartial or ClassForm.InsideFileLocal) => $"Outer{stage.Name}.{stage.Name}",
        _ => stage.Name,
    };

    private static string Print(AttributeUse use) => use.Arguments.Count == 0
        ? $"[{use.Name}]"
        : $"[{use.Name}({string.Join(", ", use.Arguments.OrderBy(argument => !IsPositional(argument)).Select(Print))})]";

    private static string Print(Argument argument) => IsPositional(argument) ? Print(argument.Value) : $"{argument.Name} = {Print(argument.Value)}";

    /// <summary>Whether an argument is the constructor's.</summary>
    public static bool IsPositional(Argument argument) => argument.Name is "Depth" or "Size" or "Role" || argument is { Name: "Stages", Value: Value.Classes };

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
        Value.Classes classes => string.Join(", ", classes.Stages.Select(stage => $"typeof({PathOf(stage)})")),
        _ => throw new InvalidOperationException($"{value.GetType().Name} has no text."),
    };

    private static string Print(int number) => number.ToString(CultureInfo.InvariantCulture);
}
