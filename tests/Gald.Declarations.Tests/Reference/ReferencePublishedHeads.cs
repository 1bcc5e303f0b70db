using Gald.Declarations.Tests.Declarations;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gald.Declarations.Tests.Reference;

/// <summary>The heads of torchvision, and those of mmsegmentation that read several maps, as somebody would write them by hand.</summary>
internal static class ReferencePublishedHeads
{
    /// <summary>Those of torchvision.</summary>
    public static IReadOnlyList<string> Torchvision { get; } = ["FcnHead", "DeepLabV3Head"];

    /// <summary>Those that read several maps.</summary>
    public static IReadOnlyList<string> Pyramids { get; } = ["DeepLabV3PlusHead", "UPerHead", "SemanticFpnHead", "SegFormerHead", "OcrHead"];

    /// <summary>Whether it has torchvision's keys.</summary>
    public static bool IsTorchvisions(Numbers numbers) => Torchvision.Any(numbers.Has)
        || (numbers.Has("LrAsppHead") && numbers.Member("LrAsppHead", "Form", BackboneForm.Torchvision) == BackboneForm.Torchvision);

    /// <summary>The one that is declared; null for another.</summary>
    public static string? Find(Numbers numbers) => Torchvision.Concat(Pyramids).Append("LrAsppHead").FirstOrDefault(numbers.Has);

    public static Tensor Run(string head, Numbers numbers, Layers layers, IReadOnlyList<Tensor> maps, long classes)
    {
        if (numbers.Integers(head, "Stages") is { } stages)
        {
            if (stages.Count == 0 || stages.Any(stage => stage < 1 || stage > maps.Count) || stages.Zip(stages.Skip(1)).Any(pair => pair.First >= pair.Second))
                throw new NoSuchNetworkException("the backbone gives no such maps");
            (maps, layers.Maps) = ([.. stages.Select(stage => maps[stage - 1])], [.. stages.Select(stage => layers.Maps[stage - 1])]);
            layers.Earlier = maps.Count > 1 ? maps[^2] : null;
        }

        else if (maps.Count == 1 && !Torchvision.Contains(head) && !(head == "DeepLabV3PlusHead" && numbers.Integer(head, "LowLevelChannels") == 0))
        {
            throw new NoSuchNetworkException("there is one map, and nobody said that it is enough");
        }

        var h = new Head(head, numbers, layers);
        return head switch
        {
            "FcnHead" => Fcn(h, maps[^1], classes),
            "DeepLabV3Head" => DeepLabV3(h, maps[^1], classes),
            "DeepLabV3PlusHead" => DeepLabV3Plus(h, maps, classes),
            "UPerHead" => Unified(h, maps, classes),
            "SegFormerHead" => SegFormer(h, maps, classes),
            "LrAsppHead" => IsTorchvisions(numbers) ? LrAspp(h, maps, classes) : LrAsppOfMmsegmentation(h, maps, classes),
            _ => SemanticFpn(h, maps, classes),
        };
    }

    /// <summary>torchvision's auxiliary head.</summary>
    public static Tensor RunAuxiliary(Numbers numbers, Layers layers, Tensor features, long classes)
    {
        const string path = "aux_classifier";
        var inputs = features.shape[1];
        long channels = numbers.Integer("AuxiliaryHead", "Channels") ?? (int)Math.Max(1, inputs / 4);
        var x = layers.Conv($"{path}.0", features, inputs, channels, 3, padding: 1, bias: numbers.Truth("AuxiliaryHead", "Bias", false));
        x = layers.BatchNorm($"{path}.1", x, channels);
        var relu = numbers.Truth("AuxiliaryHead", "Relu", true);
        if (relu)
            x = layers.Relu(x);
        if (numbers.Real("AuxiliaryHead", "Dropout", 0.1) is var dropout and not 0)
            x = functional.dropout(x.contiguous(), dropout, layers.Training);
        return layers.Note(path, layers.Conv($"{path}.{(relu ? 4 : 3)}", x, channels, classes, 1, bias: true));
    }

    private static Tensor Fcn(Head h, Tensor features, long classes)
    {
        var channels = h.Channels(features.shape[1] / 4);
        var x = h.Sequential("classifier", 0, features, channels, 3);
        x = h.Stages("classifier.", x);
        x = h.Dropout(x, 0.1, wholeChannels: false);
        return h.Layers.Note("classifier", h.Layers.Conv("classifier.4", x, x.shape[1], classes, 1, bias: true));
    }

