namespace Gald.FSharp.Tests.Parsing;

/// <summary>Stages that are written by hand in a file of declarations.</summary>
public sealed class ContractTests
{
    private const string Module = "torch.nn.Module<torch.Tensor, torch.Tensor>";

    [Theory]
    [InlineData($"(channels: int) = inherit {Module}(\"Own\")", true)]
    [InlineData($"(channels: int64) as this = inherit {Module}(\"Own\")", true)]
    [InlineData($"(channels) = inherit {Module}(\"Own\")", true)]
    [InlineData($"(channels: int, ?groups: int) = inherit {Module}(\"Own\")", true)]
    [InlineData($"() = inherit {Module}(\"Own\")", false)]
    [InlineData($" internal (channels: int) = inherit {Module}(\"Own\")", true)]
    [InlineData($"(name: string) =\n  inherit {Module}(name)\n  new(channels: int) = Own(string channels)", true)]
    [InlineData("() = inherit TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>(\"Own\")", false)]
    [InlineData("() = inherit nn.Module<Tensor, Tensor>(\"Own\")", false)]
    [InlineData("() = inherit Base()", false)]
    [InlineData("() = inherit Mapping(\"Own\")", false)]
    [InlineData("() = inherit Elsewhere.Stage()", false)]
    [InlineData($" =\n  inherit {Module}\n  new() = {{ inherit {Module}(\"Own\") }}", false)]
    public void A_class_with_a_contract_is_a_stage(string type, bool takesChannels)
    {
        var read = Read($"type Own{type}");

        Assert.Empty(read.Findings);
        var stage = Assert.Single(read.Find("Streets").Attributes[2].Stages);
        Assert.True(stage.Module.IsModule);
        Assert.Equal((!takesChannels, takesChannels), (stage.Module.HasPlainConstructor, stage.Module.HasChannelsConstructor));
        Assert.Null(Generators.Verdict.Of(read.Find("Streets")).Refusal);
    }

    [Theory]
    [InlineData("type Own() = inherit torch.nn.Module<torch.Tensor, SegmentationOutput>(\"Own\")")]
    [InlineData("type Own() = inherit obj()")]
    [InlineData("type Own() = class end")]
    [InlineData("type Own = { Width: int }")]
    [InlineData($"type Own<'T>() = inherit {Module}(\"Own\")")]
    [InlineData($"[<AbstractClass>]\ntype Own() = inherit {Module}(\"Own\")")]
    public void Another_type_is_no_module_which_is_told_where_it_is_declared_alone(string type) =>
        Assert.Equal(
            ["GALD0121 8:3 StageContract: Own must be a class that derives from TorchSharp's Module<Tensor, Tensor>, neither abstract, generic nor file-local, so that a network can call it; change that, or remove [StageContract]"],
            Read(type).Findings);

    [Theory]
    [InlineData($"type Own(name: string) = inherit {Module}(name)")]
    [InlineData($"type Own private () = inherit {Module}(\"Own\")")]
    [InlineData($"type private Own() = inherit {Module}(\"Own\")")]
    [InlineData($"type Own(channels: int, groups: int) = inherit {Module}(\"Own\")")]
    public void A_class_that_a_network_cannot_make_is_no_stage(string type) =>
        Assert.Equal(
            ["GALD0124 8:3 StageContract: Own needs a public constructor without parameters or with one int, the channels, so that a network can make it; add one"],
            Read(type).Findings);

    private static ReadFiles Read(string type) => ReadFiles.Of($"""
        namespace Streets
        open Gald
        open TorchSharp

        type Mapping = {Module}
        type Base() = inherit Mapping("Base")

        [<StageContract(StageRole.Aggregation)>]
        {type}

        [<SegmentationNetwork(Classes = 3, Height = 769, Width = 769)>]
        [<ResNet(18)>]
        [<Uses(typeof<Own>)>]
        type Streets = class end
        """);
}
