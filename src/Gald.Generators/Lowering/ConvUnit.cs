using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Shapes;

namespace Gald.Generators.Lowering;

/// <summary>The blocks that every part of the network is made of.</summary>
internal static class ConvUnit
{
    /// <summary>Convolution, batch norm and ReLU under the keys of a sequential module.</summary>
    public static Block Build(string name, string summary, Conv2d convolution)
    {
        var block = new BlockBuilder(name, summary);
        var x = block.Input("input");
        return block.Build(Append(block, x, convolution, 0, "conv", "bn"));
    }

    /// <summary>
    /// <paramref name="count"/> depthwise 3×3 convolutions with stride 2, each with batch norm and ReLU, under the keys of a
    /// sequential module.
    /// </summary>
    public static Block BuildDepthwise(string name, string summary, Conv2d convolution, int count)
    {
        var block = new BlockBuilder(name, summary);
        var x = block.Input("input");
        for (var i = 0; i < count; i++)
        {
            var number = count == 1 ? "" : $"{i + 1}";
            x = Append(block, x, convolution, 3 * i, $"conv{number}", $"bn{number}");
        }

        return block.Build(x);
    }

    /// <summary>The depthwise convolution with stride 2 that reduces a map.</summary>
    public static Conv2d Depthwise(Extent channels, int padding, bool bias, int kernel = 3) =>
        new(channels, channels, kernel) { Step = 2, Padding = padding, Groups = channels, Bias = bias };

    private static Value Append(BlockBuilder block, Value input, Conv2d convolution, int key, string conv, string norm)
    {
        var x = block.Layer(Key(key), conv, convolution, input);
        x = block.Layer(Key(key + 1), norm, new BatchNorm2d(convolution.Outputs), x);
        return block.Apply(new Relu(), x);
    }

    private static string Key(int index) => index.ToString(CultureInfo.InvariantCulture);
}
