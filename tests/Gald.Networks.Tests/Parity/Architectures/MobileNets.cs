namespace Gald.Networks.Tests.Parity.Architectures;

/// <summary>MobileNets alone: mmsegmentation's backbones, and torchvision's classifiers without their last layers.</summary>
internal static class MobileNets
{
    public static IReadOnlyDictionary<string, Func<Manifest, Parameters, DeclaredClass>> All { get; } = new Dictionary<string, Func<Manifest, Parameters, DeclaredClass>>
    {
        ["bb.mobilenet_v2"] = (_, p) => V2(p).Alone(),
        ["bb.mobilenet_v3"] = (_, p) => V3(p).Alone(),
        ["bb.tv_mobilenet_v2"] = (_, p) => Features(
            p, 2 + (Setting(p)?.Chunk(4).Sum(row => row[2]) ?? 17), $"MobileNetV2({InvertedResiduals(p)}WidthMultiplier = {(p.IsNull("width_mult") ? "1.0" : p.Real("width_mult"))}, RoundNearest = {p.Integer("round_nearest", 8)}"),
        ["bb.tv_mobilenet_v3"] = (_, p) => Features(
            p, Size(p.Text("function")).EndsWith("Large", StringComparison.Ordinal) ? 17 : 13, $"MobileNetV3({Size(p.Text("function"))}, {Torchvision(p)}, WidthMultiplier = {(p.IsNull("width_mult") ? "1.0" : p.Real("width_mult"))}"),
    };

    /// <summary>torchvision's segmentation network, and mmsegmentation's.</summary>
    public static IReadOnlyDictionary<string, Func<Manifest, Parameters, DeclaredClass>> LrAspp { get; } = new Dictionary<string, Func<Manifest, Parameters, DeclaredClass>>
    {
        ["tv.lraspp_mobilenet_v3_large"] = (manifest, p) =>
        {
            p.Ignore("function", "num_classes");
            return new(Whole(manifest), ["MobileNetV3(MobileNetV3Size.Large)", "LrAsppHead"]);
        },
        ["mm.lraspp"] = (manifest, p) =>
        {
            var backbone = SegmentationNetworks.Network(p).Inner("backbone");
            var head = p.Inner("decode_head").Ignore("type", "in_channels", "num_classes", "dropout_ratio", "loss_decode").Expect("input_transform", "\"multiple_select\"").Ignore("init_cfg").Expect("ignore_index", "255").Expect("sampler", "null").Expect("conv_cfg", "null");
            var declared = SegmentationNetworks.Backbone(backbone);
            backbone.Done();
            if (head.IsNull("norm_cfg"))
                throw new NotDeclarableException($"{manifest.Name}: the head cannot be declared without a batch norm.");
            if (!head.IsNull("act_cfg"))
                head.Inner("act_cfg").Expect("type", "\"ReLU\"").Done();
            string[] stages =
            [
                declared.Attribute,
                $"LrAsppHead(Form = BackboneForm.Mmsegmentation, {SegmentationNetworks.Stages(declared, head)}Channels = {head.Integer("channels")}, BranchChannels = {head.List("branch_channels")}, "
                    + $"Dropout = 0.0, AlignCorners = {head.IsTrue("align_corners").ToString().ToLowerInvariant()}, NormEpsilon = {Epsilon(head)})",
            ];
            head.Done();
            return new(Whole(manifest), [.. stages, .. SegmentationNetworks.Auxiliary(declared, p)]) { FreezesStatistics = declared.FreezesStatistics };
        },
    };

    private static string Whole(Manifest manifest) => $"SegmentationNetwork(Classes = {manifest.Classes}, Height = {manifest.Input[2]}, Width = {manifest.Input[3]})";

    /// <summary>mmsegmentation's MobileNetV2.</summary>
    public static DeclaredBackbone V2(Parameters p)
    {
        Unfrozen(p).Expect("type", "\"MobileNetV2\"");
        if (!p.IsNull("act_cfg"))
            p.Inner("act_cfg").Expect("type", "\"ReLU6\"").Done();
        return Indices(p, 6, $"MobileNetV2(Form = BackboneForm.Mmsegmentation, {Optional(p, "widen_factor", "WidthMultiplier")}{List(p, "strides", "Strides")}"
            + $"{List(p, "dilations", "Dilations")}NormEpsilon = {Epsilon(p)}");
    }

