using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gald.Declarations.Tests.Reference;

/// <summary>The aggregations beside CGNL as somebody would write them by hand from the papers and the published codes.</summary>
internal static class ReferenceAggregations
{
    private delegate Tensor Aggregate(Module module, Tensor x, long channels);

    private static readonly Dictionary<string, Aggregate> kinds = new()
    {
        ["PyramidPooling"] = PyramidPooling,
        ["AtrousPyramid"] = AtrousPyramid,
        ["NonLocal"] = NonLocal,
        ["DisentangledNonLocal"] = DisentangledNonLocal,
        ["CrissCross"] = CrissCross,
        ["DoubleAttention"] = DoubleAttention,
        ["GlobalContext"] = GlobalContext,
        ["DualAttention"] = DualAttention,
        ["ExpectationMaximization"] = ExpectationMaximization,
        ["InterlacedAttention"] = InterlacedAttention,
        ["GloRe"] = GloRe,
        ["DualGraph"] = DualGraph,
        ["AsymmetricNonLocal"] = AsymmetricNonLocal,
        ["SqueezeExcitation"] = SqueezeExcitation,
        ["EfficientAttention"] = EfficientAttention,
    };

    /// <summary>The kind that is declared; null for another.</summary>
    public static string? Find(Numbers numbers) => kinds.Keys.FirstOrDefault(numbers.Has);

    /// <param name="kind">The attribute.</param>
    /// <param name="numbers">Its numbers.</param>
    /// <param name="layers">The layers.</param>
    /// <param name="x">The map.</param>
    /// <param name="channels">Its channels.</param>
    /// <param name="path">The path of its module; empty where it is all that there is.</param>
    public static Tensor Run(string kind, Numbers numbers, Layers layers, Tensor x, long channels, string path)
    {
        var module = new Module(kind, numbers, layers, path.Length == 0 ? "" : $"{path}.");
        return layers.Note(path, kinds[kind](module, x, channels));
    }

    /// <summary>The arguments of an attribute, and the layers below a path.</summary>
    private sealed record Module(string Kind, Numbers Numbers, Layers Layers, string Path)
    {
        public Module In(string key) => this with { Path = $"{Path}{key}." };

        public long? Number(string name)
        {
            var number = Numbers.Integer(Kind, name);
            return number is null or >= 1 and <= 16384 ? number : throw new NoSuchNetworkException($"{name} cannot be {number}");
        }

        public bool Truth(string name, bool absent) => Numbers.Truth(Kind, name, absent);

        public T Member<T>(string name, T absent) where T : struct, Enum => Numbers.Member(Kind, name, absent);

        public IReadOnlyList<int> List(string name, int largest, params int[] absent)
        {
            var numbers = Numbers.Integers(Kind, name) ?? absent;
            return numbers.Count > 0 && numbers.All(number => number >= 1 && number <= largest) ? numbers : throw new NoSuchNetworkException($"{name} is no list of numbers");
        }

        public double Real(string name, double absent, double largest = double.MaxValue)
        {
            var number = Numbers.Real(Kind, name, absent);
            return number > 0 && number <= largest ? number : throw new NoSuchNetworkException($"{name} cannot be {number}");
        }

        public Tensor Note(Tensor x) => Layers.Note(Path.TrimEnd('.'), x);

        public Tensor NoteOfTwo(Tensor x) => Layers.NoteOfTwo(Path.TrimEnd('.'), x);

        public Tensor Conv(string key, Tensor x, long outputs, int kernel = 1, bool bias = true, long dilation = 1) =>
            Layers.Conv($"{Path}{key}", x, x.shape[1], outputs, kernel, padding: dilation * (kernel / 2), dilation: dilation, bias: bias);

        /// <summary>mmcv's ConvModule.</summary>
        public Tensor Unit(string key, Tensor x, long outputs, int kernel = 1, bool norm = true, bool relu = true, long dilation = 1, bool context = false)
        {
            var inner = In(key);
            x = inner.Conv("conv", x, outputs, kernel, bias: !norm, dilation);
            if (norm)
                x = Layers.BatchNorm($"{inner.Path}bn", x, outputs, context: context);
            return inner.Note(relu ? Layers.Relu(x) : x);
        }

