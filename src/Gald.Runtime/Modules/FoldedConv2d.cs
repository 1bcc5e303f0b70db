using Gald.Computing;
using Gald.Modules.Winograd;
using Gald.Onnx;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>
/// A convolution that only predicts: a copy of a module's weights, into which the batch norm behind the module is folded
/// (γ·(W∗x + b − μ)/√(σ² + ε) + β), run by the kernel that is fastest for its maps. It may be called from several threads.
/// </summary>
public sealed class FoldedConv2d : IDisposable
{
    private readonly ConvolutionWeights weights;
    private readonly Tensor bias;
    private readonly bool hasBias, isSamePadded;
    private readonly Activation activation;
    private readonly long[] kernelSize, strides, padding, dilation;
    private readonly long groups;
    private readonly TapGeometry? taps;
    private readonly WinogradConvolution? winograd;
    private volatile Choice? choice;
    private volatile ConvolutionKernel kernel;
    private bool isDisposed;

    /// <summary>A copy of a convolution without a batch norm behind it.</summary>
    /// <param name="convolution">The convolution.</param>
    /// <param name="relu">Whether a ReLU follows. Default no.</param>
    public FoldedConv2d(Conv2d convolution, bool relu = false) : this(convolution, null, Freezing.Options, Of(relu))
    {
    }

    /// <summary>A copy of a convolution and of the batch norm behind it.</summary>
    /// <param name="convolution">The convolution.</param>
    /// <param name="norm">The batch norm.</param>
    /// <param name="relu">Whether a ReLU follows. Default no.</param>
    public FoldedConv2d(Conv2d convolution, BatchNorm2d norm, bool relu = false) : this(convolution, norm, Freezing.Options, Of(relu))
    {
    }

    /// <summary>A copy of a convolution, without a batch norm behind it.</summary>
    /// <param name="convolution">The convolution.</param>
    /// <param name="activation">What follows.</param>
    /// <param name="samePadding">Whether its map is padded as TensorFlow does it (<see cref="SamePadding"/>). Default no.</param>
    public FoldedConv2d(Conv2d convolution, Activation activation, bool samePadding = false)
        : this(convolution, null, Freezing.Options, activation, samePadding)
    {
    }

    /// <summary>A copy of a convolution and of the batch norm behind it.</summary>
    /// <param name="convolution">The convolution.</param>
    /// <param name="norm">The batch norm.</param>
    /// <param name="activation">What follows.</param>
    /// <param name="samePadding">Whether its map is padded as TensorFlow does it (<see cref="SamePadding"/>). Default no.</param>
    public FoldedConv2d(Conv2d convolution, BatchNorm2d norm, Activation activation, bool samePadding = false)
        : this(convolution, norm, Freezing.Options, activation, samePadding)
    {
    }

    /// <summary>A copy of a convolution and of the batch norm behind it.</summary>
    /// <param name="convolution">The convolution.</param>
    /// <param name="norm">The batch norm; null without one.</param>
    /// <param name="options">Whether it is computed directly in any case, and whether the module's weights are taken from it.</param>
    /// <param name="activation">What follows.</param>
    /// <param name="samePadding">Whether its map is padded as TensorFlow does it.</param>
    internal FoldedConv2d(
        Conv2d convolution, BatchNorm2d? norm, FreezingOptions options, Activation activation = Activation.None, bool samePadding = false)
    {
        (strides, padding, dilation, groups) = (convolution.stride, convolution.padding!, convolution.dilation, convolution.groups);
        (hasBias, this.activation, isSamePadded) = (norm is not null || convolution.bias is not null, activation, samePadding);
        if (convolution.weight.numel() == 0)
            throw new GaldException(
                "The weights of a convolution are gone, for its network was frozen with ConsumesNetwork, or uses the convolution in two ways; "
                + "freeze a network that has its weights, and without ConsumesNetwork.");
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        kernelSize = convolution.weight.shape[2..];
        var weight = Copy(convolution.weight);
        weights = new ConvolutionWeights(weight);
        if (norm is null)
        {
            bias = convolution.bias?.clone() ?? zeros(weight.shape[0], weight.dtype, weight.device);
        }
        else
        {
            weight.mul_(Factor(norm).to_type(weight.dtype).reshape(-1, 1, 1, 1));
            bias = Shift(convolution, norm).to_type(weight.dtype, copy: true);
        }
        taps = options.Exact ? null : TapsOf(weight);
        winograd = taps is null ? null : WinogradConvolution.Of(taps);
        if (winograd is not null)
            Scratch.AddOwner();
        if (options.ConsumesNetwork)
            convolution.weight.set_(empty(0, weight.dtype, weight.device));
        scope.Detach(weight, bias);
        Freezing.Note(convolution, this);
    }

