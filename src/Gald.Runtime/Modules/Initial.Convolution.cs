using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>How parameters begin.</summary>
public static partial class Initial
{
    /// <summary>Sets weights and bias of a convolution to 0, so that the branch that it ends adds nothing at first.</summary>
    /// <param name="convolution">The convolution.</param>
    /// <returns>The same.</returns>
    public static Conv2d Zero(Conv2d convolution)
    {
        using var grad = no_grad();
        convolution.weight.zero_();
        convolution.bias?.zero_();
        return convolution;
    }
}
