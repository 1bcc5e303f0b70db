using Gald.FSharp.Parsing;
using Gald.FSharp.Tests.Compilation;
using Gald.Generators.Architecture;

namespace Gald.FSharp.Tests.Parsing;

/// <summary>The arguments that are read are those that the F# compiler writes into the assembly.</summary>
public sealed class ConstantTests
{
    private const string Names = """
        namespace Shared
        open Gald

        module Sizes =
            [<Literal>]
            let Classes = 11
            [<Literal>]
            let Twice = Classes * 2
            let [<Literal>] Typed : int = 7
            [<Literal>]
            let Share = 0.25
            [<Literal>]
            let Wide = true
            [<Literal>]
            let Deep = Stem.Torchvision
            module Inner =
                [<LiteralAttribute>]
                let Third = Twice / 3

        namespace Streets
        open Gald
        open Shared

        """;

    private static readonly string[] Written =
    [
        .. new[]
        {
            "8", "-8", "- 8", "+8", "(8)", "((8))", "1_000", "0x1F", "0o17", "0b101", "8l", "2147483647", "-2147483648", "(8 : int)",
            "2 + 3 * 4", "(2 + 3) * 4", "7 - 10", "-7 / 2", "-7 % 3", "(1 <<< 4)", "((0xF &&& 6) ||| 8)", "5 ^^^ 1", "~~~5", "-(3)", "-(-3)", "1 + -2",
            "Sizes.Classes", "Sizes.Twice + 1", "-Sizes.Classes", "Shared.Sizes.Typed", "global.Shared.Sizes.Classes", "Sizes.Inner.Third", "``Sizes``.Classes",
        }.Select(value => $"Cgnl(Groups = {value})"),
        .. new[] { "0.5", "-0.5", "1e-1", "1.", "2.5E+1", "1_0.5", "Sizes.Share", "-Sizes.Share", "0.1 + 0.2", "1.0 / 3.0", "5.5 % 2.0", "0x3FF0000000000000LF" }
            .Select(value => $"AuxiliaryHead(Dropout = {value})"),
        .. new[] { "true", "false", "not true", "Sizes.Wide", "not Sizes.Wide", "(true)" }.Select(value => $"Cgnl(ZeroInit = {value})"),
        .. new[] { "Stem.Deep", "Stem.Torchvision", "Gald.Stem.Torchvision", "global.Gald.Stem.Torchvision", "Sizes.Deep", "enum<Stem> 1", "enum 1", "enum<Gald.Stem>(1)" }
            .Select(value => $"ResNet(18, Stem = {value})"),
        .. new[]
        {
            "[| 1; 2; 4 |]", "[|1;2;4|]", "[| 3 |]", "[||]", "[| |]", "[| Sizes.Classes; 1 + 1; -3 |]", "([| 1; 2 |])", "[| 1; 2; |]",
            "[| 1\n                            2 |]", "null",
        }.Select(value => $"ResNet(18, MultiGrid = {value})"),
        "ResNet 18", "ResNet (18)", "ResNet(depth = 18)", "ResNet(18,\n         OutputStride = 16,\n         BaseWidth = 32)", "ResNetAttribute(18)", "Gald.ResNet(18)",
        "Gald.ResNetAttribute(18)", "global.Gald.ResNet(18)", "type: ResNet(18)", "Cgnl", "Cgnl()", "LocalDistribution", "``Cgnl``",
    ];

    /// <summary>What the F# compiler refuses, and therefore speaks of alone.</summary>
    public static TheoryData<string> Refused =>
    [
        "Cgnl(Groups = 8L)", "Cgnl(Groups = 8y)", "Cgnl(Groups = 8uy)", "Cgnl(Groups = 8u)", "Cgnl(Groups = 8.0)", "Cgnl(Groups = true)", "Cgnl(Groups = 'a')",
        "Cgnl(Groups = \"8\")", "Cgnl(Groups = 2147483647 + 1)", "Cgnl(Groups = 8, Groups = 9)", "Cgnl(Nope = 1)", "Cgnl(8)", "Cgnl(ZeroInit = 1)",
        "AuxiliaryHead(Dropout = 0)", "AuxiliaryHead(Dropout = 0.5f)", "AuxiliaryHead(Dropout = 0.5m)", "ResNet", "ResNet()", "ResNet(18, 19)", "ResNet(18, Depth = 19)",
        "ResNet(18, Stem = 1)", "ResNet(18, Stem = Residual.Double)", "ResNet(18, Stem = Stem.Nope)", "ResNet(18, MultiGrid = [| 1.0 |])", "ResNet(18, MultiGrid = 1)",
        "Cgnl(Groups = 1 + 1L)", "Cgnl(Groups = null)", "Uses(3)",
    ];

