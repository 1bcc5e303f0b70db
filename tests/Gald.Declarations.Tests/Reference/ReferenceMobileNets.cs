using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gald.Declarations.Tests.Reference;

/// <summary>MobileNets as somebody would write them by hand from the papers' tables and the code of torchvision and mmsegmentation.</summary>
internal static class ReferenceMobileNets
{
    /// <summary>Their attributes.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["MobileNetV2", "MobileNetV3"];

    /// <summary>Kernel, channels inside and behind, squeeze and excitation, hard swish, stride.</summary>
    private static readonly (int Kernel, int Inside, int Behind, bool Squeezes, bool Swishes, int Stride)[] large =
    [
        (3, 16, 16, false, false, 1), (3, 64, 24, false, false, 2), (3, 72, 24, false, false, 1), (5, 72, 40, true, false, 2), (5, 120, 40, true, false, 1),
        (5, 120, 40, true, false, 1), (3, 240, 80, false, true, 2), (3, 200, 80, false, true, 1), (3, 184, 80, false, true, 1), (3, 184, 80, false, true, 1),
        (3, 480, 112, true, true, 1), (3, 672, 112, true, true, 1), (5, 672, 160, true, true, 2), (5, 960, 160, true, true, 1), (5, 960, 160, true, true, 1),
    ];

    private static readonly (int Kernel, int Inside, int Behind, bool Squeezes, bool Swishes, int Stride)[] small =
    [
        (3, 16, 16, true, false, 2), (3, 72, 24, false, false, 2), (3, 88, 24, false, false, 1), (5, 96, 40, true, true, 2), (5, 240, 40, true, true, 1),
        (5, 240, 40, true, true, 1), (5, 120, 48, true, true, 1), (5, 144, 48, true, true, 1), (5, 288, 96, true, true, 2), (5, 576, 96, true, true, 1), (5, 576, 96, true, true, 1),
    ];

    /// <summary>The maps that are wanted, and how many pixels a position of each is wide.</summary>
    /// <param name="numbers">What was declared.</param>
    /// <param name="layers">The layers.</param>
    /// <param name="images">N×3×H×W.</param>
    /// <param name="prefix">What keys begin with in a network; empty for a backbone alone.</param>
    public static IReadOnlyList<(Tensor Map, int Stride)> Run(Numbers numbers, Layers layers, Tensor images, string prefix)
    {
        var kind = Kinds.First(numbers.Has);
        var isTorchvision = numbers.Member(kind, "Form", BackboneForm.Torchvision) == BackboneForm.Torchvision;
        var net = new Net(numbers, layers, kind, isTorchvision, isTorchvision && prefix.Length == 0 ? "features." : prefix);
        return kind == "MobileNetV2" ? net.RunV2(images) : net.RunV3(images);
    }

    /// <summary>Channels of the last map, for declarations that are being made up.</summary>
    public static long LastChannels(Numbers numbers)
    {
        var layers = new Layers(new Device("meta"));
        using var images = zeros([1, 3, 64, 64], device: new Device("meta"));
        return Run(numbers, layers, images, "")[^1].Map.shape[1];
    }

    private sealed record Net(Numbers Numbers, Layers Layers, string Kind, bool IsTorchvision, string Prefix)
    {
        private readonly List<(Tensor Map, int Stride)> maps = [];
        private int stride = 1;

        private double Fraction(string name, double absent, double largest) => Numbers.Real(Kind, name, absent) is var value && value > 0 && value <= largest
            ? value : throw new NoSuchNetworkException($"{name} cannot be {value}");

        private double Epsilon => Fraction("NormEpsilon", Kind == "MobileNetV2" ? 1e-5 : 1e-3, 1);

        private double Momentum => Kind == "MobileNetV3" && IsTorchvision ? 0.01 : 0.1;

        private int Number(string name, int absent, int largest) => Numbers.Integer(Kind, name) is var number && number is null or >= 1 && (number ?? 1) <= largest
            ? number ?? absent : throw new NoSuchNetworkException($"{name} cannot be {number}");

