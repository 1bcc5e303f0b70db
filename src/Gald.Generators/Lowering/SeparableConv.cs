using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Shapes;

namespace Gald.Generators.Lowering;

/// <summary>
/// A 3×3 convolution channel by channel and a 1×1 convolution over the channels, each with batch norm and ReLU, under the keys of mmcv's
/// <c>DepthwiseSeparableConvModule</c>.
/// </summary>
internal static class SeparableConv
{
    public static Block Build(string name, string summary, Extent inputs, Extent outputs, int dilation = 1)
    {
        var block = new BlockBuilder(name, summary);
        var depthwise = Conv2d.Same(inputs, inputs, 3, dilation: dilation) with { Groups = inputs };
        var x = block.Call("depthwise_conv", "depthwiseConv", ConvModule.Build($"{name}Depthwise", "Each channel alone.", depthwise), block.Input("features"));
        return block.Build(block.Call("pointwise_conv", "pointwiseConv", ConvModule.Build($"{name}Pointwise", "Each position alone.", new Conv2d(inputs, outputs, 1)), x));
    }
}
