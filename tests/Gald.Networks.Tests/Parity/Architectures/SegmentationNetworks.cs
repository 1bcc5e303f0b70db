namespace Gald.Networks.Tests.Parity.Architectures;

/// <summary>Whole networks of mmsegmentation: a ResNetV1c, a decode head, and an FCN head on an earlier stage in training.</summary>
internal static class SegmentationNetworks
{
    public static IReadOnlyDictionary<string, Func<Manifest, Parameters, DeclaredClass>> All { get; } = new Dictionary<string, Func<Manifest, Parameters, DeclaredClass>>
    {
        ["mm.fcn"] = (manifest, p) => Declare(manifest, p, head => (Convolutions(head), null)),
        ["mm.nl"] = (manifest, p) => Declare(manifest, p, head => (Shell(head), $"NonLocal({Blocks.Pairwise(head)}{Blocks.SubSample(head)})")),
        ["mm.dnl"] = (manifest, p) => Declare(manifest, p, head => (Shell(head), $"DisentangledNonLocal({Blocks.Disentangled(head)})")),
        ["mm.gc"] = (manifest, p) => Declare(manifest, p, head => (Shell(head), $"GlobalContext({Blocks.GlobalContext(head)})")),
        ["mm.cc"] = (manifest, p) => Declare(manifest, p, head => (Shell(head), $"CrissCross(Recurrence = {head.Integer("recurrence")})")),
        ["mm.psp"] = (manifest, p) => Declare(manifest, p, head => ("", $"PyramidPooling({Blocks.PyramidPooling(head)})")),
        ["mm.aspp"] = (manifest, p) => Declare(manifest, p, head => ("", $"AtrousPyramid({Blocks.AtrousPyramid(head)})")),
        ["mm.da"] = (manifest, p) => Declare(manifest, p, head => ("", $"DualAttention(QueryChannels = {head.Integer("pam_channels")})")),
        ["mm.ema"] = (manifest, p) => Declare(manifest, p, head =>
            (Concatenation(head), $"ExpectationMaximization({Blocks.Maximization(head)}, Channels = {head.Integer("ema_channels")})")),
        ["mm.isa"] = (manifest, p) => Declare(manifest, p, head => ("", $"InterlacedAttention({Blocks.Interlaced(head, "isa_channels")})")),
        ["mm.ann"] = (manifest, p) => Declare(manifest, p, head =>
            ("", $"AsymmetricNonLocal(Fusion = true, QueryChannels = {head.Integer("project_channels")}, {Blocks.Attentions(head)}Scales = {head.List("key_pool_scales")})")),
        ["mm.sepaspp"] = (manifest, p) => DeclarePyramid(manifest, p, head =>
            $"DeepLabV3PlusHead({PyramidHead(head)}, Dilations = {head.List("dilations")}, LowLevelChannels = {LowLevel(head)})"),
        ["mm.uper"] = (manifest, p) => DeclarePyramid(manifest, p, head => $"UPerHead({PyramidHead(head)}, Scales = {head.List("pool_scales")})"),
        ["mm.segformer"] = (manifest, p) => DeclarePyramid(manifest, p, head => $"SegFormerHead({PyramidHead(head.Expect("interpolate_mode", "\"bilinear\""))})"),
        ["mm.ocr"] = (manifest, p) => DeclareCascade(manifest, p),
        ["mm.semfpn"] = (manifest, p) => DeclarePyramid(manifest, p, head => $"SemanticFpnHead({PyramidHead(head)}, PyramidChannels = {Neck(p, head)})"),
    };

    private static readonly Dictionary<string, Func<Parameters, DeclaredBackbone>> backbones = new()
    {
        ["ResNetV1c"] = ResNet,
        [HrNets.Type] = HrNets.Backbone,
        ["ResNetV1d"] = ResNet,
        ["MixVisionTransformer"] = Transformers.MixTransformer,
        ["mmcls.ConvNeXt"] = Transformers.ConvNeXt,
        ["MobileNetV2"] = MobileNets.V2,
        ["MobileNetV3"] = MobileNets.V3,
    };

    /// <summary>Whether a declaration is known for a backbone.</summary>
    public static bool Knows(string backbone) => backbones.ContainsKey(backbone);

    /// <param name="manifest">The manifest.</param>
    /// <param name="p">Its configuration.</param>
    /// <param name="describe">The head's own arguments, and the attribute of its aggregation if there is one.</param>
    private static DeclaredClass Declare(Manifest manifest, Parameters p, Func<Parameters, (string Head, string? Aggregation)> describe)
    {
        return Declare(manifest, p, (backbone, head) =>
        {
            var (arguments, aggregation) = describe(head);
            var decodeHead = $"DecodeHead(Channels = {head.Integer("channels")}, Dropout = 0.0, AlignCorners = {Aligns(head)}{MapsRead(backbone, head, aggregation)}{arguments})";
            return aggregation is null ? [decodeHead] : [decodeHead, aggregation];
        });
    }

    /// <summary>A network whose head reads several maps.</summary>
    private static DeclaredClass DeclarePyramid(Manifest manifest, Parameters p, Func<Parameters, string> describe) => Declare(manifest, p, (backbone, head) =>
    {
        var declared = describe(head.Expect("input_transform", "\"multiple_select\""));
        return (string[])[declared.Replace("(", $"({Stages(backbone, head)}", StringComparison.Ordinal)];
    });

    /// <summary>The maps that a head over several of them has, where they are not all; of DeepLabV3+, whose other map is the first, the one that it works on.</summary>
    public static string Stages(DeclaredBackbone backbone, Parameters head)
    {
        int[] stages;
        if (head.Text("type") == "DepthwiseSeparableASPPHead")
            stages = [backbone.StageOf(0), backbone.StageOf(head.Integer("in_index", -1))];
        else
            stages = [.. head.Numbers("in_index").Select(backbone.StageOf)];
        var isDefault = backbone.ReturnsAll && (head.Text("type") == "DepthwiseSeparableASPPHead" ? stages[1] == backbone.Count : stages.Length == backbone.Count);
        if (stages.Distinct().Count() != stages.Length || !stages.SequenceEqual(stages.Order()))
            throw new NotDeclarableException($"A head cannot read the maps of the stages {string.Join(", ", stages)}: each once, from fine to coarse, is what can be declared.");
        return isDefault ? "" : $"Stages = [{string.Join(", ", stages)}], ";
    }

    /// <param name="manifest">The manifest.</param>
    /// <param name="p">Its configuration.</param>
    /// <param name="describe">The attributes of the head and of what is in it.</param>
    private static DeclaredClass Declare(Manifest manifest, Parameters p, Func<DeclaredBackbone, Parameters, IReadOnlyList<string>> describe)
    {
        var inner = Network(p).Inner("backbone");
        var backbone = Backbone(inner);
        inner.Done();
        var head = Head(p.Inner("decode_head"));
        if (Weight(head) != "1.0")
            throw new NotDeclarableException($"{manifest.Name}: the loss of the main head has the weight 1, not {Weight(head)}.");
        List<string> stages = [backbone.Attribute, .. describe(backbone, head)];
        head.Done();
        stages.AddRange(Auxiliary(backbone, p));
        return new($"SegmentationNetwork(Classes = {manifest.Classes}, Height = {manifest.Input[2]}, Width = {manifest.Input[3]})", stages) { FreezesStatistics = backbone.FreezesStatistics };
    }

    /// <summary>A coarse FCN head, and an OCR head that gets its logits.</summary>
    private static DeclaredClass DeclareCascade(Manifest manifest, Parameters p)
    {
        var inner = Network(p).Expect("num_stages", "2").Inner("backbone");
        var backbone = Backbone(inner);
        inner.Done();
        var heads = p.List("decode_head", 2);
        var (coarse, objects) = (Head(heads[0].Expect("type", "\"FCNHead\"")), Head(heads[1].Expect("type", "\"OCRHead\"")));
        if (objects.Integer("scale", 1) != 1)
            throw new NotDeclarableException($"{manifest.Name}: OCR cannot be declared with another scale than 1; the published code does not run with others, for it halves the map that asks and not the map that is answered.");
        if (Aligns(coarse) != Aligns(objects))
            throw new NotDeclarableException($"{manifest.Name}: one of two heads aligns corners.");
        if (Weight(objects) != "1.0")
            throw new NotDeclarableException($"{manifest.Name}: the loss of the main head has the weight 1, not {Weight(objects)}.");
        var declared = $"OcrHead(Channels = {objects.Integer("channels")}, ObjectChannels = {objects.Integer("ocr_channels")}, Dropout = 0.0, "
            + $"AlignCorners = {Aligns(objects)}{MapsRead(backbone, objects, null)}{MapsRead(backbone, coarse, null, "CoarseStages")}, CoarseChannels = {coarse.Integer("channels")}, "
            + $"CoarseWeight = {Weight(coarse)}{Convolutions(coarse, "Coarse")}{(coarse.Has("concat_input") ? "" : ", CoarseConcatenate = true")})";
        foreach (var head in heads)
            head.Done();
        List<string> stages = [backbone.Attribute, declared, .. Auxiliary(backbone, p)];
        return new($"SegmentationNetwork(Classes = {manifest.Classes}, Height = {manifest.Input[2]}, Width = {manifest.Input[3]})", stages) { FreezesStatistics = backbone.FreezesStatistics };
    }

    /// <summary>A backbone of mmsegmentation.</summary>
    public static DeclaredBackbone Backbone(Parameters p) => backbones.TryGetValue(p.Text("type"), out var declare) ? declare(p)
        : throw new NotDeclarableException($"There is no declaration for the backbone {p.Text("type")}.");

    /// <summary>The stages whose maps a backbone of four returns.</summary>
    public static IReadOnlyList<int> Returned(Parameters p) =>
        p.IsNull("out_indices") ? [1, 2, 3, 4] : [.. p.Numbers("out_indices").Select(index => index is >= 0 and < 4 ? index + 1 : throw new NotDeclarableException($"There is no stage {index}."))];

    private static DeclaredBackbone ResNet(Parameters p)
    {
        p.Expect("type", "\"ResNetV1c\"", "\"ResNetV1d\"").Expect("in_channels", "3").Expect("num_stages", "4").Expect("style", "\"pytorch\"")
            .Ignore("with_cp", "zero_init_residual", "pretrained", "init_cfg").Expect("frozen_stages", "-1").Expect("dcn", "null").Expect("plugins", "null");
        Blocks.Usual(p);
        var (strides, dilations) = (p.IsNull("strides") ? [1, 2, 2, 2] : p.Numbers("strides"), p.IsNull("dilations") ? [1, 1, 1, 1] : p.Numbers("dilations"));
        var outputStride = (string.Join(',', strides), string.Join(',', dilations)) switch
        {
            ("1,2,1,1", "1,1,2,4") => 8,
            ("1,2,2,1", "1,1,1,2") => 16,
            ("1,2,2,2", "1,1,1,1") => 32,
            var (s, d) => throw new NotDeclarableException($"A ResNet with strides {s} and dilations {d} cannot be declared."),
        };

        // Of dilations that a multi-grid says, the first block has its own.
        var grid = p.IsNull("multi_grid") ? "" : $", MultiGridDilations = {p.List("multi_grid")}";
        var width = p.Integer("base_channels", 64);
        var declared = $"ResNet({p.Integer("depth")}, OutputStride = {outputStride}, Stem = Stem.V1c, BaseWidth = {width}, StemWidth = {p.Integer("stem_channels", 64)}, "
            + $"ContractDilation = {(p.IsTrue("contract_dilation") ? "true" : "false")}{(p.Text("type") == "ResNetV1d" ? ", AverageDownsample = true" : "")}{grid})";
        return new(declared, Returned(p), 4) { FreezesStatistics = p.IsTrue("norm_eval") };
    }

    /// <summary>What every head has.</summary>
    private static Parameters Head(Parameters p) =>
        Blocks.Usual(p.Ignore("type", "in_channels", "num_classes", "dropout_ratio", "init_cfg")).Expect("ignore_index", "255").Expect("sampler", "null");

    /// <summary>What a whole network has that says nothing about what it computes.</summary>
    public static Parameters Network(Parameters p) => p.Ignore("type", "train_cfg", "test_cfg", "pretrained", "init_cfg");

    /// <summary>The maps that a head reads: the last, several in one, or those that an aggregation reads.</summary>
    private static string MapsRead(DeclaredBackbone backbone, Parameters head, string? aggregation, string argument = "Stages")
    {
        if (aggregation?.StartsWith("AsymmetricNonLocal", StringComparison.Ordinal) == true)
        {
            int[] pair = [.. head.Expect("input_transform", "\"multiple_select\"").Numbers("in_index").Select(backbone.StageOf)];
            return pair.SequenceEqual([backbone.Count - 1, backbone.Count]) ? ""
                : throw new NotDeclarableException($"Asymmetric non-local aggregation reads the last two maps, of {backbone.Count}, and cannot be declared on {string.Join(", ", pair)}.");
        }

        head.Expect("input_transform", "null", "\"resize_concat\"");
        int[] stages = [.. (head.IsNull("input_transform") ? [head.Integer("in_index", -1)] : head.Numbers("in_index")).Select(backbone.StageOf)];
        return stages is [var only] && only == backbone.Count && argument == "Stages" ? "" : $", {argument} = [{string.Join(", ", stages)}]";
    }

    /// <summary>What every head over several maps has.</summary>
    private static string PyramidHead(Parameters p) => $"Channels = {p.Integer("channels")}, Dropout = 0.0, AlignCorners = {Aligns(p)}";

    private static string Aligns(Parameters p) => p.IsTrue("align_corners") ? "true" : "false";

    /// <summary>Channels of DeepLabV3+'s other map, which is left out where it has none.</summary>
    private static int LowLevel(Parameters head)
    {
        var channels = head.Integer("c1_channels");
        return head.Integer("c1_in_channels") > 0 || channels == 0 ? channels
            : throw new NotDeclarableException("A DeepLabV3+ without low-level features cannot be declared with channels for them; the published code does not run so.");
    }

    /// <summary>The channels of a feature pyramid without extra levels, whose head knows the strides of its backbone's maps.</summary>
    private static int Neck(Parameters p, Parameters head)
    {
        var backbone = p.Inner("backbone");
        var all = backbone.Text("type") == HrNets.Type ? [4, 8, 16, 32] : backbone.Numbers("strides");
        if (backbone.Text("type") != HrNets.Type)
        {
            all[0] = backbone.Text("type") == "MixVisionTransformer" ? all[0] : 4 * all[0];
            for (var i = 1; i < all.Length; i++)
                all[i] *= all[i - 1];
        }

        var strides = Returned(backbone).Select(stage => all[stage - 1]).ToArray();
        head.Expect("feature_strides", $"[{string.Join(", ", strides)}]").Expect("in_index", $"[{string.Join(", ", Enumerable.Range(0, strides.Length))}]");
        var neck = p.Inner("neck").Ignore("in_channels").Expect("type", "\"FPN\"").Expect("num_outs", $"{strides.Length}");
        var channels = neck.Integer("out_channels");
        neck.Done();
        return channels;
    }

    /// <summary>The weight of a head's loss.</summary>
    private static string Weight(Parameters p)
    {
        var loss = p.Inner("loss_decode").Expect("type", "\"CrossEntropyLoss\"").Expect("use_sigmoid", "false");
        var weight = loss.Real("loss_weight");
        loss.Done();
        return weight;
    }

    /// <summary>The auxiliary head of a network, if it has one.</summary>
    public static IEnumerable<string> Auxiliary(DeclaredBackbone backbone, Parameters network) =>
        network.IsNull("auxiliary_head") ? [] : [Auxiliary(network.Inner("auxiliary_head"), backbone)];

    private static string Auxiliary(Parameters p, DeclaredBackbone backbone)
    {
        Head(p.Ignore("align_corners")).Expect("type", "\"FCNHead\"").Expect("input_transform", "null");
        var declared = $"AuxiliaryHead(Stage = {backbone.StageOf(p.Integer("in_index", -1))}, Channels = {p.Integer("channels")}, Dropout = 0.0, Weight = {Weight(p)}"
            + $"{Convolutions(p)}{(p.Has("concat_input") ? "" : ", Concatenate = true")})";
        p.Done();
        return declared;
    }

    private static string Convolutions(Parameters p, string prefix = "")
    {
        var count = p.Integer("num_convs", 2);
        return count > 0
            ? $", {prefix}Convolutions = {count}{Shell(p, prefix)}"
            : $", {prefix}Convolutions = 0{(p.Expect("dilation", "1").Has("concat_input") && p.Truth("concat_input") == "false" ? "" : $", {prefix}Kernel = {p.Integer("kernel_size", 3)}")}{Concatenation(p, prefix)}";
    }

    private static string Shell(Parameters p, string prefix = "")
    {
        // The pixels that a 1×1 convolution reads are never apart.
        var (kernel, dilation) = (p.Integer("kernel_size", 3), p.Integer("dilation", 1));
        return $", {prefix}Kernel = {kernel}{(kernel == 1 ? "" : $", {prefix}Dilation = {dilation}")}{Concatenation(p, prefix)}";
    }

    private static string Concatenation(Parameters p, string prefix = "") => p.Has("concat_input") ? $", {prefix}Concatenate = {p.Truth("concat_input")}" : "";
}