    /// <summary>mmsegmentation's MobileNetV3.</summary>
    public static DeclaredBackbone V3(Parameters p)
    {
        Unfrozen(p).Expect("type", "\"MobileNetV3\"");
        var size = Size(p.Text("arch"));
        return Indices(p, size.EndsWith("Large", StringComparison.Ordinal) ? 16 : 12, $"MobileNetV3({size}, Form = BackboneForm.Mmsegmentation, TailReduction = {p.Integer("reduction_factor", 1)}, "
            + $"NormEpsilon = {Epsilon(p)}");
    }

    private static Parameters Unfrozen(Parameters p) =>
        p.Ignore("with_cp", "pretrained", "init_cfg").Expect("conv_cfg", "null").Expect("frozen_stages", "-1");

    /// <summary>A backbone of mmsegmentation, whose layers behind the last map are there although nobody reads them.</summary>
    private static DeclaredBackbone Indices(Parameters p, int last, string attribute)
    {
        var indices = p.Numbers("out_indices");
        return Ordered([.. indices.Order()], last, attribute, "out_indices", p.IsTrue("norm_eval"));
    }

    /// <summary>torchvision's, whose features are counted.</summary>
    private static DeclaredClass Features(Parameters p, int count, string attribute)
    {
        const string Container = "features.";
        p.Ignore("function");
        var indices = p.Texts("layers").Select(layer => layer.StartsWith(Container, StringComparison.Ordinal) && int.TryParse(layer[Container.Length..], out var index)
            ? index : throw new NotDeclarableException($"What the layer {layer} gives is no map of the backbone."));
        return Ordered([.. indices], count - 1, attribute, "layers").Alone();
    }

    private static DeclaredBackbone Ordered(int[] indices, int last, string attribute, string name, bool freezesStatistics = false)
    {
        if (indices.Length == 0 || indices.Zip(indices.Skip(1)).Any(pair => pair.First >= pair.Second) || indices[0] < 0 || indices[^1] > last)
            throw new NotDeclarableException($"{name} must rise from 0 to {last} at most, but is {string.Join(", ", indices)}.");
        int[] all = indices[^1] == last ? indices : [.. indices, last];
        return new($"{attribute}, OutIndices = [{string.Join(", ", all)}])", [.. Enumerable.Range(1, indices.Length)], all.Length) { FreezesStatistics = freezesStatistics };
    }

    /// <summary>torchvision's own layers, where they are not the paper's.</summary>
    private static int[]? Setting(Parameters p) => p.IsNull("inverted_residual_setting") ? null : p.Rows("inverted_residual_setting", 4);

    private static string InvertedResiduals(Parameters p) => Setting(p) is { } setting ? $"InvertedResiduals = [{string.Join(", ", setting)}], " : "";

    /// <summary>What torchvision's MobileNetV3 has besides its width.</summary>
    private static string Torchvision(Parameters p)
    {
        return $"OutputStride = {(p.IsTrue("dilated") ? 16 : 32)}, TailReduction = {(p.IsTrue("reduced_tail") ? 2 : 1)}";
    }

    /// <summary>The epsilon of batch norms, for which PyTorch's default is 1e-5.</summary>
    public static string Epsilon(Parameters p)
    {
        if (!p.Has("norm_cfg"))
            return "1e-05";
        var norm = p.Inner("norm_cfg").Ignore("requires_grad").Expect("type", "\"BN\"");
        var epsilon = norm.Has("eps") ? norm.Real("eps") : "1e-05";
        norm.Done();
        return epsilon;
    }

    private static string Size(string name) =>
        $"MobileNetV3Size.{(name.EndsWith("large", StringComparison.Ordinal) ? "Large" : name.EndsWith("small", StringComparison.Ordinal) ? "Small" : throw new NotDeclarableException($"There is no MobileNetV3 '{name}'."))}";

    private static string Optional(Parameters p, string name, string property) => p.Has(name) ? $"{property} = {p.Real(name)}, " : "";

    private static string List(Parameters p, string name, string property) => p.Has(name) ? $"{property} = {p.List(name)}, " : "";
}