    /// <summary>What it ran on at its last call.</summary>
    public ConvolutionKernel Kernel => kernel;

    private static Activation Of(bool relu) => relu ? Activation.Relu : Activation.None;

    /// <summary>What minimal filtering needs to know; null where it does not apply.</summary>
    private TapGeometry? TapsOf(Tensor weight)
    {
        var shape = weight.shape;
        return shape[2] == 3 && shape[3] == 3 && groups == 1 && strides is [1, 1] && !isSamePadded && weight.dtype == ScalarType.Float32
            ? new((int)shape[1], (int)shape[0], ((int)padding[0], (int)padding[1]), ((int)dilation[0], (int)dilation[1]))
            : null;
    }

    /// <summary>One copy, in the order that convolutions read fastest where they bring it into no other.</summary>
    private static Tensor Copy(Tensor weight)
    {
        var shape = weight.shape;
        var copy = empty([shape[0], shape[2], shape[3], shape[1]], weight.dtype, weight.device).permute(0, 3, 1, 2);
        copy.copy_(weight);
        return copy;
    }

    /// <summary>γ/√(σ² + ε), in float64.</summary>
    private static Tensor Factor(BatchNorm2d norm)
    {
        using Scalar epsilon = norm.Epsilon;
        return norm.Weight.to_type(ScalarType.Float64).div(norm.RunningVariance.to_type(ScalarType.Float64).add(epsilon, Scalars.One).sqrt());
    }

    /// <summary>What is added to the folded convolution, in float64.</summary>
    private static Tensor Shift(Conv2d convolution, BatchNorm2d norm)
    {
        var own = convolution.bias?.to_type(ScalarType.Float64) ?? zeros(convolution.weight.shape[0], ScalarType.Float64, convolution.weight.device);
        return own.add(norm.RunningMean.to_type(ScalarType.Float64).neg(), Scalars.One).mul(Factor(norm)).add(norm.Bias.to_type(ScalarType.Float64), Scalars.One);
    }

    /// <summary>N×C×H×W to the convolution's result, after its activation; the caller disposes it.</summary>
    /// <param name="input">N×C×H×W.</param>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public Tensor call(Tensor input) => Run([input], null);

    /// <summary>The same with another map added to the result before the activation.</summary>
    /// <param name="input">N×C×H×W.</param>
    /// <param name="residual">What is added, of the result's shape.</param>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public Tensor callWithResidual(Tensor input, Tensor residual) => Run([input], residual);

    /// <summary>The same for two maps whose channels follow each other to the input's.</summary>
    /// <param name="first">N×C₁×H×W.</param>
    /// <param name="second">N×C₂×H×W; C₁ + C₂ = C.</param>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public Tensor callJoined(Tensor first, Tensor second) => Run([first, second], null);

