using System.Reflection;
using Gald.Generators.Emission.FSharp;

namespace Gald.FSharp.Tests.Parsing;

/// <summary>Names of the user's that generated code uses too, and where its modules are found.</summary>
public sealed class NameTests
{
    private const string Stage = "[<LocalDistribution(Steps = 1)>]";

    [Fact]
    public void A_file_that_is_a_module_has_its_networks_in_that_module()
    {
        const string declarations = $$"""
            module Streets
            open Gald
            {{Stage}}
            type Detail = class end
            [<SegmentationNetwork(Classes = 2, Height = 64, Width = 64)>]
            [<ResNet(18, BaseWidth = 8)>]
            [<Uses(typeof<Detail>)>]
            type Tiny = class end
            module Inner =
                [<Cgnl(Groups = 2)>]
                type Context = class end
            """;
        const string use = """
            module Use
            let classes = Streets.Tiny.Network.Description.Classes
            let make (channels: int) : Streets.Inner.Context.Stage = new Streets.Inner.Context.Stage(channels)
            let declared = typeof<Streets.Tiny>
            """;

        Compile(declarations, use);
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