        private IReadOnlyList<int> Wanted(int last, params int[] absent)
        {
            var wanted = Numbers.Integers(Kind, "OutIndices") ?? absent;
            return wanted.Count > 0 && wanted.All(index => index >= 0 && index <= last) && wanted.Zip(wanted.Skip(1)).All(pair => pair.First < pair.Second)
                ? wanted : throw new NoSuchNetworkException("there are no such maps");
        }

        private IReadOnlyList<int>? PerLayer(string name, int largest, int count) => Numbers.Integers(Kind, name) is not { } numbers ? null
            : numbers.Count == count && numbers.All(number => number >= 1 && number <= largest) ? numbers
            : throw new NoSuchNetworkException($"{name} is no list of {count}");

        /// <summary>Layers as torchvision's setting has them; null for the paper's.</summary>
        private (int Expansion, int Channels, int Blocks, int Stride)[]? Rows() => Numbers.Integers(Kind, "InvertedResiduals") is not { } numbers ? null
            : numbers.Count is > 0 and <= 64 && numbers.Count % 4 == 0 && numbers.Chunk(4).All(row => row is [>= 1 and <= 64, >= 1 and <= 4096, >= 1 and <= 64, 1 or 2])
                ? [.. numbers.Chunk(4).Select(row => (row[0], row[1], row[2], row[3]))]
                : throw new NoSuchNetworkException("the setting has no such rows");

        public IReadOnlyList<(Tensor Map, int Stride)> RunV2(Tensor images)
        {
            var width = Fraction("WidthMultiplier", 1, 8);
            var divisor = Number("RoundNearest", 8, 64);
            (int Expansion, int Channels, int Blocks, int Stride)[] table = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];
            var rows = IsTorchvision ? Rows() : null;
            table = rows ?? table;
            var last = IsTorchvision ? 1 + table.Sum(row => row.Blocks) : 6;
            int[] strided = [.. Enumerable.Range(0, table.Length).Where(row => table[row].Stride > 1).Select(row => 1 + table.Take(row).Sum(before => before.Blocks)), last];
            var wanted = IsTorchvision ? Wanted(last, strided) : Wanted(6, 1, 2, 4, 6);
            var given = Numbers.Integer(Kind, "OutputStride");
            var outputStride = given ?? (IsTorchvision ? 32 : 8);
            if (outputStride is not (8 or 16 or 32))
                throw new NoSuchNetworkException($"there is no output stride of {outputStride}");
            var (own, dilations) = (rows is null ? PerLayer("Strides", 2, 7) : null, PerLayer("Dilations", 64, table.Length));
            var isFree = own is not null || dilations is not null || (rows is not null && given is null);
            own ??= [.. table.Select(row => row.Stride)];
            dilations ??= [.. table.Select(_ => 1)];
            if (!isFree)
            {
                var (reached, dilated) = (2, 1);
                var (strides, apart) = (new int[table.Length], new int[table.Length]);
                for (var layer = 0; layer < table.Length; layer++)
                {
                    dilated *= reached == outputStride ? own[layer] : 1;
                    (strides[layer], apart[layer]) = (reached == outputStride ? 1 : own[layer], dilated);
                    reached *= strides[layer];
                }

                (own, dilations) = (strides, apart);
            }

            var inputs = Divisible(32 * width, divisor);
            stride = 2;
            var x = First(images, IsTorchvision ? "0" : "conv1", inputs, Layers.Relu6);
            if (IsTorchvision && wanted.Contains(0))
                maps.Add((x, stride));
            var index = 0;
            for (var layer = 0; layer < table.Length; layer++)
            {
                for (var i = 0; i < table[layer].Blocks; i++)
                {
                    index++;
                    if (maps.Count == wanted.Count)
                        return maps;
                    var outputs = Divisible(table[layer].Channels * width, divisor);
                    long step = i == 0 ? own[layer] : 1, dilation = i == 0 ? dilations[layer] : 1;
                    var path = Prefix + (IsTorchvision ? $"{index}" : $"layer{layer + 1}.{i}");
                    x = Block(x, path, new("conv.0", "conv.0", "conv.1", "", "conv.2"), inputs, inputs * table[layer].Expansion, outputs, 3, step, dilation, null, step == 1 && inputs == outputs, Layers.Relu6);
                    stride *= (int)step;
                    inputs = outputs;
                    if (IsTorchvision && wanted.Contains(index))
                        maps.Add((x, stride));
                }

                if (!IsTorchvision)
                {
                    Layers.Note($"{Prefix}layer{layer + 1}", x);
                    if (wanted.Contains(layer))
                        maps.Add((x, stride));
                }
            }