    private Tensor Run(IReadOnlyList<Tensor> inputs, Tensor? residual)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        if (bias.dtype == ScalarType.Float32 && PackedConvolution.Fits(inputs[0]))
        {
            if (TilesFor(inputs, residual) is { } tiles)
            {
                kernel = tiles.Side == 4 ? ConvolutionKernel.Winograd4x4 : ConvolutionKernel.Winograd2x2;
                using var panels = weights.InPanels(winograd!.Panels);
                var filtered = winograd.Run(inputs, panels, bias, residual, activation == Activation.Relu, tiles);
                if (activation != Activation.Relu)
                    activation.Overwrite(filtered);
                return filtered;
            }
            if (PackedConvolution.IsSupported)
            {
                kernel = ConvolutionKernel.Direct;
                return Joined(inputs, residual, input =>
                {
                    var convolution = PackedConvolution.Of(strides, padding, dilation, groups);
                    using var packed = weights.Packed(convolution, input);
                    return convolution.Call(input, packed, bias, residual is null ? activation : Activation.None);
                });
            }
        }
        kernel = ConvolutionKernel.LibTorch;
        return Joined(inputs, residual, input =>
        {
            using var dense = weights.Dense();
            var result = nn.functional.conv2d(input, dense, bias, strides, padding, dilation, groups);
            if (residual is null)
                activation.Overwrite(result);
            return result;
        });
    }

    /// <summary>A convolution by libtorch, which takes one map and adds nothing.</summary>
    private Tensor Joined(IReadOnlyList<Tensor> inputs, Tensor? residual, Func<Tensor, Tensor> convolve)
    {
        using var whole = inputs.Count > 1 ? cat([.. inputs], 1) : null;
        using var padded = isSamePadded ? SamePadding.Pad(whole ?? inputs[0], kernelSize, strides, dilation) : null;
        var result = convolve(padded ?? whole ?? inputs[0]);
        if (residual is null)
            return result;
        if (activation == Activation.Relu)
        {
            ResidualSum.AddAndRectify(result, residual);
            return result;
        }
        result.add_(residual, Scalars.One);
        activation.Overwrite(result);
        return result;
    }

    /// <summary>The tiles of minimal filtering for such maps; null where a direct convolution is faster, or has to refuse them.</summary>
    private TileMap? TilesFor(IReadOnlyList<Tensor> inputs, Tensor? residual)
    {
        var shape = inputs[0].shape;
        if (winograd is null || shape.Length != 4)
            return null;
        var size = ((int)shape[0], (int)shape[2], (int)shape[3]);
        var threads = get_num_threads();
        if (choice is not { } known || known.Input != size || known.Threads != threads)
        {
            var side = TileChoice.SideFor(taps!, winograd.Panels, size, threads);
            choice = known = new Choice(size, threads, side == 0 ? null : new TileMap(taps!, size, side));
        }
        return known.Tiles is { } tiles && winograd.Takes(inputs, residual, tiles) ? tiles : null;
    }

    /// <summary>Writes the convolution, with its weights in float32, into an ONNX graph: N×C×H×W to its result.</summary>
    /// <param name="graph">The part of the graph that it becomes.</param>
    /// <param name="input">N×C×H×W.</param>
    public OnnxValue Export(OnnxGraph graph, OnnxValue input) => activation.Export(graph, ExportLinear(graph, input));

    /// <summary>Writes it, and behind it the addition of another map, into an ONNX graph; the sum and its activation are not part of the convolution.</summary>
    /// <param name="graph">The part of the graph that the convolution becomes.</param>
    /// <param name="input">N×C×H×W.</param>
    /// <param name="residual">What is added.</param>
    public OnnxValue ExportWithResidual(OnnxGraph graph, OnnxValue input, OnnxValue residual) =>
        activation.Export(graph.Around, graph.Around.Add(ExportLinear(graph, input), residual));

    /// <summary>Writes it, and in front of it the concatenation of two maps, into an ONNX graph.</summary>
    /// <param name="graph">The part of the graph that the convolution becomes.</param>
    /// <param name="first">N×C₁×H×W.</param>
    /// <param name="second">N×C₂×H×W.</param>
    public OnnxValue ExportJoined(OnnxGraph graph, OnnxValue first, OnnxValue second) => Export(graph, graph.Around.Concatenate(first, second));

    private OnnxValue ExportLinear(OnnxGraph graph, OnnxValue input)
    {
        using var dense = weights.Dense();
        return graph.Convolution(input, dense, hasBias ? bias : null, strides, isSamePadded ? null : padding, dilation, groups);
    }

    /// <summary>Releases the weights.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref isDisposed, true))
            return;
        weights.Dispose();
        bias.Dispose();
        if (winograd is not null)
            Scratch.RemoveOwner();
    }

    /// <summary>What was chosen for maps of a size.</summary>
    private sealed record Choice((int Images, int Height, int Width) Input, int Threads, TileMap? Tiles);
}