    private static Tensor DeepLabV3(Head h, Tensor features, long classes)
    {
        const string pyramid = "classifier.0";
        var channels = h.Channels(256);
        var dilations = h.List("Dilations", 1024, 12, 24, 36);
        var branches = new List<Tensor> { h.Unit($"{pyramid}.convs.0", features, channels, 1) };
        foreach (var dilation in dilations)
            branches.Add(h.Unit($"{pyramid}.convs.{branches.Count}", features, channels, 3, dilation));
        var path = $"{pyramid}.convs.{branches.Count}";
        var mean = h.Layers.Conv($"{path}.1", h.Layers.Pool(features, 1), features.shape[1], channels, 1);
        mean = h.Layers.Note(path, h.Layers.Relu(h.Layers.BatchNorm($"{path}.2", mean, channels, context: true)));
        branches.Add(Layers.Resize(mean, features, alignCorners: false));
        var x = h.Unit($"{pyramid}.project", cat([.. branches], 1), channels, 1);
        x = h.Layers.Note(pyramid, h.Dropout(x, 0.5, wholeChannels: false));
        x = h.Stages("classifier.", x);
        x = h.Sequential("classifier", 1, x, channels, 3);
        return h.Layers.Note("classifier", h.Layers.Conv("classifier.4", x, channels, classes, 1, bias: true));
    }

    private static Tensor DeepLabV3Plus(Head h, IReadOnlyList<Tensor> maps, long classes)
    {
        var (features, low) = (maps[^1], maps[0]);
        var channels = h.Channels(features.shape[1] / 4);
        var dilations = h.List("Dilations", 1024, 1, 12, 24, 36);
        var mean = h.ConvModule("decode_head.image_pool.1", h.Layers.Pool(features, 1), channels, 1, context: true);
        mean = Layers.Resize(h.Layers.Note("decode_head.image_pool", mean), features, h.Aligns);
        var branches = dilations.Select((dilation, index) => dilation == 1
            ? h.ConvModule($"decode_head.aspp_modules.{index}", features, channels, 1)
            : h.Separable($"decode_head.aspp_modules.{index}", features, channels, dilation)).ToArray();
        var x = h.ConvModule("decode_head.bottleneck", h.Layers.Note("decode_head.aspp_modules", cat([mean, .. branches], 1)), channels, 3);
        x = h.Stages("decode_head.", x);
        if (h.Numbers.Integer(h.Kind, "LowLevelChannels") != 0)
        {
            var lowChannels = h.Number("LowLevelChannels") ?? Math.Max(1, low.shape[1] * 3 / 16);
            var detail = h.ConvModule("decode_head.c1_bottleneck", low, lowChannels, 1);
            x = cat([Layers.Resize(x, detail, h.Aligns), detail], 1);
        }

        x = h.Separable("decode_head.sep_bottleneck.0", x, channels, 1);
        x = h.Layers.Note("decode_head.sep_bottleneck", h.Separable("decode_head.sep_bottleneck.1", x, channels, 1));
        return h.Classify(x, classes);
    }

    private static Tensor Unified(Head h, IReadOnlyList<Tensor> maps, long classes)
    {
        var (features, last) = (maps[^1], maps.Count - 1);
        var channels = h.Channels(features.shape[1] / 4);
        var pooled = h.List("Scales", 64, 1, 2, 3, 6).Select((scale, index) =>
        {
            var path = $"decode_head.psp_modules.{index}";
            var means = h.Layers.Note(path, h.ConvModule($"{path}.1", h.Layers.Pool(features, scale), channels, 1, context: scale == 1));
            return Layers.Resize(means, features, h.Aligns);
        }).ToArray();
        var x = h.ConvModule("decode_head.bottleneck", h.Layers.Note("decode_head.psp_modules", cat([features, .. pooled], 1)), channels, 3);
        var top = h.Stages("decode_head.", x);
        Tensor[] levels = [.. maps.Take(last).Select((map, i) => h.ConvModule($"decode_head.lateral_convs.{i}", map, top.shape[1], 1)), top];
        for (var i = last; i > 0; i--)
            levels[i - 1] = levels[i - 1] + Layers.Resize(levels[i], levels[i - 1], h.Aligns);
        if (last > 0)
            h.Layers.Note("decode_head.lateral_convs", levels[0]);
        for (var i = 0; i < last; i++)
            levels[i] = h.ConvModule($"decode_head.fpn_convs.{i}", levels[i], channels, 3);
        if (last > 0)
            h.Layers.Note("decode_head.fpn_convs", levels[last - 1]);
        var all = levels.Select(level => level.shape[2..].SequenceEqual(levels[0].shape[2..]) && ReferenceEquals(level, levels[0]) ? level : Layers.Resize(level, levels[0], h.Aligns));
        return h.Classify(h.ConvModule("decode_head.fpn_bottleneck", cat([.. all], 1), channels, 3), classes);
    }

