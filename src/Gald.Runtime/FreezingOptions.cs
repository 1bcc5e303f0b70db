namespace Gald;

/// <summary>How a network is frozen into a program that only predicts.</summary>
public sealed record FreezingOptions
{
    /// <summary>Options that are all at their defaults.</summary>
    public FreezingOptions()
    {
    }

    /// <summary>A copy, of which an initialiser may set some anew: in F#, <c>FreezingOptions(options, Exact = true)</c>.</summary>
    /// <param name="options">What is copied.</param>
    public FreezingOptions(FreezingOptions options)
    {
        Exact = options.Exact;
        ConsumesNetwork = options.ConsumesNetwork;
    }

    /// <summary>
    /// Whether every convolution is computed directly (default no). Otherwise 3×3 convolutions of stride 1 on processors run by Winograd's minimal
    /// filtering where that is faster: a quarter of the multiplications, and an error against exact arithmetic of at most 2e-5 of the logits' norm,
    /// as that of direct convolutions is.
    /// </summary>
    public bool Exact { get; init; }

    /// <summary>
    /// Whether the program takes the network's weights away, layer by layer, so that they are never there twice (default no). The
    /// network can then only be disposed, or get other weights by being constructed anew.
    /// </summary>
    public bool ConsumesNetwork { get; init; }
}
