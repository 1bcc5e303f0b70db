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
            ("", $"AsymmetricNonLocal(Fusion = true, QueryChannels = {head.Expect("query_scales", "[1]").Integer("project_channels")}, Scales = {head.List("key_pool_scales")})")),
        ["mm.sepaspp"] = (manifest, p) => DeclarePyramid(manifest, p, head =>
            $"DeepLabV3PlusHead({PyramidHead(head)}, Dilations = {head.Ignore("c1_in_channels").List("dilations")}, LowLevelChannels = {head.Integer("c1_channels")})"),
        ["mm.uper"] = (manifest, p) => DeclarePyramid(manifest, p, head => $"UPerHead({PyramidHead(head)}, Scales = {head.List("pool_scales")})"),
        ["mm.segformer"] = (manifest, p) => DeclarePyramid(manifest, p, head => $"SegFormerHead({PyramidHead(head.Expect("interpolate_mode", "\"bilinear\""))})"),
        ["mm.ocr"] = (manifest, p) => DeclareCascade(manifest, p),
        ["mm.semfpn"] = (manifest, p) => DeclarePyramid(manifest, p, head => $"SemanticFpnHead({PyramidHead(head)}, PyramidChannels = {Neck(p, head)})"),
    };

    private static readonly Dictionary<string, Func<Parameters, string>> backbones = new()
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
        return Declare(manifest, p, head =>
        {
            var (arguments, aggregation) = describe(head);
            var decodeHead = $"DecodeHead(Channels = {head.Integer("channels")}, Dropout = 0.0, AlignCorners = {head.Truth("align_corners")}{MapsRead(head, aggregation)}{arguments})";
            return aggregation is null ? [decodeHead] : [decodeHead, aggregation];
        });
    }

    private static DeclaredClass DeclarePyramid(Manifest manifest, Parameters p, Func<Parameters, string> describe) => Declare(
        manifest, p, head => (string[])[describe(head.Expect("in_index", "3", "[0, 1, 2, 3]").Expect("input_transform", "\"multiple_select\""))]);

    /// <param name="manifest">The manifest.</param>
    /// <param name="p">Its configuration.</param>
    /// <param name="describe">The attributes of the head and of what is in it.</param>
    private static DeclaredClass Declare(Manifest manifest, Parameters p, Func<Parameters, IReadOnlyList<string>> describe)
    {
        var inner = p.Ignore("type").Inner("backbone");
        var backbone = Backbone(inner);
        inner.Done();
        var head = Head(p.Inner("decode_head"));
        if (Weight(head) != "1.0")
            throw new NotDeclarableException($"{manifest.Name}: the loss of the main head has the weight 1, not {Weight(head)}.");
        List<string> stages = [backbone, .. describe(head)];
        head.Done();
        if (!p.IsNull("auxiliary_head"))
            stages.Add(Auxiliary(p.Inner("auxiliary_head")));
        return new($"SegmentationNetwork(Classes = {manifest.Classes}, Height = {manifest.Input[2]}, Width = {manifest.Input[3]})", stages);
    }

    /// <summary>A coarse FCN head, and an OCR head that gets its logits.</summary>
    private static DeclaredClass DeclareCascade(Manifest manifest, Parameters p)
    {
        var backbone = Backbone(p.Ignore("type").Expect("num_stages", "2").Inner("backbone"));
        var heads = p.List("decode_head", 2);
        var (coarse, objects) = (Head(heads[0].Expect("type", "\"FCNHead\"")), Head(heads[1].Expect("type", "\"OCRHead\"").Expect("scale", "1")));
        if (coarse.Truth("align_corners") != objects.Truth("align_corners"))
            throw new NotDeclarableException($"{manifest.Name}: one of two heads aligns corners.");
        if (Weight(objects) != "1.0")
            throw new NotDeclarableException($"{manifest.Name}: the loss of the main head has the weight 1, not {Weight(objects)}.");
        var declared = $"OcrHead(Channels = {objects.Integer("channels")}, ObjectChannels = {objects.Integer("ocr_channels")}, Dropout = 0.0, "
            + $"AlignCorners = {objects.Truth("align_corners")}{MapsRead(objects, null)}{MapsRead(coarse, null, "CoarseStages")}, CoarseChannels = {coarse.Integer("channels")}, "
            + $"CoarseWeight = {Weight(coarse)}{Convolutions(coarse, "Coarse")}{(coarse.Has("concat_input") ? "" : ", CoarseConcatenate = true")})";
        foreach (var head in heads)
            head.Done();
        List<string> stages = [backbone, declared];
        if (!p.IsNull("auxiliary_head"))
            stages.Add(Auxiliary(p.Inner("auxiliary_head")));
        return new($"SegmentationNetwork(Classes = {manifest.Classes}, Height = {manifest.Input[2]}, Width = {manifest.Input[3]})", stages);
    }

    /// <summary>A backbone of mmsegmentation.</summary>
    public static string Backbone(Parameters p) => backbones[p.Text("type")](p);

    private static string ResNet(Parameters p)
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

        // Of dilations that a multi-grid says, the first block has its own.
        var grid = p.IsNull("multi_grid") ? "" : $", MultiGridDilations = {p.List("multi_grid")}";
        var width = p.Integer("base_channels", 64);
        var declared = $"ResNet({p.Integer("depth")}, OutputStride = {outputStride}, Stem = Stem.V1c, BaseWidth = {width}, StemWidth = {p.Integer("stem_channels", 64)}, "
            + $"ContractDilation = {p.Truth("contract_dilation")}{(p.Text("type") == "ResNetV1d" ? ", AverageDownsample = true" : "")}{grid})";
        p.Done();
        return declared;
    }

    /// <summary>What every head has.</summary>
    private static Parameters Head(Parameters p) =>
        Blocks.Usual(p.Ignore("type", "in_channels", "num_classes", "dropout_ratio"));

    /// <summary>The maps that a head reads: the last, several in one, or those that an aggregation reads.</summary>
    private static string MapsRead(Parameters head, string? aggregation, string argument = "Stages")
    {
        if (aggregation?.StartsWith("AsymmetricNonLocal", StringComparison.Ordinal) == true)
        {
            head.Expect("in_index", "[2, 3]").Expect("input_transform", "\"multiple_select\"");
            return "";
        }

        head.Expect("input_transform", "null", "\"resize_concat\"");
        var maps = head.IsNull("input_transform") ? [head.Integer("in_index", 3)] : head.Numbers("in_index");
        return maps is [3] && argument == "Stages" ? "" : $", {argument} = [{string.Join(", ", maps.Select(map => map + 1))}]";
    }

    /// <summary>What every head over several maps has.</summary>
    private static string PyramidHead(Parameters p) => $"Channels = {p.Integer("channels")}, Dropout = 0.0, AlignCorners = {p.Truth("align_corners")}";

    /// <summary>The channels of a feature pyramid without extra levels, whose head knows the strides of its backbone's maps.</summary>
    private static int Neck(Parameters p, Parameters head)
    {
        var strides = p.Inner("backbone").Numbers("strides").Select((_, i) => 4 * p.Inner("backbone").Numbers("strides").Take(i + 1).Aggregate((product, stride) => product * stride));
        head.Expect("feature_strides", $"[{string.Join(", ", strides)}]");
        var neck = p.Inner("neck").Ignore("in_channels").Expect("type", "\"FPN\"").Expect("num_outs", "4");
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

    private static string Auxiliary(Parameters p)
    {
        Head(p.Ignore("align_corners")).Expect("type", "\"FCNHead\"");
        var declared = $"AuxiliaryHead(Stage = {p.Integer("in_index") + 1}, Channels = {p.Integer("channels")}, Dropout = 0.0, Weight = {Weight(p)}"
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