        public Tensor Product(Tensor left, Tensor right) => Layers.Product(left, right);
    }

    private static Tensor Columns(Tensor map) => map.flatten(2);

    private static Tensor Rows(Tensor map) => map.flatten(2).transpose(1, 2);

    private static Tensor AsMap(Tensor rows, Tensor like) => rows.transpose(1, 2).reshape(rows.shape[0], rows.shape[2], like.shape[2], like.shape[3]);

    private static Tensor PyramidPooling(Module m, Tensor x, long channels)
    {
        var form = m.Member("Form", PyramidForm.Mmsegmentation);
        var outputs = m.Number("OutputChannels") ?? channels;
        var width = m.Number("Channels") ?? outputs;
        var align = m.Truth("AlignCorners", form == PyramidForm.Gald);
        var padding = m.Numbers.Integer(m.Kind, "Padding") ?? 0;
        if (padding is < 0 or > 1)
            throw new NoSuchNetworkException($"no padding of {padding}");
        var scales = m.List("Scales", 64, 1, 2, 3, 6);
        var inside = form == PyramidForm.Concatenation ? m : m.In(form == PyramidForm.Gald ? "stages" : "psp_modules");
        var pooled = scales.Select((scale, index) => Layers.Resize(Means(inside.In($"{index}"), x, width, scale, form), x, align)).ToArray();
        var all = cat(form == PyramidForm.Gald ? [.. pooled, x] : [x, .. pooled], 1);
        if (form == PyramidForm.Concatenation)
            return all;
        inside.Note(all);
        if (form == PyramidForm.Mmsegmentation)
            return m.Unit("bottleneck", all, outputs, 3);
        var y = m.Layers.Conv($"{m.Path}bottleneck.0", all, all.shape[1], outputs, 1, padding: padding);
        return m.In("bottleneck").Note(m.Layers.Relu(m.Layers.BatchNorm($"{m.Path}bottleneck.1", y, outputs)));
    }

    private static Tensor Means(Module m, Tensor x, long width, int scale, PyramidForm form, bool relu = false)
    {
        var means = m.Layers.Pool(x, scale);
        if (form != PyramidForm.Gald)
            return m.Note(m.Unit("1", means, width, context: scale == 1));
        means = m.Layers.BatchNorm($"{m.Path}2", m.Conv("1", means, width, bias: false), width, context: scale == 1);
        return m.Note(relu ? m.Layers.Relu(means) : means);
    }

    private static Tensor AtrousPyramid(Module m, Tensor x, long channels)
    {
        var form = m.Member("Form", PyramidForm.Mmsegmentation);
        var outputs = m.Number("OutputChannels") ?? channels;
        var width = m.Number("Channels") ?? outputs;
        var dilations = m.List("Dilations", 1024, 1, 12, 24, 36);
        var gald = form == PyramidForm.Gald;
        var mean = Layers.Resize(Means(m.In(gald ? "conv1" : "image_pool"), x, width, 1, form, relu: true), x, m.Truth("AlignCorners", gald));
        var branches = dilations.Select((dilation, index) =>
        {
            var kernel = dilation == 1 ? 1 : 3;
            if (!gald)
                return m.In("aspp_modules").Unit($"{index}", x, width, kernel, dilation: dilation);
            var inner = m.In($"conv{index + 2}");
            return inner.Note(m.Layers.Relu(m.Layers.BatchNorm($"{inner.Path}1", inner.Conv("0", x, width, kernel, bias: false, dilation), width)));
        }).ToArray();
        if (!gald && branches.Length == 1)
            m.In("aspp_modules").Note(branches[0]);
        var all = cat([mean, .. branches], 1);
        if (form == PyramidForm.Concatenation)
            return all;
        if (!gald)
            return m.Unit("bottleneck", all, outputs, 3);
        var y = m.Layers.BatchNorm($"{m.Path}bottleneck.1", m.Conv("bottleneck.0", all, outputs, bias: false), outputs);
        return m.In("bottleneck").Note(m.Layers.Relu(y));
    }