    private static Tensor SegFormer(Head h, IReadOnlyList<Tensor> maps, long classes)
    {
        var channels = h.Channels(256);
        var levels = maps.Select((map, i) => h.ConvModule($"decode_head.convs.{i}", map, channels, 1)).ToArray();
        Tensor[] all = [levels[0], .. levels.Skip(1).Select(level => Layers.Resize(level, levels[0], h.Aligns))];
        h.Layers.Note("decode_head.convs", all[^1]);
        return h.Classify(h.Stages("decode_head.", h.ConvModule("decode_head.fusion_conv", cat(all, 1), channels, 1)), classes);
    }

    private static Tensor SemanticFpn(Head h, IReadOnlyList<Tensor> maps, long classes)
    {
        var (width, channels, last) = (h.Number("PyramidChannels") ?? 256, h.Channels(128), maps.Count - 1);
        var levels = maps.Select((map, i) => h.ConvModule($"neck.lateral_convs.{i}", map, width, 1, norm: false)).ToArray();
        for (var i = last; i > 0; i--)
            levels[i - 1] = levels[i - 1] + functional.interpolate(levels[i], size: levels[i - 1].shape[2..], mode: InterpolationMode.Nearest);
        for (var i = 0; i <= last; i++)
            levels[i] = h.ConvModule($"neck.fpn_convs.{i}", levels[i], width, 3, norm: false);
        h.Layers.Note("neck", levels[last]);
        h.Layers.Earlier = last > 0 ? levels[last - 1] : null;
        Tensor? sum = null;
        for (var i = 0; i <= last; i++)
        {
            var path = $"decode_head.scale_heads.{i}";
            var doublings = (int)Math.Log2(h.Layers.Maps[i].Stride / h.Layers.Maps[0].Stride);
            var x = levels[i];
            for (var step = 0; step < Math.Max(1, doublings); step++)
            {
                x = h.ConvModule($"{path}.{2 * step}", x, channels, 3);
                if (doublings > 0)
                    x = functional.interpolate(x, size: [2 * x.shape[2], 2 * x.shape[3]], mode: InterpolationMode.Bilinear, align_corners: h.Aligns);
            }

            h.Layers.Note(path, x);
            sum = sum is null ? x : sum + Layers.Resize(x, sum, h.Aligns);
        }

        return h.Classify(h.Stages("decode_head.", h.Layers.Note("decode_head.scale_heads", sum!)), classes);
    }

    private static Tensor LrAspp(Head h, IReadOnlyList<Tensor> maps, long classes)
    {
        const string path = "classifier";
        var (features, channels, epsilon) = (maps[^1], h.Channels(128), h.Epsilon(1e-5));
        var low = Enumerable.Range(0, maps.Count - 1).Where(map => h.Layers.Maps[map].Stride >= 8).DefaultIfEmpty(Math.Max(0, maps.Count - 2)).First();
        var x = h.Layers.Conv($"{path}.cbr.0", features, features.shape[1], channels, 1);
        x = h.Layers.Note($"{path}.cbr", h.Layers.Relu(h.Layers.BatchNorm($"{path}.cbr.1", x, channels, epsilon)));
        x *= h.Layers.Note($"{path}.scale", h.Layers.Conv($"{path}.scale.1", h.Layers.Pool(features, 1), features.shape[1], channels, 1).sigmoid());
        x = Layers.Resize(h.Stages($"{path}.", x), maps[low], alignCorners: false);
        var detail = h.Layers.Conv($"{path}.low_classifier", maps[low], maps[low].shape[1], classes, 1, bias: true);
        var logits = h.Layers.Conv($"{path}.high_classifier", x, x.shape[1], classes, 1, bias: true) + detail;

        // A module of two maps is not watched.
        return low == maps.Count - 1 ? h.Layers.Note(path, logits) : logits;
    }