            if (IsTorchvision && wanted.Contains(last))
                maps.Add((Last(x, $"{last}", Divisible(1280 * Math.Max(1, width), divisor), Layers.Relu6), stride));
            return maps;
        }

        public IReadOnlyList<(Tensor Map, int Stride)> RunV3(Tensor images)
        {
            var isLarge = Numbers.Member(Kind, "Size", MobileNetV3Size.Large) == MobileNetV3Size.Large;
            var rows = isLarge ? large : small;
            var width = Fraction("WidthMultiplier", 1, 8);
            var reduction = Number("TailReduction", 1, 16);
            var outputStride = Numbers.Integer(Kind, "OutputStride") ?? 16;
            if (IsTorchvision && outputStride is not (16 or 32))
                throw new NoSuchNetworkException($"there is no output stride of {outputStride}");
            int[] absent = (IsTorchvision, isLarge) switch { (true, true) => [2, 4, 7, 13, 16], (true, false) => [1, 2, 4, 9, 12], (false, true) => [1, 3, 16], _ => [0, 1, 12] };
            var wanted = Wanted(rows.Length + 1, absent);
            var inputs = IsTorchvision ? Divisible(16 * width, 8) : 16;
            stride = 2;
            var x = First(images, IsTorchvision ? "0" : "layer0", inputs, Layers.HardSwish);
            if (wanted.Contains(0))
                maps.Add((x, stride));
            long dilation = 1;
            for (var i = 0; i < rows.Length && maps.Count < wanted.Count; i++)
            {
                var (kernel, inside, behind, squeezes, swishes, step) = rows[i];
                var isTail = i >= rows.Length - 3;
                if (isTail && (!IsTorchvision || i > rows.Length - 3))
                    inside /= reduction;
                if (isTail)
                    behind /= reduction;
                if (IsTorchvision)
                    (inside, behind) = (Divisible(inside * width, 8), Divisible(behind * width, 8));

                // A stride that became dilation leaves out the shortcut all the same.
                var adds = step == 1 && inputs == behind;
                if (IsTorchvision ? isTail && outputStride == 16 : stride == 8 && step == 2)
                {
                    dilation *= IsTorchvision ? (dilation == 1 ? 2 : 1) : 2;
                    step = 1;
                }

                Keys keys = IsTorchvision ? new("block.0", "block.0", "block.1", "block.2", "block.3") : new("expand_conv", "depthwise_conv", "depthwise_conv", "se", "linear_conv");
                x = Block(
                    x, Prefix + (IsTorchvision ? $"{i + 1}" : $"layer{i + 1}"), keys, inputs, inside, behind, kernel, step, dilation, squeezes ? Divisible(inside / 4, 8) : null, adds,
                    swishes ? Layers.HardSwish : Layers.Relu);
                stride *= step;
                inputs = behind;
                if (wanted.Contains(i + 1))
                    maps.Add((x, stride));
            }

            if (maps.Count < wanted.Count)
                maps.Add((Last(x, IsTorchvision ? $"{rows.Length + 1}" : $"layer{rows.Length + 1}", IsTorchvision ? 6 * inputs : isLarge ? 960 : 576, Layers.HardSwish), stride));
            return maps;
        }

        private static int Divisible(double channels, int divisor)
        {
            var rounded = Math.Max(divisor, (int)(channels + divisor / 2.0) / divisor * divisor);
            return rounded < 0.9 * channels ? rounded + divisor : rounded;
        }