    private static Tensor NonLocal(Module m, Tensor x, long channels)
    {
        var (inner, norm) = (Inner(m, channels), m.Truth("Norm", true));
        var g = Rows(Embed(m, "g", x, inner));
        var attention = Weigh(m, Queries(m, x, inner), Keys(m, x, inner), inner, 1);
        return x + m.Unit("conv_out", AsMap(m.Product(attention, g), x), channels, norm: norm, relu: false);
    }

    private static Tensor DisentangledNonLocal(Module m, Tensor x, long channels)
    {
        var (inner, norm) = (Inner(m, channels), m.Truth("Norm", true));
        var temperature = m.Real("Temperature", 0.05);
        var g = Rows(Embed(m, "g", x, inner));
        var theta = Queries(m, x, inner);
        theta = theta - theta.mean([1], keepdim: true);
        if (m.Member("Mode", NonLocalMode.EmbeddedGaussian) == NonLocalMode.Gaussian)
            x = AsMap(theta, x);
        var phi = Keys(m, x, inner);
        phi = phi - phi.mean([2], keepdim: true);
        var pairwise = AsMap(m.Product(Weigh(m, theta, phi, inner, temperature), g), x);
        var mask = m.Layers.Softmax(Columns(m.Conv("conv_mask", x, 1)), 2);
        var unary = m.Product(mask, g).transpose(1, 2).unsqueeze(3);
        return x + m.Unit("conv_out", pairwise + unary, channels, norm: norm, relu: false);
    }

    private static long Inner(Module m, long channels)
    {
        var reduction = m.Number("Reduction") ?? 2;

        // A class for any number of channels is not made for those that it would round.
        if (m.Member("Mode", NonLocalMode.EmbeddedGaussian) == NonLocalMode.Concatenation && channels % reduction != 0 && m.Numbers.IsOwnClass(m.Kind))
            throw new NoSuchNetworkException($"{channels} channels are not shared out");
        return Math.Max(1, channels / reduction);
    }

    private static Tensor Embed(Module m, string key, Tensor x, long inner)
    {
        if (!m.Truth("SubSample", false))
            return m.Unit(key, x, inner, norm: false, relu: false);
        return m.In(key).Note(functional.max_pool2d(m.In(key).Unit("0", x, inner, norm: false, relu: false), 2));
    }

    private static Tensor Queries(Module m, Tensor x, long inner) => Rows(
        m.Member("Mode", NonLocalMode.EmbeddedGaussian) == NonLocalMode.Gaussian ? x : m.Unit("theta", x, inner, norm: false, relu: false));

    private static Tensor Keys(Module m, Tensor x, long inner) => Columns(
        m.Member("Mode", NonLocalMode.EmbeddedGaussian) != NonLocalMode.Gaussian ? Embed(m, "phi", x, inner)
        : m.Truth("SubSample", false) ? functional.max_pool2d(x, 2) : x);

    private static Tensor Weigh(Module m, Tensor rows, Tensor columns, long inner, double temperature)
    {
        var mode = m.Member("Mode", NonLocalMode.EmbeddedGaussian);
        m.Layers.MetAttention = true;
        if (mode == NonLocalMode.Concatenation)
        {
            var weight = m.Layers.Own($"{m.Path}concat_project.conv.weight", 1, 2 * inner, 1, 1).reshape(2, inner);
            var left = m.Product(rows, weight[0].reshape(1, inner, 1).expand(rows.shape[0], -1, -1));
            var right = m.Product(weight[1].reshape(1, 1, inner).expand(rows.shape[0], -1, -1), columns);
            return m.Layers.Relu(left + right) / columns.shape[2];
        }

        var affinity = m.Product(rows, columns);
        if (mode == NonLocalMode.DotProduct)
            return affinity / columns.shape[2];
        if (mode == NonLocalMode.EmbeddedGaussian)
            affinity = (m.Truth("Scale", true) ? affinity / Math.Sqrt(inner) : affinity) / temperature;
        return m.Layers.Softmax(affinity, 2);
    }

