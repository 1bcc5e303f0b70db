namespace Gald.Networks.Tests.Parity.Architectures;

/// <summary>Whole networks of mmsegmentation: a ResNetV1c, a decode head, and an FCN head on an earlier stage in training.</summary>
internal static class SegmentationNetworks
{
    public static IReadOnlyDictionary<string, Func<Manifest, Parameters, DeclaredClass>> All { get; } = new Dictionary<string, Func<Manifest, Parameters, DeclaredClass>>
    {
        ["mm.fcn"] = (manifest, p) => Declare(manifest, p, head => (Convolutions(head), null)),
        ["mm.nl"] = (manifest, p) => Declare(manifest, p, head => (Shell(head), $"NonLocal({Blocks.Pairwise(head)}{Blocks.SubSample(head)})")),
        ["mm.dnl"] = (manifest, p) => Declare(manifest, p, head => (Shell(head), $"DisentangledNonLocal({Blocks.Pairwise(head)}, Temperature = {head.Real("temperature")})")),
        ["mm.gc"] = (manifest, p) => Declare(manifest, p, head => (Shell(head), $"GlobalContext({Blocks.GlobalContext(head)})")),
        ["mm.cc"] = (manifest, p) => Declare(manifest, p, head => (Shell(head), $"CrissCross(Recurrence = {head.Integer("recurrence")})")),
        ["mm.psp"] = (manifest, p) => Declare(manifest, p, head => ("", $"PyramidPooling({Blocks.PyramidPooling(head)})")),
        ["mm.aspp"] = (manifest, p) => Declare(manifest, p, head => ("", $"AtrousPyramid({Blocks.AtrousPyramid(head)})")),
        ["mm.da"] = (manifest, p) => Declare(manifest, p, head => ("", $"DualAttention(QueryChannels = {head.Integer("pam_channels")})")),
        ["mm.ema"] = (manifest, p) => Declare(manifest, p, head =>
            (Concatenation(head), $"ExpectationMaximization({Blocks.Maximization(head)}, Channels = {head.Integer("ema_channels")})")),
        ["mm.isa"] = (manifest, p) => Declare(manifest, p, head => ("", $"InterlacedAttention({Blocks.Interlaced(head, "isa_channels")})")),
        ["mm.ann"] = (manifest, p) => Declare(manifest, p, head =>
            ("", $"AsymmetricNonLocal(Fusion = true, QueryChannels = {head.Expect("query_scales", "[1]").Integer("project_channels")}, Scales = {head.List("key_pool_scales")})")),
    };

    /// <param name="manifest">The manifest.</param>
    /// <param name="p">Its configuration.</param>
    /// <param name="describe">The head's own arguments, and the attribute of its aggregation if there is one.</param>
    private static DeclaredClass Declare(Manifest manifest, Parameters p, Func<Parameters, (string Head, string? Aggregation)> describe)
    {
        var backbone = Backbone(p.Ignore("type").Inner("backbone"));
        var head = Head(p.Inner("decode_head")).Expect("in_index", "3", "[2, 3]");
        if (Weight(head) != "1.0")
            throw new NotDeclarableException($"{manifest.Name}: the loss of the main head has the weight 1, not {Weight(head)}.");
        var (arguments, aggregation) = describe(head);
        List<string> stages = [backbone, $"DecodeHead(Channels = {head.Integer("channels")}, Dropout = 0.0{arguments})"];
        head.Done();
        if (aggregation is not null)
            stages.Add(aggregation);
        if (!p.IsNull("auxiliary_head"))
            stages.Add(Auxiliary(p.Inner("auxiliary_head")));
        return new($"SegmentationNetwork(Classes = {manifest.Classes}, Height = {manifest.Input[2]}, Width = {manifest.Input[3]})", stages);
    }

    /// <summary>A ResNet of mmsegmentation.</summary>
    public static string Backbone(Parameters p)
    {
        p.Expect("type", "\"ResNetV1c\"", "\"ResNetV1d\"").Expect("in_channels", "3").Expect("num_stages", "4").Expect("style", "\"pytorch\"").Expect("norm_eval", "false")
            .Ignore("out_indices");
        Blocks.Usual(p);
        var (strides, dilations) = (p.Numbers("strides"), p.Numbers("dilations"));
        var outputStride = (string.Join(',', strides), string.Join(',', dilations)) switch
        {
            ("1,2,1,1", "1,1,2,4") => 8,
            ("1,2,2,1", "1,1,1,2") => 16,
            ("1,2,2,2", "1,1,1,1") => 32,
            var (s, d) => throw new NotDeclarableException($"A ResNet with strides {s} and dilations {d} cannot be declared."),
        };

        // mmsegmentation's are dilations; the language's are factors on the stage's.
        var grid = "";
        if (!p.IsNull("multi_grid"))
        {
            var numbers = p.Numbers("multi_grid");
            var unit = dilations[3];
            if (numbers.Any(number => number % unit != 0))
                throw new NotDeclarableException($"Dilations of {string.Join(", ", numbers)} are no multiples of the stage's {unit}.");
            grid = $", MultiGrid = [{string.Join(", ", numbers.Select(number => number / unit))}]";
        }

        var width = p.Integer("base_channels", 64);
        var declared = $"ResNet({p.Integer("depth")}, OutputStride = {outputStride}, Stem = Stem.V1c, BaseWidth = {width}, StemWidth = {p.Integer("stem_channels", 64)}, "
            + $"ContractDilation = {p.Truth("contract_dilation")}{(p.Text("type") == "ResNetV1d" ? ", AverageDownsample = true" : "")}{grid})";
        p.Done();
        return declared;
    }

    /// <summary>What every head has.</summary>
    private static Parameters Head(Parameters p) =>
        Blocks.Usual(p.Ignore("type", "in_channels", "in_index", "num_classes", "dropout_ratio", "align_corners"));

    /// <summary>The weight of a head's loss.</summary>
    private static string Weight(Parameters p)
    {
        var loss = p.Inner("loss_decode").Expect("type", "\"CrossEntropyLoss\"").Expect("use_sigmoid", "false");
        var weight = loss.Real("loss_weight");
        loss.Done();
        return weight;
    }

    private static string Auxiliary(Parameters p)
    {
        Head(p).Expect("type", "\"FCNHead\"").Expect("num_convs", "1").Expect("kernel_size", "3").Expect("concat_input", "false").Expect("dilation", "1");
        var declared = $"AuxiliaryHead(Stage = {p.Integer("in_index") + 1}, Channels = {p.Integer("channels")}, Dropout = 0.0, Weight = {Weight(p)})";
        p.Done();
        return declared;
    }

    private static string Convolutions(Parameters p) => $", Convolutions = {p.Integer("num_convs")}{Shell(p)}";

    private static string Shell(Parameters p) => $", Kernel = {p.Integer("kernel_size", 3)}, Dilation = {p.Integer("dilation", 1)}{Concatenation(p)}";

    private static string Concatenation(Parameters p) => p.Has("concat_input") ? $", Concatenate = {p.Truth("concat_input")}" : "";
}
