namespace Gald.Networks.Tests.Parity.Architectures;

/// <summary>Transformers, and what is made of their parts.</summary>
internal static class Transformers
{
    public static IReadOnlyDictionary<string, Func<Manifest, Parameters, DeclaredClass>> All { get; } = new Dictionary<string, Func<Manifest, Parameters, DeclaredClass>>
    {
        ["bb.mit"] = (_, p) => new(MixTransformer(p), []) { Maps = [.. p.Numbers("out_indices").Select(stage => $"layers.{stage}.2")] },
        ["blk.efficient_attention"] = (manifest, p) => Blocks.Declare(manifest, $"EfficientAttention({Attention(p.Ignore("type", "embed_dims", "attn_drop", "proj_drop"))})"),
        ["blk.mixffn"] = (manifest, p) => Blocks.Declare(manifest,
            $"MixFeedForward(Channels = {p.Ignore("type", "embed_dims", "ffn_drop").Expect("act_cfg", "{\"type\": \"GELU\"}").Integer("feedforward_channels")})"),
    };

    /// <summary>mmsegmentation's MixVisionTransformer.</summary>
    public static string MixTransformer(Parameters p)
    {
        p.Expect("type", "\"MixVisionTransformer\"").Expect("in_channels", "3").Expect("num_stages", "4").Expect("act_cfg", "{\"type\": \"GELU\"}")
            .Ignore("out_indices", "drop_rate", "attn_drop_rate", "drop_path_rate");
        return $"MixTransformer(MiTSize.B0, EmbedDims = {p.Integer("embed_dims")}, Layers = {p.List("num_layers")}, Heads = {p.List("num_heads")}, PatchSizes = {p.List("patch_sizes")}, "
            + $"Strides = {p.List("strides")}, ReductionRatios = {p.List("sr_ratios")}, MlpRatio = {p.Integer("mlp_ratio")}, QkvBias = {p.Truth("qkv_bias")}, Epsilon = {Epsilon(p)})";
    }

    private static string Attention(Parameters p)
    {
        var (reduction, epsilon) = (p.Integer("sr_ratio", 1), Epsilon(p));
        return $"Heads = {p.Integer("num_heads")}, Reduction = {reduction}, QkvBias = {p.Truth("qkv_bias")}{(reduction == 1 ? "" : $", Epsilon = {epsilon}")}";
    }

    /// <summary>ε of layer norms.</summary>
    private static string Epsilon(Parameters p)
    {
        var norm = p.Inner("norm_cfg").Ignore("requires_grad").Expect("type", "\"LN\"");
        var epsilon = norm.Has("eps") ? norm.Real("eps") : "1e-5";
        norm.Done();
        return epsilon;
    }
}
