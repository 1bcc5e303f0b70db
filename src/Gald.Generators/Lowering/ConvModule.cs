using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;

namespace Gald.Generators.Lowering;

/// <summary>Convolution, batch norm and ReLU under the keys of mmcv's <c>ConvModule</c>: <c>conv</c> and <c>bn</c>.</summary>
internal static class ConvModule
{
    /// <summary>All three; as in mmcv, the convolution has no bias in front of a batch norm.</summary>
    public static Block Build(string name, string summary, Conv2d convolution) =>
        Build(name, summary, convolution, new BatchNorm2d(convolution.Outputs), relu: true);

    /// <param name="name">The name of the block's class.</param>
    /// <param name="summary">What it is.</param>
    /// <param name="convolution">The convolution.</param>
    /// <param name="norm">The batch norm; without one, the convolution has a bias in any case.</param>
    /// <param name="relu">Whether a ReLU follows.</param>
    public static Block Build(string name, string summary, Conv2d convolution, BatchNorm2d? norm, bool relu)
    {
        var block = new BlockBuilder(name, summary);
        var x = block.Layer("conv", convolution with { Bias = convolution.Bias || norm is null }, block.Input("features"));
        if (norm is not null)
            x = block.Layer("bn", norm, x);
        return block.Build(relu ? block.Apply(new Relu(), x) : x);
    }
}
