using System.Globalization;

namespace Gald.Declarations.Tests.Declarations;

/// <summary>Writes declarations as F#: the same as <see cref="CSharpText"/> in the same order, in the forms that F# has for them.</summary>
internal static class FSharpText
{
    /// <summary>Whether F# has something like every class of a declaration; it has no classes of which a part is written by hand.</summary>
    public static bool CanPrint(Declaration declaration) =>
        declaration.Classes.Select(stage => stage.Form).Append(declaration.Form).All(form => form < ClassForm.OwnField);

    /// <summary>A file with the declaration and the classes that it uses, alone in a namespace.</summary>
    public static string Print(Declaration declaration, string space)
    {
        var stages = declaration.Classes.DistinctBy(stage => stage.Name).Select(stage => stage.Work is null
            ? Print(stage.Form, stage.Name, stage.Attributes)
            : FSharpHandworkText.Print(stage, Print(stage.Attributes[0])));
        var twin = declaration.HasTwin ? Print(ClassForm.Public, CSharpText.Twin, declaration.Attributes) : "";

        // A stage written by hand need not use what it is made with.
        return $"namespace {space}\n\n#nowarn \"1182\"\n\nopen Gald\n\n{string.Concat(stages)}{Print(declaration.Form, CSharpText.Name, declaration.Attributes)}{twin}";
    }

    /// <summary>The name of the module of a class in metadata.</summary>
    public static string ModuleOf(ClassForm form, string name, string space) => form switch
    {
        ClassForm.Keyword => $"{space}.{CSharpText.KeywordFor(name)}Module",
        ClassForm.NestedInClass or ClassForm.NestedInStruct or ClassForm.NestedInInterface or ClassForm.NestedInRecord => $"{space}.Outer{name}Module+{name}Module",
        _ => $"{space}.{name}Module",
    };

    private static string Print(ClassForm form, string name, IReadOnlyList<AttributeUse> declared)
    {
        var attributes = declared.Select(Print).ToArray();
        return form switch
        {
            ClassForm.InternalSealed => Type($"internal {name}() = class end"),
            ClassForm.Keyword => Type($"``{CSharpText.KeywordFor(name)}`` = class end"),
            ClassForm.NestedInClass => Inside("module", $"{name} = class end"),
            ClassForm.NestedInStruct => Inside("module rec", $"{name} = class end"),
            ClassForm.NestedInInterface => Inside("module internal", $"{name} = class end"),
            ClassForm.NestedInRecord => Inside("[<AutoOpen>]\nmodule", $"{name} = class end"),
            ClassForm.SpreadOverParts => Type($"{name} =\n    class\n    end"),
            ClassForm.WithOwnMembers => Type($"{name}() = class end"),
            ClassForm.NotPartial or ClassForm.Record => Type($"{name} = {{ Count: int }}"),
            ClassForm.InsideNotPartial or ClassForm.InsideFileLocal => Inside("module", $"{name} = {{ Count: int }}"),
            ClassForm.Generic => Type($"{name}<'T> = class end"),
            ClassForm.InsideGeneric => Inside("module", $"{name}<'T> = class end"),
            ClassForm.Static => Type($"{name} = One | Two"),
            ClassForm.Abstract => Type($"{name}() =\n    member _.Count = 3"),
            ClassForm.FileLocal => Type($"{name}(count: int) =\n    member _.Count = count"),
            ClassForm.OtherBase => $"type Base{name}() = class end\n{Type($"{name}() =\n    inherit Base{name}()")}",
            ClassForm.Public => Type($"{name} = class end"),
            _ => throw new InvalidOperationException($"{form} has no text in F#."),
        };

        string Type(string text) => $"{string.Concat(attributes.Select(attribute => $"{attribute}\n"))}type {text}\n\n";

        string Inside(string outer, string text) =>
            $"{outer} Outer{name} =\n{string.Concat(attributes.Select(attribute => $"    {attribute}\n"))}    type {text}\n\n";
    }

    /// <summary>What <c>typeof</c> takes.</summary>
    private static string PathOf(StageClass stage)
    {
        var name = stage.Form == ClassForm.Keyword ? $"``{CSharpText.KeywordFor(stage.Name)}``" : stage.Name;
        var isGeneric = stage.Work is { Kind: WrittenKind.Generic } || (stage.Work is null && stage.Form is ClassForm.Generic or ClassForm.InsideGeneric);
        var isInside = stage.Form is ClassForm.NestedInClass or ClassForm.NestedInStruct or ClassForm.NestedInInterface or ClassForm.NestedInRecord
            or ClassForm.InsideNotPartial or ClassForm.InsideGeneric or ClassForm.InsideFileLocal;
        return $"{(isInside ? $"Outer{stage.Name}." : "")}{name}{(isGeneric ? "<int>" : "")}";
    }

    private static string Print(AttributeUse use) => use.Arguments.Count == 0
        ? $"[<{use.Name}>]"
        : $"[<{use.Name}({string.Join(", ", use.Arguments.OrderBy(argument => !CSharpText.IsPositional(argument)).Select(Print))})>]";

    private static string Print(Argument argument) => CSharpText.IsPositional(argument) ? Print(argument.Value) : $"{argument.Name} = {Print(argument.Value)}";

    /// <summary>A value of an argument.</summary>
    public static string Print(Value value) => value switch
    {
        Value.Integer integer => Print(integer.Number),
        Value.Real real when double.IsFinite(real.Number) => Print(real.Number),
        Value.Real real => $"0x{BitConverter.DoubleToUInt64Bits(real.Number):X16}LF",
        Value.Truth truth => truth.Holds ? "true" : "false",
        Value.Member member when Enum.GetName(member.Enumeration, member.Number) is { } name => $"{member.Enumeration.Name}.{name}",
        Value.Member member => $"enum<{member.Enumeration.Name}> ({Print(member.Number)})",
        Value.Integers { Numbers: { } numbers } => numbers.Count == 0 ? "[||]" : $"[| {string.Join("; ", numbers.Select(Print))} |]",
        Value.Integers => "null",
        Value.Classes classes => string.Join(", ", classes.Stages.Select(stage => $"typeof<{PathOf(stage)}>")),
        _ => throw new InvalidOperationException($"{value.GetType().Name} has no text."),
    };

    private static string Print(double number) =>
        number.ToString("R", CultureInfo.InvariantCulture) is var text && text.All(character => char.IsDigit(character) || character == '-') ? text + ".0" : text;

    private static string Print(int number) => number.ToString(CultureInfo.InvariantCulture);
}
