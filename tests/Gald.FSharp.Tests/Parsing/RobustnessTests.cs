using Gald.Generators.Emission.FSharp;

namespace Gald.FSharp.Tests.Parsing;

/// <summary>Whatever stands in a file, the task says something about it or leaves it to the F# compiler; it never fails itself.</summary>
public sealed class RobustnessTests
{
    private const int Texts = 400;

    private static readonly string[] Pieces =
    [
        "namespace A", "namespace rec A.B", "namespace global", "module M", "module rec M.N =", "open Gald", "open A.B", "open type Stem", "[<", ">]", "[| ", " |]", "(", ")",
        "ResNet", "ResNet(18)", "Cgnl(Groups = ", "Uses(typeof<T>, ", "typeof<", ">", "SegmentationNetwork(Classes = 3)", "LocalDistribution", "StageContract(StageRole.Backbone)",
        "FeatureBlock(Channels = 8)", "type T = class end", "type T", "type T<'a> = class end", "and T =", "exception E", " = ", "class end", "interface end", "struct end", "int", "{ A: int }",
        "A | B", "inherit obj()", "member _.X = 1", "new() = { }", "let x = 3", "[<Literal>]", "let [<Literal>] X =", "Stem.Deep", "1", "-1", "0x", "8L", "1.5", "\"a", "'", "``", "``x``",
        " + ", " * ", " - ", ";", ", ", "\n", "\n    ", "\n        ", "#if X", "#else", "#endif", "(*", "*)", "//", "global.", ".", "_", "enum<Stem> 3", "null", "$\"{", "@", "\0", "\t", "ß", "\ud83d\ude00",
        "nan", "..", "if true then 1 else 2", "T()", "private", "internal", "assembly:", "type:", "#line 3 \"x.fs\"", "#nowarn \"GALD0303\"",
    ];

    [Fact]
    public void Random_text_is_read_without_an_exception()
    {
        var random = new Random(1);
        for (var i = 0; i < Texts; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 60)).Select(_ => Pieces[random.Next(Pieces.Length)] + (random.Next(3) == 0 ? "\n" : " ")));
            AssertReadable(random.Next(2) == 0 ? text : "namespace A\nopen Gald\n" + text);
        }
    }

    /// <summary>One that is right, with pieces exchanged, left out and doubled.</summary>
    [Fact]
    public void Damaged_declarations_are_read_without_an_exception()
    {
        const string right = """
            namespace Streets
            open Gald
            module Sizes =
                [<Literal>]
                let Classes = 3 * (4 - 1)
            [<ResNet(18, Stem = Stem.Deep, MultiGrid = [| 1; 2 |])>]
            type Trunk = class end
            [<StageContract(StageRole.Aggregation)>]
            type Own(channels: int) = inherit torch.nn.Module<torch.Tensor, torch.Tensor>("Own")
            [<SegmentationNetwork(Classes = Sizes.Classes, Height = 97, Width = 97)>]
            [<Uses(typeof<Trunk>, typeof<Own>); AuxiliaryHead(Dropout = 0.5)>]
            type Network = class end
            """;
        var random = new Random(2);
        for (var i = 0; i < Texts; i++)
        {
            var text = right;
            for (var cut = random.Next(1, 4); cut > 0; cut--)
            {
                var (start, length) = (random.Next(text.Length), random.Next(1, 12));
                var end = Math.Min(text.Length, start + length);
                text = text[..start] + (random.Next(3) switch { 0 => "", 1 => Pieces[random.Next(Pieces.Length)], _ => text[start..end] + text[start..end] }) + text[end..];
            }

            AssertReadable(text);
        }
    }

    [Theory]
    [InlineData("1", " + 1")]
    [InlineData("1", ")")]
    public void An_expression_of_any_depth_is_read(string inner, string more)
    {
        var value = more == ")" ? new string('(', 300) + inner + new string(')', 300) : inner + string.Concat(Enumerable.Repeat(more, 2000));
        AssertReadable($"namespace A\nopen Gald\n[<Cgnl(Groups = {value})>]\ntype T = class end\n");
    }

    private static void AssertReadable(string text)
    {
        foreach (var file in ReadFiles.Of(text, "namespace A.B\nopen Gald\nopen A\n[<FeatureBlock(Channels = 8)>]\n[<Uses(typeof<T>)>]\ntype Last = class end\n").Files)
        {
            Assert.All(file.Findings, finding => Assert.True(finding.Range.StartLine >= 1));
            Assert.NotEmpty(FSharpFile.Print(file.Declarations));
        }
    }
}