    private static Tensor CrissCross(Module m, Tensor x, long channels)
    {
        var inner = Math.Max(1, channels / (m.Number("Reduction") ?? 8));
        var turns = m.Number("Recurrence") ?? 2;
        if (turns > 16)
            throw new NoSuchNetworkException("too many turns");
        for (var turn = 0; turn < turns; turn++)
        {
            var (query, key, value) = (m.Conv("query_conv", x, inner), m.Conv("key_conv", x, inner), m.Conv("value_conv", x, channels));
            var (n, h, w) = (x.shape[0], x.shape[2], x.shape[3]);
            var down = m.Product(Lines(query, 0, 3, 2, 1), Lines(key, 0, 3, 2, 1).transpose(1, 2));
            if (x.device_type != TorchSharp.DeviceType.META)
                down = down.masked_fill(eye(h, dtype: ScalarType.Bool), double.NegativeInfinity);
            var across = m.Product(Lines(query, 0, 2, 3, 1), Lines(key, 0, 2, 3, 1).transpose(1, 2));
            var attention = m.Layers.Softmax(cat([down.reshape(n, w, h, h).transpose(1, 2), across.reshape(n, h, w, w)], 3), 3);
            var fromColumn = m.Product(attention.narrow(3, 0, h).transpose(1, 2).reshape(n * w, h, h), Lines(value, 0, 3, 2, 1));
            var fromRow = m.Product(attention.narrow(3, h, w).reshape(n * h, w, w), Lines(value, 0, 2, 3, 1));
            var context = fromColumn.reshape(n, w, h, channels).permute(0, 3, 2, 1) + fromRow.reshape(n, h, w, channels).permute(0, 3, 1, 2);
            x = m.Layers.Scale($"{m.Path}gamma", context) + x;
        }

        return x;

        static Tensor Lines(Tensor map, params long[] order) => map.permute(order).flatten(0, 1);
    }

    private static Tensor DoubleAttention(Module m, Tensor x, long channels)
    {
        var width = m.Number("Channels") ?? Math.Max(1, channels / 2);
        var vectors = m.Number("Vectors") ?? width;
        var features = Columns(m.Conv("down", x, width));
        var gathering = m.Layers.Softmax(Columns(m.Conv("gather_down", x, vectors)), 2);
        var axis = m.Member("Distribution", DistributionAxis.Positions) == DistributionAxis.Positions ? 2 : 1;
        var distribution = m.Layers.Softmax(Columns(m.Conv("distribue_down", x, vectors)), axis);
        var gathered = m.Product(features, gathering.transpose(1, 2));
        if (m.Truth("Transposed", m.Number("Vectors") is null))
            gathered = m.Number("Vectors") is null ? gathered.transpose(1, 2) : throw new NoSuchNetworkException("as many vectors as channels are handed out");
        var context = m.Product(gathered, distribution);
        return x + m.Conv("up", context.reshape(x.shape[0], width, x.shape[2], x.shape[3]), channels);
    }

    private static Tensor GlobalContext(Module m, Tensor x, long channels)
    {
        var inner = Math.Max(1, (long)(channels * m.Real("Ratio", 0.25, 1)));
        var fusion = m.Member("Fusion", ContextFusion.Add);
        Tensor context;
        if (m.Member("Pooling", ContextPooling.Attention) == ContextPooling.Attention)
        {
            var weights = m.Layers.Softmax(Columns(m.Conv("conv_mask", x, 1)), 2);
            context = m.Product(Columns(x), weights.transpose(1, 2)).unsqueeze(3);
        }
        else
        {
            context = m.Layers.Pool(x, 1);
        }

        if (fusion != ContextFusion.Add)
            x = x * Transform(m.In("channel_mul_conv"), context).sigmoid();
        if (fusion != ContextFusion.Multiply)
            x = x + Transform(m.In("channel_add_conv"), context);
        return x;

        Tensor Transform(Module t, Tensor vector) =>
            t.Note(t.Conv("3", t.Layers.Relu(t.Layers.ChannelNorm($"{t.Path}1", t.Conv("0", vector, inner), inner)), channels));
    }

