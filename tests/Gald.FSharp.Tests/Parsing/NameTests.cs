using System.Reflection;
using Gald.Generators.Emission.FSharp;

namespace Gald.FSharp.Tests.Parsing;

/// <summary>Names of the user's that generated code uses too, and where its modules are found.</summary>
public sealed class NameTests
{
    private const string Stage = "[<LocalDistribution(Steps = 1)>]";

    [Theory]
    [InlineData("Streets")]
    [InlineData("City.Streets")]
    [InlineData("rec City.Lanes.Streets")]
    public void A_file_that_is_a_module_has_its_networks_in_that_module(string module)
    {
        var declarations = $$"""
            module {{module}}
            open Gald
            let inline width (image: TorchSharp.torch.Tensor) = image.shape[3]
            {{Stage}}
            type Detail = class end
            [<SegmentationNetwork(Classes = 2, Height = 64, Width = 64)>]
            [<ResNet(18, BaseWidth = 8)>]
            [<Uses(typeof<Detail>)>]
            type Tiny = class end
            module Inner =
                [<Cgnl(Groups = 2)>]
                type Context = class end
                [<FeatureBlock(Channels = 8)>]
                [<Uses(typeof<Context>, typeof<Detail>)>]
                type Both = class end
            [<SegmentationNetwork(Classes = 2, Height = 64, Width = 64)>]
            [<ResNet(18, BaseWidth = 8)>]
            [<Uses(typeof<Inner.Context>)>]
            type Small = class end
            """;
        var path = module.Substring(module.IndexOf(' ') + 1);
        var use = $$"""
            module Use
            let classes = {{path}}.Tiny.Network.Description.Classes + {{path}}.Small.Network.Description.Classes
            let make (channels: int) : {{path}}.Inner.Context.Stage = new {{path}}.Inner.Context.Stage(channels)
            let declared = typeof<{{path}}.Tiny>
            open {{path}}
            let opened = typeof<Tiny.Network>, typeof<Tiny>, typeof<Inner.Both.Block>
            let measure (image: TorchSharp.torch.Tensor) = width image
            """;

        Compile(declarations, use);
    }

    [Fact]
    public void Modules_of_a_namespace_have_their_networks_too()
    {
        const string declarations = $$"""
            namespace City
            open Gald
            [<Cgnl(Groups = 2)>]
            type Context = class end
            module Streets =
                type Lane = class end
                {{Stage}}
                type Detail = class end
            [<AutoOpen>]
            module Roads =
                [<FeatureBlock(Channels = 8)>]
                [<Uses(typeof<Context>, typeof<Streets.Detail>)>]
                type Both = class end
            """;

        Compile(declarations, "module Use\nopen City\nlet types = typeof<Both.Block>, typeof<City.Roads.Both.Block>, typeof<City.Streets.Detail.Stage>, typeof<City.Streets.Lane>, typeof<City.Context.Stage>\n");
    }

    /// <summary>What is opened inside of a generated module hides what the user calls alike.</summary>
    [Fact]
    public void Names_of_the_users_own_do_not_matter()
    {
        string[] members =
        [
            .. typeof(TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, SegmentationOutput>)
                .GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy)
                .Select(member => member.Name)
                .Where(name => name.All(char.IsLetterOrDigit)),
        ];
        string[] names =
        [
            .. members.Order(StringComparer.Ordinal), "torch", "Math", "String", "LibTorch", "MemoryLayout", "NetworkDescription", "StageDescription", "SegmentationOutput", "OnnxGraph", "OnnxValue", "OnnxSignature",
            "BatchNorm2d", "Initial", "Contract", "Frozen", "Network", "Run", "Export", "Signature", "Create", "train", "eval", "forward", "call", "parameters", "IDisposable", "Scalars",
        ];
        Assert.InRange(members.Length, 30, 1000);
        var stages = string.Concat(names.Distinct().Select(name => $"{Stage}\ntype {name} = class end\n"));
        var declarations = $$"""
            namespace Streets
            open Gald
            type ignore = class end
            type int = class end
            type string = class end
            {{stages}}
            [<SegmentationNetwork(Classes = 2, Height = 64, Width = 64)>]
            [<ResNet(18, BaseWidth = 8)>]
            [<Uses(typeof<torch>)>]
            [<AuxiliaryHead>]
            type Tiny = class end
            """;

        Compile(declarations, "module Use\nlet classes = Streets.Tiny.Network.Description.Classes\n");
    }

    [Fact]
    public void A_declaration_is_named_by_its_own_type()
    {
        var read = ReadFiles.Of($"namespace Streets\nopen Gald\n{Stage}\ntype Detail = class end\n[<FeatureBlock(Channels = 8)>]\n[<Uses(typeof<Detail.Stage>)>]\ntype Block = class end\n");

        Assert.Equal("GALD0009", Assert.Single(read.Files[0].Findings).Rule.Id);
        Assert.EndsWith("; write typeof<Detail>, the type that declares it", read.Files[0].Findings[0].Message, StringComparison.Ordinal);
    }

    private static void Compile(string declarations, string use)
    {
        var read = ReadFiles.Of(declarations);

        Assert.DoesNotContain(read.Files[0].Findings, finding => finding.Rule.Severity == Generators.Diagnostics.Severity.Error);
        FSharpCompilation.Load(("Networks.fs", declarations), ("Networks.g.fs", FSharpFile.Print(read.Files[0].Declarations)), ("Use.fs", use));
    }
}
