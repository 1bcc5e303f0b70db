using Gald.Modules;
using Gald.Onnx;
using static TorchSharp.torch;

namespace Gald;

/// <summary>Ways to compute a convolution.</summary>
public enum ConvolutionKernel
{
    /// <summary>It has not been called yet.</summary>
    NotYetRun,

    /// <summary>libtorch's own, with weights as they are: GPUs, other precisions, and a libtorch without oneDNN.</summary>
    LibTorch,

    /// <summary>oneDNN's direct one, with weights in the order of its kernels.</summary>
    Direct,

    /// <summary>Winograd's minimal filtering with tiles of 2×2 results.</summary>
    Winograd2x2,

    /// <summary>Winograd's minimal filtering with tiles of 4×4 results.</summary>
    Winograd4x4,
}

/// <summary>What a convolution of a frozen network ran on at its last call.</summary>
/// <param name="Layer">Its path in the network's state, such as <c>layer4.2.conv2</c>.</param>
/// <param name="Kernel">The kernel.</param>
public sealed record LayerKernel(string Layer, ConvolutionKernel Kernel);

/// <summary>A network that was frozen as options say, and tells what its convolutions run on.</summary>
public sealed class FrozenNetwork : IFrozenNetwork
{
    private readonly IFrozenNetwork program;
    private readonly IReadOnlyList<(string Path, FoldedConv2d Convolution)> convolutions;

    internal FrozenNetwork(IFreezable network, FreezingOptions options)
    {
        using var freezing = new Freezing(options);
        program = network.Freeze();
        var paths = new Dictionary<nn.Module, string>(ReferenceEqualityComparer.Instance);
        foreach (var (path, module) in (network as nn.Module)?.named_modules() ?? [])
            paths.TryAdd(module, path);
        convolutions = [.. freezing.Made.Select(one => (paths.GetValueOrDefault(one.Source, ""), one.Convolution))];
    }

    /// <inheritdoc/>
    public NetworkDescription Description => program.Description;

    /// <inheritdoc/>
    public OnnxSignature Signature => program.Signature;

    /// <summary>What each convolution ran on at its last call, in the order in which they were frozen.</summary>
    public IReadOnlyList<LayerKernel> Kernels => [.. convolutions.Select(one => new LayerKernel(one.Path, one.Convolution.Kernel))];

    /// <inheritdoc/>
    public Tensor call(Tensor images) => program.call(images);

    /// <inheritdoc/>
    public OnnxValue Export(OnnxGraph graph, OnnxValue input) => program.Export(graph, input);

    /// <inheritdoc/>
    public void Dispose() => program.Dispose();
}

/// <summary>Freezing with options.</summary>
public static class FreezingExtensions
{
    /// <summary>A program that predicts what the network predicts now, made as the options say; the caller disposes it.</summary>
    /// <param name="network">The network.</param>
    /// <param name="options">Whether convolutions are computed directly in any case, and whether the network is given up.</param>
    public static FrozenNetwork Freeze(this IFreezable network, FreezingOptions options) => new(network, options);
}