    private static Tensor DualAttention(Module m, Tensor x, long channels)
    {
        var inner = m.Number("QueryChannels") ?? Math.Max(1, channels / 8);
        return m.Member("Parts", DualAttentionParts.Both) switch
        {
            DualAttentionParts.Position => Positions(m, x),
            DualAttentionParts.Channel => Channels(m, x),
            _ => Branch("pam", Positions) + Branch("cam", Channels),
        };

        Tensor Branch(string key, Func<Module, Tensor, Tensor> attend)
        {
            var y = m.Unit($"{key}_in_conv", x, channels, 3);
            return m.Unit($"{key}_out_conv", m.In(key).Note(attend(m.In(key), y)), channels, 3);
        }

        Tensor Positions(Module p, Tensor y)
        {
            m.Layers.MetAttention = true;
            var keys = Columns(p.Conv("key_project", y, inner));
            var attention = p.Layers.Softmax(p.Product(Rows(p.Conv("query_project", y, inner)), keys), 2);
            return p.Layers.Scale($"{p.Path}gamma", AsMap(p.Product(attention, Rows(p.Conv("value_project", y, channels))), y)) + y;
        }

        static Tensor Channels(Module p, Tensor y)
        {
            var columns = Columns(y);
            var attention = p.Layers.Softmax(-p.Product(columns, columns.transpose(1, 2)), 2);
            return p.Layers.Scale($"{p.Path}gamma", p.Product(attention, columns).reshape(y.shape)) + y;
        }
    }

    private static Tensor ExpectationMaximization(Module m, Tensor x, long channels)
    {
        var (count, steps, momentum) = (m.Number("Bases") ?? 64, m.Number("Stages") ?? 3, m.Real("Momentum", 0.1, 1));
        if (steps > 64)
            throw new NoSuchNetworkException("too many steps");
        if (!m.Truth("Convolutions", true))
            return Reconstruct(m, x);
        var middle = m.Unit("ema_mid_conv", x, channels, norm: false, relu: false);
        var y = m.In("ema_module").Note(Reconstruct(m.In("ema_module"), middle));
        return m.Layers.Relu(x + m.Unit("ema_out_conv", m.Layers.Relu(y), channels, relu: false));

        Tensor Reconstruct(Module e, Tensor map)
        {
            var kept = e.Layers.Own($"{e.Path}bases", 1, channels, count);
            var columns = Columns(map.detach());
            var bases = kept.detach().expand(map.shape[0], -1, -1);
            var responsibilities = columns;
            for (var step = 0; step < steps; step++)
            {
                responsibilities = e.Layers.Softmax(e.Product(columns.transpose(1, 2), bases), 2);
                bases = e.Layers.Normalize(e.Product(columns, e.Layers.Normalize(responsibilities, 1, 1)), 2, 1);
            }

            var result = e.Product(bases, responsibilities.transpose(1, 2)).reshape(map.shape);
            if (e.Layers.Training && map.device_type != TorchSharp.DeviceType.META)
            {
                using var grad = no_grad();
                kept.copy_(kept * (1 - momentum) + functional.normalize(bases.mean([0], keepdim: true), 2, 1) * momentum);
            }

            return result;
        }
    }