    private static Tensor LrAsppOfMmsegmentation(Head h, IReadOnlyList<Tensor> maps, long classes)
    {
        const string path = "decode_head";
        var (features, channels, epsilon) = (maps[^1], h.Channels(128), h.Epsilon(1e-3));
        var branches = h.List("BranchChannels", 16384, 32, 64);
        if (branches.Count > maps.Count - 1)
            throw new NoSuchNetworkException("there are not as many maps");
        var x = h.ConvModule($"{path}.aspp_conv", features, channels, 1, epsilon: epsilon);
        var gates = h.Layers.Conv($"{path}.image_pool.1.conv", functional.avg_pool2d(features, [49L, 49L], [16L, 20L]), features.shape[1], channels, 1);
        x *= Layers.Resize(h.Layers.Note($"{path}.image_pool", gates.sigmoid()), features, h.Aligns);
        x = h.Stages($"{path}.", h.Layers.Conv($"{path}.conv_up_input", x, channels, channels, 1, bias: true));
        for (var i = branches.Count - 1; i >= 0; i--)
        {
            var detail = h.Layers.Conv($"{path}.convs.conv{i}", maps[i], maps[i].shape[1], branches[i], 1);
            x = h.ConvModule($"{path}.conv_ups.conv_up{i}", cat([Layers.Resize(x, maps[i], h.Aligns), detail], 1), channels, 1, epsilon: epsilon);
        }

        return h.Layers.Note(path, h.Classify(x, classes));
    }

    /// <summary>A head's numbers, and its layers.</summary>
    private sealed record Head(string Kind, Numbers Numbers, Layers Layers)
    {
        public bool Aligns => Numbers.Truth(Kind, "AlignCorners", false);

        public double Epsilon(double absent) => Numbers.Real(Kind, "NormEpsilon", absent) is var epsilon && epsilon is > 0 and <= 1
            ? epsilon : throw new NoSuchNetworkException($"nothing is raised by {epsilon}");

        public long? Number(string name) => Numbers.Integer(Kind, name) is var number && number is null or >= 1 and <= 16384
            ? number : throw new NoSuchNetworkException($"{name} cannot be {number}");

        public long Channels(long absent) => Number("Channels") ?? Math.Max(1, absent);

        public IReadOnlyList<int> List(string name, int largest, params int[] absent)
        {
            var numbers = Numbers.Integers(Kind, name) ?? absent;
            return numbers.Count > 0 && numbers.All(number => number >= 1 && number <= largest) ? numbers : throw new NoSuchNetworkException($"{name} is no list of numbers");
        }

        public Tensor Stages(string path, Tensor x) => ReferenceStages.Any(Numbers) ? ReferenceStages.Run(Numbers, Layers, x, path) : x;

        public Tensor Dropout(Tensor x, double absent, bool wholeChannels = true)
        {
            var probability = Numbers.Real(Kind, "Dropout", absent);
            if (!(probability is >= 0 and <= 1))
                throw new NoSuchNetworkException($"nobody drops {probability}");
            return probability == 0 ? x : wholeChannels ? functional.dropout2d(x, probability, Layers.Training) : functional.dropout(x.contiguous(), probability, Layers.Training);
        }

        /// <summary>Convolution, batch norm and ReLU in a row of a larger module.</summary>
        public Tensor Sequential(string path, int first, Tensor x, long outputs, int kernel) => Layers.Relu(Layers.BatchNorm(
            $"{path}.{first + 1}", Layers.Conv($"{path}.{first}", x, x.shape[1], outputs, kernel, padding: kernel / 2), outputs));

        public Tensor Unit(string path, Tensor x, long outputs, int kernel, long dilation = 1)
        {
            var y = Layers.Conv($"{path}.0", x, x.shape[1], outputs, kernel, padding: dilation * (kernel / 2), dilation: dilation);
            return Layers.Note(path, Layers.Relu(Layers.BatchNorm($"{path}.1", y, outputs)));
        }

        /// <summary>mmcv's ConvModule.</summary>
        public Tensor ConvModule(string path, Tensor x, long outputs, int kernel, long dilation = 1, long groups = 1, bool norm = true, bool context = false, double epsilon = 1e-5)
        {
            var y = Layers.Conv($"{path}.conv", x, x.shape[1], outputs, kernel, padding: dilation * (kernel / 2), dilation: dilation, groups: groups, bias: !norm);
            return Layers.Note(path, norm ? Layers.Relu(Layers.BatchNorm($"{path}.bn", y, outputs, epsilon, context)) : y);
        }

        public Tensor Separable(string path, Tensor x, long outputs, long dilation)
        {
            var y = ConvModule($"{path}.depthwise_conv", x, x.shape[1], 3, dilation, groups: x.shape[1]);
            return Layers.Note(path, ConvModule($"{path}.pointwise_conv", y, outputs, 1));
        }

        public Tensor Classify(Tensor x, long classes)
        {
            x = Dropout(x, 0.1);
            return Layers.Conv("decode_head.conv_seg", x, x.shape[1], classes, 1, bias: true);
        }
    }
}
