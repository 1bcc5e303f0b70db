namespace Gald.Networks.Tests.Parity.Architectures;

/// <summary>Transformers, what is made of their parts, and ConvNeXt.</summary>
internal static class Transformers
{
    public static IReadOnlyDictionary<string, Func<Manifest, Parameters, DeclaredClass>> All { get; } = new Dictionary<string, Func<Manifest, Parameters, DeclaredClass>>
    {
        ["bb.mit"] = (_, p) => MixTransformer(p).Alone(),
        ["bb.tv_convnext"] = (_, p) => new DeclaredBackbone(
            TorchvisionConvNeXt(p.Text("function")), [.. p.Texts("layers").Select(layer => Backbones.Stage(layer, "features.1", "features.3", "features.5", "features.7"))], 4).Alone(),
        ["blk.efficient_attention"] = (manifest, p) => Blocks.Declare(manifest, $"EfficientAttention({Attention(p.Ignore("type", "embed_dims", "attn_drop", "proj_drop", "dropout_layer", "init_cfg").Expect("batch_first", "true"))})"),
        ["blk.mixffn"] = (manifest, p) => Blocks.Declare(manifest,
            $"MixFeedForward(Channels = {p.Ignore("type", "embed_dims", "ffn_drop", "dropout_layer", "init_cfg").Expect("act_cfg", "{\"type\": \"GELU\"}").Integer("feedforward_channels")})"),
    };

    /// <summary>mmsegmentation's MixVisionTransformer.</summary>
    public static DeclaredBackbone MixTransformer(Parameters p)
    {
        p.Expect("type", "\"MixVisionTransformer\"").Expect("in_channels", "3").Expect("num_stages", "4").Expect("act_cfg", "{\"type\": \"GELU\"}")
            .Ignore("drop_rate", "attn_drop_rate", "drop_path_rate", "with_cp", "pretrained", "init_cfg");
        var attribute = $"MixTransformer(MiTSize.B0, EmbedDims = {p.Integer("embed_dims")}, Layers = {p.List("num_layers")}, Heads = {p.List("num_heads")}, PatchSizes = {p.List("patch_sizes")}, "
            + $"Strides = {p.List("strides")}, ReductionRatios = {p.List("sr_ratios")}, MlpRatio = {p.Integer("mlp_ratio")}, QkvBias = {p.Truth("qkv_bias")}, Epsilon = {Epsilon(p)})";
        return new(attribute, SegmentationNetworks.Returned(p), 4);
    }

    /// <summary>mmpretrain's ConvNeXt.</summary>
    public static DeclaredBackbone ConvNeXt(Parameters p)
    {
        p.Expect("type", "\"mmcls.ConvNeXt\"").Expect("in_channels", "3").Expect("out_indices", "[0, 1, 2, 3]").Expect("frozen_stages", "0")
            .Expect("gap_before_final_norm", "false").Expect("act_cfg", "{\"type\": \"GELU\"}").Ignore("drop_path_rate");
        var arch = p.Inner("arch");
        var (depths, channels) = (arch.List("depths"), arch.List("channels"));
        arch.Done();
        var attribute = $"ConvNeXt(ConvNeXtSize.Tiny, Form = BackboneForm.Mmsegmentation, Depths = {depths}, Channels = {channels}, PatchSize = {p.Integer("stem_patch_size")}, "
            + $"LayerScale = {p.Real("layer_scale_init_value")}, LinearPointwise = {p.Truth("linear_pw_conv")}, Epsilon = {Epsilon(p, "LN2d")})";
        return new(attribute, 4);
    }

    private static string TorchvisionConvNeXt(string function) => function["torchvision.models.convnext_".Length..] switch
    {
        "tiny" => "ConvNeXt(ConvNeXtSize.Tiny)",
        "small" => "ConvNeXt(ConvNeXtSize.Small)",
        "base" => "ConvNeXt(ConvNeXtSize.Base)",
        "large" => "ConvNeXt(ConvNeXtSize.Large)",
        _ => throw new NotDeclarableException($"There is no declaration for {function}."),
    };

    private static string Attention(Parameters p)
    {
        var (reduction, epsilon) = (p.Integer("sr_ratio", 1), Epsilon(p));
        return $"Heads = {p.Integer("num_heads")}, Reduction = {reduction}, QkvBias = {p.Truth("qkv_bias")}{(reduction == 1 ? "" : $", Epsilon = {epsilon}")}";
    }

    /// <summary>ε of layer norms.</summary>
    private static string Epsilon(Parameters p, string kind = "LN")
    {
        var norm = p.Inner("norm_cfg").Ignore("requires_grad").Expect("type", $"\"{kind}\"");
        var epsilon = norm.Has("eps") ? norm.Real("eps") : "1e-5";
        norm.Done();
        return epsilon;
    }
}