    private static Tensor InterlacedAttention(Module m, Tensor x, long channels)
    {
        var inner = m.Number("QueryChannels") ?? Math.Max(1, channels / 2);
        var (high, wide) = (m.Number("TileHeight") ?? 8, m.Number("TileWidth") ?? 8);
        if (!m.Truth("Interlaced", true))
            return Attend(m, x);
        var (n, h, w) = (x.shape[0], x.shape[2], x.shape[3]);
        var (rows, columns) = ((h + high - 1) / high, (w + wide - 1) / wide);
        var (top, left) = ((rows * high - h) / 2, (columns * wide - w) / 2);
        var y = x;
        if (rows * high > h || columns * wide > w)
        {
            y = x.device_type == TorchSharp.DeviceType.META
                ? empty([n, channels, rows * high, columns * wide], device: x.device)
                : functional.pad(x, [left, columns * wide - w - left, top, rows * high - h - top]);
        }

        y = y.reshape(n, channels, rows, high, columns, wide).permute(0, 3, 5, 1, 2, 4).reshape(-1, channels, rows, columns);
        y = m.In("global_relation").Note(Attend(m.In("global_relation"), y));
        y = y.reshape(n, high, wide, channels, rows, columns).permute(0, 4, 5, 3, 1, 2).reshape(-1, channels, high, wide);
        y = m.In("local_relation").Note(Attend(m.In("local_relation"), y));
        y = y.reshape(n, rows, columns, channels, high, wide).permute(0, 3, 1, 4, 2, 5).reshape(n, channels, rows * high, columns * wide);
        y = y.narrow(2, top, h).narrow(3, left, w);
        return m.Unit("out_conv", cat([y, x], 1), channels);

        Tensor Attend(Module a, Tensor map)
        {
            a.Layers.MetAttention = true;
            var keys = Columns(Twice(a.In("key_project"), map));
            var queries = Rows(Twice(a.In("query_project"), map));
            var values = Rows(a.Conv("value_project", map, channels));
            var attention = a.Layers.Softmax(a.Product(queries, keys) / Math.Sqrt(inner), 2);
            return a.Unit("output_project", AsMap(a.Product(attention, values), map), channels);
        }

        Tensor Twice(Module p, Tensor map) => p.Note(p.Unit("1", p.Unit("0", map, inner), inner));
    }

    private static Tensor GloRe(Module m, Tensor x, long channels)
    {
        var nodes = m.Number("Nodes") ?? 64;
        var states = Columns(m.Conv("conv_state", x, 2 * nodes));
        var projection = Columns(m.Conv("conv_proj", x, nodes));
        var graph = m.Product(states, projection.transpose(1, 2));
        if (m.Truth("Normalize", false))
            graph = graph / states.shape[2];
        var gcn = m.In("gcn");
        var exchanged = m.Layers.Conv1d($"{gcn.Path}conv1", graph.transpose(1, 2), nodes, nodes, bias: true).transpose(1, 2);
        graph = gcn.Note(m.Layers.Conv1d($"{gcn.Path}conv2", m.Layers.Relu(exchanged + graph), 2 * nodes, 2 * nodes));
        var back = m.Product(graph, projection).reshape(x.shape[0], 2 * nodes, x.shape[2], x.shape[3]);
        return x + m.Layers.BatchNorm($"{m.Path}blocker", m.Conv("conv_extend", back, channels, bias: false), channels, 1e-4);
    }

    private static Tensor DualGraph(Module m, Tensor x, long channels)
    {
        var ratio = m.Number("Ratio") ?? 4;
        if (channels % ratio != 0)
            throw new NoSuchNetworkException($"{channels} channels are not shared out");
        var (nodes, half) = (channels / ratio, Math.Max(1, channels / 2));
        var local = x;
        for (var step = 0; step < 3; step++)
        {
            local = m.Layers.Conv($"{m.Path}local.{2 * step}", local, channels, channels, 3, 2, 1, groups: channels);
            local = m.Layers.BatchNorm($"{m.Path}local.{2 * step + 1}", local, channels);
        }

        m.In("local").Note(local);
        var related = Layers.Resize(Relate(m.In("gcn_local_attention"), local), x);
        var spatial = x * related + x;

        var states = Columns(m.Layers.BatchNorm($"{m.Path}bn_phi", m.Conv("phi", x, 2 * nodes, bias: false), 2 * nodes));
        var projection = Columns(m.Layers.BatchNorm($"{m.Path}bn_theta", m.Conv("theta", x, nodes, bias: false), nodes));
        var graph = m.Product(states, projection.transpose(1, 2));
        var exchanged = Norm(m, "bn_adj", m.Layers.Conv1d($"{m.Path}conv_adj", graph.transpose(1, 2), nodes, nodes), nodes, context: true);
        graph = Norm(m, "bn_wg", m.Layers.Conv1d($"{m.Path}conv_wg", exchanged.transpose(1, 2) + graph, 2 * nodes, 2 * nodes), 2 * nodes, context: true);
        var back = m.Product(graph, projection).reshape(x.shape[0], 2 * nodes, x.shape[2], x.shape[3]);
        back = m.Layers.BatchNorm($"{m.Path}bn3", m.Conv("conv3", back, channels, bias: false), channels);
        var both = cat([spatial, m.Layers.Relu(x + back)], 1);
        return m.In("final").Note(m.Layers.BatchNorm($"{m.Path}final.1", m.Conv("final.0", both, channels, bias: false), channels));

        Tensor Relate(Module r, Tensor y)
        {
            var k = Rows(r.Conv("node_k", y, half));
            var v = Rows(r.Conv("node_v", y, half));
            var relation = r.Layers.Softmax(r.Product(Columns(r.Conv("node_q", y, half)), v), 2);
            var z = Norm(r, "bn_wg", r.Layers.Conv1d($"{r.Path}conv_wg", r.Product(k, relation).transpose(1, 2), half, half), half, context: false);
            z = r.Conv("out.0", z.reshape(y.shape[0], half, y.shape[2], y.shape[3]), channels);
            z = r.In("out").Note(r.Layers.BatchNorm($"{r.Path}out.1", z, channels));
            return r.Note(r.Layers.Relu(z + y));
        }

        static Tensor Norm(Module r, string key, Tensor columns, long width, bool context) =>
            r.Layers.BatchNorm($"{r.Path}{key}", columns, width, context: context);
    }

