using System.Globalization;

namespace Gald.Networks.Tests.Parity.Architectures;

/// <summary>MobileNets alone: mmsegmentation's backbones, and torchvision's classifiers without their last layers.</summary>
internal static class MobileNets
{
    public static IReadOnlyDictionary<string, Func<Manifest, Parameters, DeclaredClass>> All { get; } = new Dictionary<string, Func<Manifest, Parameters, DeclaredClass>>
    {
        ["bb.mobilenet_v2"] = (_, p) => Declare(V2(p), [.. p.Numbers("out_indices").Select(index => $"layer{index + 1}")]),
        ["bb.mobilenet_v3"] = (_, p) => Declare(V3(p), [.. p.Numbers("out_indices").Select(index => $"layer{index}")]),
        ["bb.tv_mobilenet_v2"] = (_, p) => Declare(
            $"MobileNetV2({Features(p)}, WidthMultiplier = {p.Real("width_mult")}, RoundNearest = {p.Integer("round_nearest", 8)})", p.Texts("layers")),
        ["bb.tv_mobilenet_v3"] = (_, p) => Declare(
            $"MobileNetV3({Size(p.Text("function"))}, {Features(p)}, {Torchvision(p)}, WidthMultiplier = {p.Real("width_mult")})", p.Texts("layers")),
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
            var backbone = p.Ignore("type").Inner("backbone");
            var head = p.Inner("decode_head").Ignore("type", "in_channels", "num_classes", "dropout_ratio", "loss_decode").Expect("input_transform", "\"multiple_select\"");
            var branches = head.Numbers("branch_channels");

            // The head takes maps by their indices; the backbone gives these alone.
            if (!head.Numbers("in_index").SequenceEqual(Enumerable.Range(0, branches.Length + 1)))
                throw new NotDeclarableException($"{manifest.Name}: LR-ASPP takes the first {branches.Length + 1} maps of out_indices, not {head.List("in_index")}.");
            if (!head.IsNull("act_cfg"))
                head.Inner("act_cfg").Expect("type", "\"ReLU\"").Done();
            string[] stages =
            [
                V3(backbone),
                $"LrAsppHead(Form = BackboneForm.Mmsegmentation, Channels = {head.Integer("channels")}, BranchChannels = {head.List("branch_channels")}, Dropout = 0.0, "
                    + $"AlignCorners = {head.Truth("align_corners")}, NormEpsilon = {Epsilon(head)})",
            ];
            backbone.Done();
            head.Done();
            return new(Whole(manifest), stages);
        },
    };

    private static string Whole(Manifest manifest) => $"SegmentationNetwork(Classes = {manifest.Classes}, Height = {manifest.Input[2]}, Width = {manifest.Input[3]})";

    /// <summary>mmsegmentation's MobileNetV2.</summary>
    public static string V2(Parameters p)
    {
        p.Expect("type", "\"MobileNetV2\"");
        if (!p.IsNull("act_cfg"))
            p.Inner("act_cfg").Expect("type", "\"ReLU6\"").Done();
        return $"MobileNetV2(Form = BackboneForm.Mmsegmentation, {Optional(p, "widen_factor", "WidthMultiplier")}{List(p, "strides", "Strides")}"
            + $"{List(p, "dilations", "Dilations")}OutIndices = {p.List("out_indices")}, NormEpsilon = {Epsilon(p)})";
    }

    /// <summary>mmsegmentation's MobileNetV3.</summary>
    public static string V3(Parameters p)
    {
        p.Expect("type", "\"MobileNetV3\"");
        return $"MobileNetV3({Size(p.Text("arch"))}, Form = BackboneForm.Mmsegmentation, TailReduction = {p.Integer("reduction_factor", 1)}, "
            + $"OutIndices = {p.List("out_indices")}, NormEpsilon = {Epsilon(p)})";
    }

    /// <summary>What torchvision's MobileNetV3 has besides its width.</summary>
    private static string Torchvision(Parameters p)
    {
        return $"OutputStride = {(IsTrue("dilated") ? 16 : 32)}, TailReduction = {(IsTrue("reduced_tail") ? 2 : 1)}";

        bool IsTrue(string name) => p.Has(name) && p.Truth(name) == "true";
    }

    /// <summary>The epsilon of batch norms, for which PyTorch's default is 1e-5.</summary>
    public static string Epsilon(Parameters p)
    {
        if (p.IsNull("norm_cfg"))
            return "1e-05";
        var norm = p.Inner("norm_cfg").Ignore("requires_grad").Expect("type", "\"BN\"");
        var epsilon = norm.Has("eps") ? norm.Real("eps") : "1e-05";
        norm.Done();
        return epsilon;
    }

    private static string Size(string name) =>
        $"MobileNetV3Size.{(name.EndsWith("large", StringComparison.Ordinal) ? "Large" : name.EndsWith("small", StringComparison.Ordinal) ? "Small" : throw new NotDeclarableException($"There is no MobileNetV3 '{name}'."))}";

    private static string Features(Parameters p)
    {
        p.Ignore("function");
        return $"OutIndices = [{string.Join(", ", p.Texts("layers").Select(layer => int.Parse(layer["features.".Length..], CultureInfo.InvariantCulture)))}]";
    }

    private static string Optional(Parameters p, string name, string property) => p.Has(name) ? $"{property} = {p.Real(name)}, " : "";

    private static string List(Parameters p, string name, string property) => p.Has(name) ? $"{property} = {p.List(name)}, " : "";

    private static DeclaredClass Declare(string backbone, IReadOnlyList<string> layers) => new(backbone, []) { Maps = layers };
}
