using Gald.Generators.Graph;

namespace Gald.Generators.Architecture;

/// <summary>An inverted residual (Sandler et al., CVPR 2018): a 1×1 convolution to more channels, a depthwise one, a 1×1 convolution back.</summary>
/// <param name="Inputs">Channels that it gets.</param>
/// <param name="Hidden">Channels between the 1×1 convolutions; the first is not there where it would keep their number.</param>
/// <param name="Outputs">Channels that it gives.</param>
/// <param name="Kernel">Side of the depthwise convolution.</param>
/// <param name="Step">Its stride.</param>
/// <param name="Dilation">Its dilation.</param>
/// <param name="Squeeze">Channels that squeeze and excitation, behind the depthwise convolution, goes down to; null without it.</param>
/// <param name="Activation">What follows the first two convolutions.</param>
internal sealed record InvertedResidual(
    int Inputs, int Hidden, int Outputs, int Kernel, int Step, int Dilation, int? Squeeze, Activation Activation)
{
    public bool Expands => Hidden != Inputs;

    /// <summary>Whether its input is added to what it gives. Default: where both have one shape.</summary>
    public bool AddsInput { get; init; } = Step == 1 && Inputs == Outputs;
}

/// <summary>A layer of a MobileNet: one or several inverted residuals, or a convolution with batch norm and activation.</summary>
/// <param name="Name">The key of its module where the backbone stands alone, such as <c>features.3</c> or <c>layer3</c>.</param>
/// <param name="Outputs">Channels that it gives.</param>
/// <param name="Step">Positions that it takes for each that it gives, in both directions.</param>
internal abstract record MobileLayer(string Name, int Outputs, int Step);

/// <summary>A convolution, which is the first layer, 3×3 with stride 2, or the last, 1×1.</summary>
internal sealed record MobileConvolution(string Name, int Inputs, int Outputs, int Kernel, int Step, Activation Activation) : MobileLayer(Name, Outputs, Step);

/// <summary>Inverted residuals.</summary>
/// <param name="Name">The key of the module.</param>
/// <param name="Blocks">The inverted residuals.</param>
/// <param name="IsSequence">Whether the module is a sequence of them, even of one; otherwise it is the only one itself.</param>
internal sealed record MobileBlocks(string Name, EquatableArray<InvertedResidual> Blocks, bool IsSequence)
    : MobileLayer(Name, Blocks.Last().Outputs, Blocks.First().Step);