    private static Tensor SqueezeExcitation(Module m, Tensor x, long channels)
    {
        var inner = Math.Max(1, channels / (m.Number("Reduction") ?? 16));
        return x * m.Conv("fc2", m.Layers.Relu(m.Conv("fc1", m.Layers.Pool(x, 1), inner)), channels).sigmoid();
    }

    private static Tensor EfficientAttention(Module m, Tensor x, long channels) => ReferenceTransformers.Attention(
        m.Layers, m.Path, x, x, m.Number("Heads") ?? 8, m.Number("Reduction") ?? 1, m.Truth("QkvBias", true), m.Real("Epsilon", 1e-6));

    private static Tensor AsymmetricNonLocal(Module m, Tensor x, long channels)
    {
        var inner = m.Number("QueryChannels") ?? Math.Max(1, channels / 2);
        var scales = m.List("Scales", 64, 1, 3, 6, 8);
        var attentions = m.Number("Attentions") ?? 1;
        if (attentions is < 1 or > 8)
            throw new NoSuchNetworkException($"nobody sums {attentions} attentions");
        if (!m.Truth("Fusion", false))
            return Collect(m, x, null);

        // A class of its own is a module from one map to one.
        var earlier = (m.Numbers.IsOwnClass(m.Kind) ? null : m.Layers.Earlier) ?? throw new NoSuchNetworkException("there is no earlier map");
        var fused = Collect(m.In("fusion"), x, earlier);
        return Collect(m.In("context"), m.Unit("bottleneck", fused, channels, 3), null);

        // What the positions of a map collect from another one, and the map; without another one from itself, where keys and queries are one projection.
        Tensor Collect(Module block, Tensor map, Tensor? other)
        {
            var (source, alike) = (other ?? map, other is null);
            Tensor? sum = null;
            for (var i = 0; i < attentions; i++)
            {
                var stage = block.In("stages").In($"{i}");
                var keys = stage.Unit("key_project", source, inner);
                if (alike)
                    m.Layers.Share($"{stage.Path}key_project", $"{stage.Path}query_project");
                var queries = Rows(stage.Unit(alike ? "key_project" : "query_project", map, inner));
                var values = stage.Conv("value_project", source, inner);
                var attention = m.Layers.Softmax(m.Product(queries, Pyramid(keys)) / Math.Sqrt(inner), 2);
                var context = stage.Conv("out_project", AsMap(m.Product(attention, Pyramid(values).transpose(1, 2)), map), channels);
                context = alike ? stage.Note(context) : stage.NoteOfTwo(context);
                sum = sum is null ? context : sum + context;
            }

            if (alike)
                block.In("stages").Note(sum!);
            var result = block.Unit("bottleneck", cat([sum!, map], 1), channels, relu: alike);
            return alike ? block.Note(result) : result;
        }

        Tensor Pyramid(Tensor map) => cat([.. scales.Select(scale => Columns(m.Layers.Pool(map, scale)))], 2);
    }
}
