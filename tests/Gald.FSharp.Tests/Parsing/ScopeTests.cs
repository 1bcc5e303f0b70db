namespace Gald.FSharp.Tests.Parsing;

/// <summary>Names mean what they mean to the F# compiler: in the same file, in earlier ones, and in what is opened.</summary>
public sealed class ScopeTests
{
    private const string Sizes = """
        namespace Shared
        module Sizes =
            [<Literal>]
            let Groups = 2
        [<AutoOpen>]
        module Everywhere =
            [<Literal>]
            let Automatic = 3
        """;

    [Theory]
    [InlineData("open Shared", "Sizes.Groups", 2)]
    [InlineData("open Shared.Sizes", "Groups", 2)]
    [InlineData("open Shared\nopen Sizes", "Groups", 2)]
    [InlineData("", "Shared.Sizes.Groups", 2)]
    [InlineData("", "global.Shared.Sizes.Groups", 2)]
    [InlineData("module S = Shared.Sizes", "S.Groups", 2)]
    [InlineData("open Shared", "Automatic", 3)]
    [InlineData("", "Shared.Everywhere.Automatic", 3)]
    [InlineData("open Shared.Sizes\nmodule Own =\n    [<Literal>]\n    let Groups = 4\nopen Own", "Groups", 4)]
    [InlineData("module Own =\n    [<Literal>]\n    let Groups = 4\nopen Own\nopen Shared.Sizes", "Groups", 2)]
    [InlineData("module Own =\n    [<Literal>]\n    let Groups = Shared.Sizes.Groups * 4", "Own.Groups", 8)]
    [InlineData("module Own =\n    let [<Literal>] A = 5\n    module Inner =\n        let [<Literal>] B = A + 1", "Own.Inner.B", 6)]
    public void A_literal_is_found(string head, string name, int value)
    {
        var read = ReadFiles.Of(Sizes, $"namespace Streets\nopen Gald\n{head}\n[<Cgnl(Groups = {name})>]\ntype Context = class end\n");

        Assert.Empty(read.Findings);
        Assert.Equal(value, read.Find("Context").Attributes[0].Arguments[0].Numbers[0]);
    }

    [Theory]
    [InlineData("open type Stem", "Torchvision", 1)]
    [InlineData("open type Gald.Stem", "Deep", 0)]
    [InlineData("type S = Stem\nopen type S", "Torchvision", 1)]
    [InlineData("type S = Stem", "S.Torchvision", 1)]
    [InlineData("type S = Stem\ntype R = S", "enum<R> 1", 1)]
    [InlineData("module Own =\n    [<Literal>]\n    let Deep = Stem.Torchvision\nopen type Stem\nopen Own", "Deep", 1)]
    [InlineData("module Own =\n    [<Literal>]\n    let Deep = Stem.Torchvision\nopen Own\nopen type Stem", "Deep", 0)]
    public void A_member_of_an_enumeration_is_found(string head, string name, int value)
    {
        var read = ReadFiles.Of($"namespace Streets\nopen Gald\n{head}\n[<ResNet(18, Stem = {name})>]\ntype Trunk = class end\n");

        Assert.Empty(read.Findings);
        Assert.Equal(value, read.Find("Trunk").Attributes[0].Arguments[1].Numbers[0]);
    }