        private Tensor First(Tensor images, string name, long outputs, Func<Tensor, Tensor> activation) => Layers.Note(
            Prefix + name, activation(Unit(images, IsTorchvision ? $"{Prefix}{name}" : Prefix + name, outputs, 3, 2, 1, 1)));

        private Tensor Last(Tensor x, string name, long outputs, Func<Tensor, Tensor> activation) =>
            Layers.Note(Prefix + name, activation(Unit(x, Prefix + name, outputs, 1, 1, 1, 1)));

        /// <summary>A convolution and its norm, below a sequence or a module with names.</summary>
        private Tensor Unit(Tensor x, string path, long outputs, int kernel, long step, long dilation, long groups)
        {
            var (convolution, norm) = IsTorchvision ? ("0", "1") : ("conv", "bn");
            return Norm($"{path}.{norm}", Convolve($"{path}.{convolution}", x, outputs, kernel, step, dilation, groups), outputs);
        }

        private Tensor Norm(string path, Tensor x, long outputs) => Layers.BatchNorm(path, x, outputs, Epsilon, momentum: Momentum);

        private Tensor Convolve(string path, Tensor x, long outputs, int kernel, long step, long dilation, long groups)
        {
            // TensorFlow covers the map: of an odd number of zeros, one more lies behind it.
            var isCovering = Kind == "MobileNetV3" && !IsTorchvision && step == 2;
            var padded = isCovering ? functional.pad(x, [.. Sides(x.shape[3]), .. Sides(x.shape[2])]) : x;
            return Layers.Conv(path, padded, x.shape[1], outputs, kernel, step, isCovering ? 0 : dilation * (kernel / 2), dilation, groups);

            long[] Sides(long length)
            {
                var missing = Math.Max(0, ((length + 1) / 2 - 1) * 2 + kernel - length);
                return [missing / 2, missing - missing / 2];
            }
        }

        /// <param name="Expand">The first convolution, where there is one.</param>
        /// <param name="Plain">The depthwise convolution, where there is no other before it.</param>
        /// <param name="Depthwise">The depthwise convolution behind another.</param>
        /// <param name="Squeeze">Squeeze and excitation behind two convolutions.</param>
        /// <param name="Project">The last convolution behind that, or of MobileNetV2.</param>
        private sealed record Keys(string Expand, string Plain, string Depthwise, string Squeeze, string Project);

        private Tensor Block(
            Tensor input, string path, Keys keys, long inputs, long inside, long outputs, int kernel, long step, long dilation, int? squeezed, bool adds, Func<Tensor, Tensor> activation)
        {
            var x = input;
            var count = 0;
            if (inside != inputs)
                x = activation(Unit(x, $"{path}.{Next(keys.Expand)}", inside, 1, 1, 1, 1));
            x = activation(Unit(x, $"{path}.{Next(count == 0 ? keys.Plain : keys.Depthwise)}", inside, kernel, step, dilation, inside));
            if (squeezed is { } channels)
            {
                var (first, second) = IsTorchvision ? ("fc1", "fc2") : ("conv1.conv", "conv2.conv");
                var name = Next(keys.Squeeze);
                var mean = Layers.Conv($"{path}.{name}.{first}", Layers.Pool(x, 1), inside, channels, 1, bias: true);
                x *= Layers.HardSigmoid(Layers.Conv($"{path}.{name}.{second}", Layers.Relu(mean), channels, inside, 1, bias: true));
            }

            var last = Next(keys.Project);
            if (Kind == "MobileNetV2" && IsTorchvision)
                x = Norm($"{path}.conv.{count}", Convolve($"{path}.{last}", x, outputs, 1, 1, 1, 1), outputs);
            else
                x = Unit(x, $"{path}.{last}", outputs, 1, 1, 1, 1);
            return Layers.Note(path, adds ? x + input : x);

            // In a sequence, what is not there shifts what follows.
            string Next(string key) => key.Contains('.') ? $"{key.Split('.')[0]}.{count++}" : key + (count++ < 0 ? "" : "");
        }
    }
}
