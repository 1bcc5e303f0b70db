using static TorchSharp.torch;

namespace Gald.Declarations.Tests.Reference;

/// <summary>SegFormer's backbone, ConvNeXt, and the parts of transformers, as somebody would write them by hand from the published code.</summary>
internal static class ReferenceTransformers
{
    private const string Transformer = "MixTransformer";
    private const string Convolutional = "ConvNeXt";

    /// <summary>The backbone that is declared; null for another.</summary>
    public static string? Find(Numbers numbers) => numbers.Has(Transformer) ? Transformer : numbers.Has(Convolutional) ? Convolutional : null;

    public static IReadOnlyList<Tensor> Run(Numbers numbers, Layers layers, Tensor images, string prefix) =>
        numbers.Has(Transformer) ? MixTransformer(numbers, layers, images, prefix) : ConvNeXt(numbers, layers, images, prefix);

    /// <summary>Pixels behind a position of each map.</summary>
    public static IEnumerable<int> StridesOf(Numbers numbers)
    {
        var stride = 1;
        foreach (var step in numbers.Has(Transformer) ? numbers.Integers(Transformer, "Strides") ?? [4, 2, 2, 2] : [numbers.Integer(Convolutional, "PatchSize") ?? 4, 2, 2, 2])
            yield return stride *= step;
    }

    /// <summary>Every position collects from all of a reduced map, which is added to what it has.</summary>
    public static Tensor Attention(Layers layers, string path, Tensor x, Tensor identity, long heads, long reduction, bool bias, double epsilon)
    {
        var channels = x.shape[1];
        if (heads <= 0 || channels % heads != 0)
            throw new NoSuchNetworkException($"{heads} heads do not share {channels} channels");
        layers.MetAttention = true;
        var reduced = x;
        if (reduction != 1)
            reduced = layers.LayerNorm2d($"{path}norm", layers.Conv($"{path}sr", x, channels, channels, checked((int)reduction), reduction, bias: true), epsilon);
        var (rows, collected) = (x.flatten(2).transpose(1, 2), reduced.flatten(2).transpose(1, 2));
        var weight = layers.Own($"{path}attn.in_proj_weight", 3 * channels, channels);
        var offset = bias ? layers.Own($"{path}attn.in_proj_bias", 3 * channels) : null;
        var (queries, keys, values) = (Project(rows, 0), Project(collected, 1), Project(collected, 2));
        var attention = layers.Softmax(layers.Product(queries / Math.Sqrt(channels / heads), keys.transpose(1, 2)), 2);
        var context = layers.Product(attention, values).unflatten(0, x.shape[0], heads).transpose(1, 2).flatten(2);
        var attended = layers.Linear($"{path}attn.out_proj", context, channels, bias);
        return attended.transpose(1, 2).reshape(x.shape) + identity;

        Tensor Project(Tensor from, long part) => layers.Linear(from, weight.narrow(0, part * channels, channels), offset?.narrow(0, part * channels, channels))
            .unflatten(2, heads, channels / heads).transpose(1, 2).flatten(0, 1);
    }

    /// <summary>The feed-forward network with a depthwise convolution in it.</summary>
    public static Tensor FeedForward(Layers layers, string path, Tensor x, Tensor identity, long inner)
    {
        var channels = x.shape[1];
        var y = layers.Conv($"{path}layers.0", x, channels, inner, 1, bias: true);
        y = layers.Gelu(layers.Conv($"{path}layers.1", y, inner, inner, 3, padding: 1, groups: inner, bias: true));
        return layers.Conv($"{path}layers.4", y, inner, channels, 1, bias: true) + identity;
    }

    private static IReadOnlyList<Tensor> MixTransformer(Numbers numbers, Layers layers, Tensor images, string prefix)
    {
        var size = numbers.Member(Transformer, "Size", MiTSize.B0);
        var depths = Four(numbers, Transformer, "Layers", 1000, size switch
        {
            MiTSize.B2 => [3, 4, 6, 3],
            MiTSize.B3 => [3, 4, 18, 3],
            MiTSize.B4 => [3, 8, 27, 3],
            MiTSize.B5 => [3, 6, 40, 3],
            _ => [2, 2, 2, 2],
        });
        var heads = Four(numbers, Transformer, "Heads", int.MaxValue, 1, 2, 5, 8);
        var patches = Four(numbers, Transformer, "PatchSizes", int.MaxValue, 7, 3, 3, 3);
        var strides = Four(numbers, Transformer, "Strides", int.MaxValue, 4, 2, 2, 2);
        var ratios = Four(numbers, Transformer, "ReductionRatios", int.MaxValue, 8, 4, 2, 1);
        var bias = numbers.Truth(Transformer, "QkvBias", true);
        var epsilon = Epsilon(numbers, Transformer);
        long width = numbers.Integer(Transformer, "EmbedDims") ?? (size == MiTSize.B0 ? 32 : 64);
        long inner = numbers.Integer(Transformer, "MlpRatio") ?? 4;
        if (width <= 0 || inner <= 0)
            throw new NoSuchNetworkException("there are no channels");
        var maps = new List<Tensor>();
        var x = images;
        for (var stage = 0; stage < 4; stage++)
        {
            var (path, channels) = ($"{prefix}layers.{stage}", width * heads[stage]);
            x = layers.Conv($"{path}.0.projection", x, x.shape[1], channels, patches[stage], strides[stage], patches[stage] / 2, bias: true);
            x = layers.Note($"{path}.0", layers.LayerNorm2d($"{path}.0.norm", x, epsilon));
            for (var i = 0; i < depths[stage]; i++)
            {
                var layer = $"{path}.1.{i}";
                x = Attention(layers, $"{layer}.attn.", layers.LayerNorm2d($"{layer}.norm1", x, epsilon), x, heads[stage], ratios[stage], bias, epsilon);
                x = layers.Note(layer, FeedForward(layers, $"{layer}.ffn.", layers.LayerNorm2d($"{layer}.norm2", x, epsilon), x, channels * inner));
            }

            layers.Note($"{path}.1", x);
            maps.Add(x = layers.Note(path, layers.LayerNorm2d($"{path}.2", x, epsilon)));
        }

        return maps;
    }