    public static TheoryData<string> NotUnderstood =>
    [
        "Cgnl(Groups = System.Int32.MaxValue)", "Cgnl(Groups = groups)", "Cgnl(Groups = int 8.0)", "Cgnl(Groups = 1 / 0)", "Cgnl(Groups = (if true then 1 else 2))",
        "Cgnl(ZeroInit = (1 = 1))", "ResNet(18, MultiGrid = [ 1; 2 ])", "ResNet(18, MultiGrid = [| 1 .. 3 |])", "ResNet(18, MultiGrid = grid)", "ResNet(18, Stem = deep)",
        "AuxiliaryHead(Dropout = nan)", "ResNet(18, MultiGrid = [| 1; x; 2 |])", "Uses(stages)", "Uses(typeof<_>.BaseType)",
        "Cgnl(Groups = 4<1>)", "ResNet(18, Stem = (Stem.Deep ||| Stem.Torchvision))", "ResNet(18, Stem = +Stem.Deep)", "ResNet(18, Stem = ~~~Stem.Deep)",
    ];

    [Fact]
    public void Every_spelling_means_what_it_means_to_the_F_sharp_compiler()
    {
        var text = Names + string.Concat(Written.Select((attribute, index) => $"[<{attribute}>]\ntype T{index} = class end\n"));
        var compiled = FSharpCompilation.Load(("Networks.fs", text));
        var read = ReadFiles.Of(text);

        Assert.All(Written.Select((attribute, index) => (attribute, index)), one =>
        {
            var declaration = read.Find($"T{one.index}");
            Assert.False(declaration.IsUnreadable, one.attribute);
            var stored = compiled.GetType($"Streets.T{one.index}")!.CustomAttributes.Single(data => data.AttributeType.Namespace == "Gald");
            Assert.Equal(Describe(stored), Describe(Assert.Single(declaration.Attributes)));
        });
        Assert.DoesNotContain(read.Files[0].Findings, finding => finding.Rule == ArgumentReader.NotUnderstood);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_the_F_sharp_compiler_refuses_is_left_to_it(string attribute)
    {
        var text = $"{Names}[<{attribute}>]\ntype Wrong = class end\n";
        var read = ReadFiles.Of(text);

        Assert.Empty(read.Findings);
        Assert.True(read.Find("Wrong").IsUnreadable);
        Assert.Throws<InvalidOperationException>(() => FSharpCompilation.Load(("Networks.fs", text)));
    }

    [Theory]
    [MemberData(nameof(NotUnderstood))]
    public void What_is_not_understood_is_an_error_that_says_so(string attribute)
    {
        var read = ReadFiles.Of($"{Names}[<{attribute}>]\ntype Wrong = class end\n");

        Assert.Equal(["GALD0008"], read.Files[0].Findings.Select(finding => finding.Rule.Id));
        Assert.True(read.Find("Wrong").IsUnreadable);
    }

    [Fact]
    public void What_is_not_understood_is_told_with_its_text_its_place_and_what_can_be_written()
    {
        var read = ReadFiles.Of("""
            namespace Streets
            open Gald
            module M =
                let groups = 8
            [<Cgnl(Groups = M.groups)>]
            type Context = class end
            [<ResNet(18, Stem = stem)>]
            type Trunk = class end
            """);

        const string rest = "or a [<Literal>] that is declared before it in this file or in an earlier file of declarations";
        Assert.Equal(
            [
                $"GALD0008 5:17 M.groups: Cgnl.Groups is written as M.groups, whose value is not in the files of declarations; write a whole number, {rest}",
                $"GALD0008 7:21 stem: ResNet.Stem is written as stem, whose value is not in the files of declarations; write Stem.Deep, Stem.Torchvision or Stem.V1c, {rest}",
            ],
            read.Findings);
    }

    private static string Describe(System.Reflection.CustomAttributeData stored)
    {
        var arguments = stored.Constructor.GetParameters().Zip(stored.ConstructorArguments, (parameter, value) => (Name: char.ToUpperInvariant(parameter.Name![0]) + parameter.Name[1..], value.Value))
            .Concat(stored.NamedArguments.Select(named => (Name: named.MemberName, named.TypedValue.Value)))
            .Where(argument => argument.Value is not null);
        return Describe(stored.AttributeType.Name.Replace("Attribute", ""), arguments.Select(argument => (argument.Name, Numbers(argument.Value!))));
    }

    private static string Describe(DeclaredAttribute read) => Describe(read.Name, read.Arguments.Select(argument => (argument.Name, (IEnumerable<double>)argument.Numbers)));

    private static string Describe(string attribute, IEnumerable<(string Name, IEnumerable<double> Numbers)> arguments) =>
        $"{attribute}({string.Join(", ", arguments.Select(argument => $"{argument.Name} = {string.Join(" ", argument.Numbers.Select(number => number.ToString("R")))}"))})";

    private static IEnumerable<double> Numbers(object value) => value is IEnumerable<System.Reflection.CustomAttributeTypedArgument> array
        ? array.Select(item => Convert.ToDouble(item.Value))
        : [Convert.ToDouble(value)];
}