    [Theory]
    [InlineData("", "Groups")]
    [InlineData("", "Sizes.Groups")]
    [InlineData("module Own =\n    open Shared.Sizes", "Groups")]
    [InlineData("open Shared.Sizes\nmodule Own =\n    let Groups = 3\nopen Own", "Groups")]
    public void A_name_that_means_no_literal_is_not_understood(string head, string name)
    {
        var read = ReadFiles.Of(Sizes, $"namespace Streets\nopen Gald\n{head}\n[<Cgnl(Groups = {name})>]\ntype Context = class end\n");

        Assert.Contains($"{name}: Cgnl.Groups is written as {name}", Assert.Single(read.Findings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("module rec")]
    [InlineData("namespace rec")]
    public void What_is_recursive_may_use_what_comes_later(string head)
    {
        var read = ReadFiles.Of($"""
            {head} Streets.Networks
            open Gald
            [<FeatureBlock(Channels = Later.Channels)>]
            [<Uses(typeof<Context>)>]
            type First = class end
            [<Cgnl>]
            type Context = class end
            module Later =
                [<Literal>]
                let Channels = 64
            """);

        Assert.All(read.Files[0].Findings, finding => Assert.Equal("GALD0108", finding.Rule.Id));
        Assert.Null(Generators.Verdict.Of(read.Find("First")).Refusal);
    }

    [Fact]
    public void A_literal_that_means_itself_is_not_understood()
    {
        var read = ReadFiles.Of("""
            module rec Streets
            open Gald
            [<Literal>]
            let A = B + 1
            [<Literal>]
            let B = A
            [<Cgnl(Groups = A)>]
            type Context = class end
            """);

        Assert.StartsWith("GALD0008 7:17 A", Assert.Single(read.Findings), StringComparison.Ordinal);
    }

    /// <summary>In one file, in an earlier one, in a module, behind an abbreviation: the generated class beside the type is used.</summary>
    [Theory]
    [InlineData("Models.Trunk", "Shared.Models.Trunk.Stage")]
    [InlineData("Shared.Models.Trunk", "Shared.Models.Trunk.Stage")]
    [InlineData("Short", "Shared.Models.Trunk.Stage")]
    [InlineData("Near", "Streets.Near.Stage")]
    [InlineData("Own", "Streets.Own")]
    [InlineData("Hand.Own", "Streets.Hand.Own")]
    public void A_used_type_is_found(string name, string path)
    {
        var read = ReadFiles.Of(
            "namespace Shared\nopen Gald\nmodule Models =\n    [<ResNet(18)>]\n    type Trunk = class end\n",
            $"""
            namespace Streets
            open Gald
            open Shared
            open TorchSharp
            type Short = Models.Trunk
            [<ResNet(34)>]
            type Near = class end
            [<StageContract(StageRole.Backbone, OutputChannels = 64)>]
            type Own() = inherit torch.nn.Module<torch.Tensor, torch.Tensor>("Own")
            module Hand =
                [<StageContract(StageRole.Backbone, OutputChannels = 64)>]
                type Own() = inherit torch.nn.Module<torch.Tensor, torch.Tensor>("Own")
            [<SegmentationNetwork(Classes = 3, Height = 769, Width = 769)>]
            [<Uses(typeof<{name}>)>]
            type Network = class end
            """);

        Assert.Empty(read.Findings);
        Assert.Equal(path, read.Find("Network").Attributes[1].Stages[0].Path);
        Assert.Null(Generators.Verdict.Of(read.Find("Network")).Refusal);
    }

    [Theory]
    [InlineData("Later")]
    [InlineData("Elsewhere.Stage")]
    public void A_used_type_that_is_in_no_file_is_an_error_that_says_what_to_do(string name)
    {
        var read = ReadFiles.Of($"""
            namespace Streets
            open Gald
            [<SegmentationNetwork(Classes = 3, Height = 769, Width = 769)>]
            [<Uses(typeof<{name}>)>]
            type Network = class end
            [<ResNet(18)>]
            type Later = class end
            """);

        Assert.Equal(
            [$"GALD0009 4:8 typeof<{name}>: {name} is not declared before it is used, neither in this file nor in an earlier file of declarations; move its declaration there, or derive a class with a [StageContract] from it there"],
            read.Findings);
    }

    /// <summary>What is wrong with a used type is told once, at its own declaration.</summary>
    [Fact]
    public void A_wrong_type_is_not_told_of_where_it_is_used()
    {
        var read = ReadFiles.Of("""
            namespace Streets
            open Gald
            [<ResNet(17)>]
            type Trunk = class end
            [<Cgnl(Groups = groups)>]
            type Context = class end
            [<LocalDistribution>]
            type Detail = { Width: int }
            [<SegmentationNetwork(Classes = 3, Height = 769, Width = 769)>]
            [<Uses(typeof<Trunk>, typeof<Context>, typeof<Detail>)>]
            type Network = class end
            """);

        Assert.Equal(["GALD0201", "GALD0008", "GALD0013"], read.Files[0].Findings.Select(finding => finding.Rule.Id));
    }
}
