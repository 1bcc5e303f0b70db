using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Computing;

/// <summary>
/// How exactly and with which algorithms libtorch computes. The defaults compute in float32 alone, which for convolutions on
/// CUDA is more exact and slower than what libtorch does by itself (TF32).
/// </summary>
public sealed record ComputeOptions
{
    /// <summary>Options that are all at their defaults.</summary>
    public ComputeOptions()
    {
    }

    /// <summary>A copy, of which an initialiser may set some anew: in F#, <c>ComputeOptions(options, Tf32 = true)</c>.</summary>
    /// <param name="options">What is copied.</param>
    public ComputeOptions(ComputeOptions options)
    {
        Precision = options.Precision;
        Tf32 = options.Tf32;
        CudnnBenchmark = options.CudnnBenchmark;
        Deterministic = options.Deterministic;
    }

    /// <summary>What convolutions and matrix products are computed with. Default <see cref="Precision.Float32"/>.</summary>
    public Precision Precision { get; init; }

    /// <summary>
    /// Whether float32 products on CUDA may be rounded to TF32 (11 of 24 digits), several times faster on Ampere and newer. Default no.
    /// </summary>
    public bool Tf32 { get; init; }

    /// <summary>
    /// Whether cuDNN tries its algorithms at each new input size and keeps the fastest: for inputs of one size, as in training.
    /// Without effect where <see cref="Deterministic"/> is set. Default no.
    /// </summary>
    public bool CudnnBenchmark { get; init; }

    /// <summary>
    /// Whether only algorithms are taken that give the same numbers each time. Without one, as for the gradient of bilinear upsampling
    /// on CUDA, libtorch warns and takes what there is. On the CPU the networks are deterministic either way. Default no.
    /// </summary>
    public bool Deterministic { get; init; }

    /// <summary>
    /// What of these options this libtorch lacks, a sentence each; empty where it has all. What it lacks is left out, without an error.
    /// </summary>
    public IReadOnlyList<string> Unavailable()
    {
        var sentences = new List<string>();
        if (Precision == Precision.BFloat16 && !TorchExports.HasAutocast)
            sentences.Add("This build of libtorch has no mixed precision that can be reached, so float32 is computed with.");
        if (CudnnBenchmark && !Deterministic && !TorchExports.HasBenchmark)
            sentences.Add("This build of libtorch has no switch for cuDNN's benchmark that can be reached, so it stays as it is.");
        if (Deterministic && !TorchExports.HasDeterminism)
            sentences.Add("This build of libtorch has no switch for deterministic algorithms that can be reached, so it stays as it is.");
        return sentences;
    }

    /// <summary>
    /// Computes so from now on until the result is disposed, on the same thread; then everything is as it was. Uses may be nested.
    /// Mixed precision is this thread's, the other switches are the process's.
    /// </summary>
    /// <param name="device">Where the tensors are.</param>
    /// <exception cref="GaldException">The precision is none of <see cref="Precision"/>'s.</exception>
    public IDisposable Enter(Device device)
    {
        Check();
        return new ComputeScope(this, device.type, withPrecision: true);
    }

    /// <summary>As <see cref="Enter"/>, but for the precision, which <see cref="EnterPrecision"/> sets for the forward pass alone.</summary>
    internal IDisposable EnterAlgorithms(Device device) => new ComputeScope(this, device.type, withPrecision: false);

    internal IDisposable EnterPrecision(Device device) => new Autocast(Precision, device.type);

    /// <summary>Moves a network to a device and gives its weights and statistics the type that the precision is computed in.</summary>
    /// <param name="network">The network; its tensors are replaced.</param>
    /// <param name="device">Where it is to be.</param>
    /// <exception cref="GaldException">The precision is none of <see cref="Precision"/>'s.</exception>
    public void Prepare(nn.Module network, Device device)
    {
        Check();
        network.to(device);
        if (Precision == Precision.Float64)
            network.to(ScalarType.Float64);
    }

    /// <exception cref="GaldException">Float64 is asked for, and the network's weights are of another type.</exception>
    internal void Check(nn.Module network)
    {
        Check();
        if (Precision == Precision.Float64 && network.parameters().FirstOrDefault()?.dtype is ScalarType type and not ScalarType.Float64)
            throw new GaldException($"Precision.Float64 needs a network whose weights are float64, and these are {type.Show()}: call Prepare(network, device) of these options first.");
    }

    internal void Check()
    {
        if (!Enum.IsDefined(Precision))
            throw new GaldException($"The precision {(int)Precision} is none that there is; choose {string.Join(" or ", Enum.GetNames<Precision>())}.");
    }
}
