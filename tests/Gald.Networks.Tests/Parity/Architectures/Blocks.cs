namespace Gald.Networks.Tests.Parity.Architectures;

/// <summary>Single blocks of mmcv, mmsegmentation, OTX and the codes of their authors.</summary>
internal static class Blocks
{
    public static IReadOnlyDictionary<string, Func<Manifest, Parameters, DeclaredClass>> All { get; } = new Dictionary<string, Func<Manifest, Parameters, DeclaredClass>>
    {
        ["blk.nl"] = (manifest, p) => Rounded(p, Declare(manifest, $"NonLocal({Pairwise(p.Expect("type", "\"NonLocal2d\""))}{SubSample(p)})")),
        ["blk.dnl"] = (manifest, p) => Rounded(p, Declare(manifest, $"DisentangledNonLocal({Disentangled(p.Expect("type", "\"DisentangledNonLocal2d\"").Expect("sub_sample", "false"))})")),
        ["blk.gc"] = (manifest, p) => Declare(manifest, $"GlobalContext({GlobalContext(p.Ignore("type", "in_channels"))})"),
        ["blk.cc"] = (manifest, p) => Declare(manifest, $"CrissCross(Recurrence = {p.Ignore("type", "in_channels").Integer("recurrence")})"),
        ["blk.pam"] = (manifest, p) => Declare(manifest, $"DualAttention(Parts = DualAttentionParts.Position, QueryChannels = {p.Ignore("type", "in_channels").Integer("channels")})"),
        ["blk.cam"] = (manifest, p) => Declare(manifest, (p.Ignore("type"), "DualAttention(Parts = DualAttentionParts.Channel)").Item2),
        ["blk.glore"] = (manifest, p) => Declare(manifest, $"GloRe(Nodes = {p.Ignore("type", "num_in").Integer("num_mid")}, Normalize = {p.Truth("normalize")})"),
        ["blk.dualgcn"] = (manifest, p) => Declare(manifest, $"DualGraph(Ratio = {p.Ignore("type", "planes").Integer("ratio")})"),
        ["blk.cgnlx"] = (manifest, p) => Declare(manifest,
            $"Cgnl(Kernel = CgnlKernel.Gaussian, Downsample = 1, Planes = {p.Ignore("type", "inplanes").Integer("planes")}, Scale = {p.Truth("use_scale")}, "
            + $"Groups = {p.Integer("groups", 1)}, Order = {p.Integer("order")}, Gamma = {p.Real("gamma")})"),
        ["blk.otx_local_attention"] = (manifest, p) => Declare(manifest, OtxDistribution(p.Ignore("type", "num_channels"))),
        ["blk.apnb"] = (manifest, p) => Declare(manifest, $"AsymmetricNonLocal({Asymmetric(p)})"),
        ["blk.isa_attention"] = (manifest, p) => Declare(manifest, $"InterlacedAttention(Interlaced = false, QueryChannels = {Attention(p)})"),
        ["blk.isa"] = (manifest, p) => Declare(manifest, $"InterlacedAttention({Interlaced(p.Ignore("type", "channels").Expect("identity", "[\"in_conv\", \"conv_seg\"]"), "isa_channels")})"),
        ["blk.ema_module"] = (manifest, p) => Declare(manifest, $"ExpectationMaximization(Convolutions = false, {Maximization(p.Ignore("type", "channels"))})"),
        ["blk.ema"] = (manifest, p) => Declare(manifest, $"ExpectationMaximization({Maximization(EmaHead(p))})"),
        ["blk.ppm"] = (manifest, p) => Declare(manifest,
            $"PyramidPooling(Form = PyramidForm.Concatenation, {PyramidPooling(Usual(p.Ignore("type", "in_channels", "output")))}, Channels = {p.Integer("channels")})"),
        ["blk.psp"] = (manifest, p) => Declare(manifest,
            $"PyramidPooling({PyramidPooling(p.Ignore("type", "in_channels").Expect("identity", "[\"conv_seg\"]"))}, OutputChannels = {p.Integer("channels")})"),
        ["blk.aspp"] = (manifest, p) => Declare(manifest,
            $"AtrousPyramid({AtrousPyramid(p.Ignore("type", "in_channels").Expect("identity", "[\"conv_seg\"]"))}, OutputChannels = {p.Integer("channels")})"),
    };

    /// <summary>A block of stages for the manifest's map, and a class of its own where there is one.</summary>
    public static DeclaredClass Declare(Manifest manifest, params string[] stages) => new(
        $"FeatureBlock(Channels = {manifest.Input[1]}, Height = {manifest.Input[2]}, Width = {manifest.Input[3]})", stages)
    {
        AloneFor = stages.Length == 1 ? manifest.Input[1] : null,
    };

    /// <summary>The arguments of a non-local block but its type and those that are special to its kind.</summary>
    public static string Pairwise(Parameters p)
    {
        p.Ignore("in_channels").Expect("conv_cfg", "null").Expect("zeros_init", "true", "false");
        var mode = p.Text("mode") switch
        {
            "embedded_gaussian" => "EmbeddedGaussian",
            "dot_product" => "DotProduct",
            "gaussian" => "Gaussian",
            "concatenation" => "Concatenation",
            var other => throw new NotDeclarableException($"A non-local block has no mode '{other}'."),
        };
        // Only the embedded Gaussian has a scale, whatever the others say.
        var scale = p.Truth("use_scale");
        return $"Mode = NonLocalMode.{mode}, Reduction = {p.Integer("reduction")}{(mode == "EmbeddedGaussian" ? $", Scale = {scale}" : "")}, Norm = {p.Norm()}";
    }

    /// <summary>A class of a concatenating block is made for multiples of its reduction only.</summary>
    private static DeclaredClass Rounded(Parameters p, DeclaredClass declared) =>
        p.Text("mode") == "concatenation" && p.Integer("in_channels") % p.Integer("reduction") != 0 ? declared with { AloneFor = null } : declared;

    /// <summary>The same of a disentangled one.</summary>
    public static string Disentangled(Parameters p)
    {
        var (pairwise, temperature) = (Pairwise(p), p.Real("temperature"));
        return pairwise.Contains("EmbeddedGaussian", StringComparison.Ordinal) ? $"{pairwise}, Temperature = {temperature}" : pairwise;
    }

    /// <summary>Whether a non-local block pools what it collects from.</summary>
    public static string SubSample(Parameters p) => p.Has("sub_sample") ? $", SubSample = {p.Truth("sub_sample")}" : "";

    public static string GlobalContext(Parameters p)
    {
        var pooling = p.Text("pooling_type") switch
        {
            "att" => "Attention",
            "avg" => "Average",
            var other => throw new NotDeclarableException($"A global context block has no pooling '{other}'."),
        };
        var fusion = p.Texts("fusion_types") switch
        {
            ["channel_add"] => "Add",
            ["channel_mul"] => "Multiply",
            ["channel_add", "channel_mul"] or ["channel_mul", "channel_add"] => "Both",
            var other => throw new NotDeclarableException($"A global context block has no fusion '{string.Join(", ", other)}'."),
        };
        return $"Ratio = {p.Real("ratio")}, Pooling = ContextPooling.{pooling}, Fusion = ContextFusion.{fusion}";
    }

    public static string Interlaced(Parameters p, string channels)
    {
        var tile = p.Numbers("down_factor");
        return $"QueryChannels = {p.Integer(channels)}, TileHeight = {tile[0]}, TileWidth = {tile[1]}";
    }

    public static string Maximization(Parameters p) =>
        $"Bases = {p.Integer("num_bases")}, Stages = {p.Integer("num_stages")}, Momentum = {p.Real("momentum")}";

    public static string PyramidPooling(Parameters p) => $"Scales = {p.List("pool_scales")}, AlignCorners = {(p.IsTrue("align_corners") ? "true" : "false")}";

    public static string AtrousPyramid(Parameters p) => $"Dilations = {p.List("dilations")}, AlignCorners = {(p.IsTrue("align_corners") ? "true" : "false")}";

    /// <summary>The configurations that every block of mmsegmentation has.</summary>
    public static Parameters Usual(Parameters p)
    {
        if (p.Norm() == "false")
            throw new NotDeclarableException("The block cannot be declared without a batch norm.");
        return p.Expect("conv_cfg", "null").Expect("act_cfg", "{\"type\": \"ReLU\"}");
    }

    private static int Attention(Parameters p) => Usual(p.Ignore("type", "in_channels")).Integer("channels");

    private static string Asymmetric(Parameters p)
    {
        Usual(p.Ignore("type", "in_channels"));
        if (p.Integer("out_channels") != p.Integer("in_channels"))
            throw new NotDeclarableException("An asymmetric non-local block keeps the channels of its map; the published code does not run with others, for its last convolution takes twice the map's.");
        return $"QueryChannels = {p.Integer("channels")}, {Attentions(p)}Scales = {p.List("key_pool_scales")}";
    }

    /// <summary>How many attentions an asymmetric non-local block sums: one for each of its query scales.</summary>
    public static string Attentions(Parameters p)
    {
        var scales = p.IsNull("query_scales") ? [1] : p.Numbers("query_scales");
        if (scales.Any(scale => scale != 1))
            throw new NotDeclarableException($"query_scales = {string.Join(", ", scales)} cannot be declared; the published code does not run with a scale above 1, for it gives what it collects the size of the map that was not reduced.");
        return scales.Length == 1 ? "" : $"Attentions = {scales.Length}, ";
    }

    /// <summary>Without the convolutions around it, nothing of the head has its channels.</summary>
    private static Parameters EmaHead(Parameters p) => p.Ignore("type", "channels", "ema_channels").Expect("concat_input", "false")
        .Expect("identity", "[\"ema_in_conv\", \"bottleneck\", \"conv_seg\"]");

    private static string OtxDistribution(Parameters p)
    {
        if (p.Norm() == "false")
            throw new NotDeclarableException("OTX's local distribution cannot be declared without a batch norm.");
        return "LocalDistribution(Keys = DistributionKeys.Otx, Padding = 1, Bias = false, Residual = Residual.Single)";
    }
}