    private static IReadOnlyList<Tensor> ConvNeXt(Numbers numbers, Layers layers, Tensor images, string prefix)
    {
        var size = numbers.Member(Convolutional, "Size", ConvNeXtSize.Tiny);
        var torchvision = IsTorchvision(numbers);
        var depths = Four(numbers, Convolutional, "Depths", 1000, 3, 3, size == ConvNeXtSize.Tiny ? 9 : 27, 3);
        var width = size switch { ConvNeXtSize.Base => 128, ConvNeXtSize.Large => 192, ConvNeXtSize.ExtraLarge => 256, _ => 96 };
        var channels = Four(numbers, Convolutional, "Channels", int.MaxValue, width, 2 * width, 4 * width, 8 * width);
        var patch = numbers.Integer(Convolutional, "PatchSize") ?? 4;
        var scale = numbers.Real(Convolutional, "LayerScale", 1e-6);
        var linear = numbers.Truth(Convolutional, "LinearPointwise", true);
        var epsilon = Epsilon(numbers, Convolutional);
        var maps = new List<Tensor>();
        var x = images;
        for (var stage = 0; stage < 4; stage++)
        {
            var (down, path) = torchvision
                ? ($"{prefix}features.{2 * stage}", $"{prefix}features.{2 * stage + 1}")
                : ($"{prefix}downsample_layers.{stage}", $"{prefix}stages.{stage}");
            if (stage == 0)
            {
                x = layers.Conv($"{down}.0", x, 3, channels[0], patch, patch, bias: true);
                x = layers.LayerNorm2d($"{down}.1", x, epsilon);
            }
            else
            {
                x = layers.LayerNorm2d($"{down}.0", x, torchvision ? epsilon : 1e-5);
                x = layers.Conv($"{down}.1", x, channels[stage - 1], channels[stage], 2, 2, bias: true);
            }

            layers.Note(down, x);
            for (var i = 0; i < depths[stage]; i++)
                x = layers.Note($"{path}.{i}", Block(layers, $"{path}.{i}.", x, torchvision, linear, scale, epsilon));
            layers.Note(path, x);
            maps.Add(torchvision ? x : layers.Note($"{prefix}norm{stage}", layers.LayerNorm2d($"{prefix}norm{stage}", x, epsilon)));
        }

        return maps;
    }

    private static Tensor Block(Layers layers, string path, Tensor input, bool torchvision, bool linear, double scale, double epsilon)
    {
        var channels = input.shape[1];
        string[] keys = torchvision ? ["block.0", "block.2", "block.3", "block.5"] : ["depthwise_conv", "norm", "pointwise_conv1", "pointwise_conv2"];
        var x = layers.Conv(path + keys[0], input, channels, channels, 7, padding: 3, groups: channels, bias: true);
        if (linear)
        {
            x = layers.LayerNorm(path + keys[1], x.permute(0, 2, 3, 1), epsilon);
            x = layers.Gelu(layers.Linear(path + keys[2], x, 4 * channels, bias: true));
            x = layers.Linear(path + keys[3], x, channels, bias: true).permute(0, 3, 1, 2);
        }
        else
        {
            x = layers.LayerNorm2d(path + keys[1], x, epsilon);
            x = layers.Gelu(layers.Conv(path + keys[2], x, channels, 4 * channels, 1, bias: true));
            x = layers.Conv(path + keys[3], x, 4 * channels, channels, 1, bias: true);
        }

        if (scale != 0)
            x *= torchvision ? layers.Own($"{path}layer_scale", channels, 1, 1) : layers.Own($"{path}gamma", channels).reshape(-1, 1, 1);
        return x + input;
    }

    private static bool IsTorchvision(Numbers numbers) => numbers.Member(Convolutional, "Form", BackboneForm.Torchvision) == BackboneForm.Torchvision;

    private static double Epsilon(Numbers numbers, string attribute) => numbers.Real(attribute, "Epsilon", 1e-6) is var epsilon && epsilon > 0
        ? epsilon : throw new NoSuchNetworkException($"nobody raises a variance by {epsilon}");

    private static IReadOnlyList<int> Four(Numbers numbers, string attribute, string name, int largest, params int[] absent)
    {
        var list = numbers.Integers(attribute, name) ?? absent;
        return list.Count == 4 && list.All(number => number >= 1 && number <= largest) ? list : throw new NoSuchNetworkException($"{name} is no list of four numbers");
    }
}
