using System.Runtime.CompilerServices;

namespace Gald.Modules.Winograd;

/// <summary>
/// Winograd's minimal filter F(m, 3): m results of a filter with three taps, from m + 2 numbers, by m + 2 multiplications instead of 3·m
/// (Winograd, 1980; Lavin and Gray, 2016). Each line reads and writes vectors, which are beside each other by a step.
/// </summary>
internal unsafe interface IMinimalFilter
{
    /// <summary>m.</summary>
    static abstract int Outputs { get; }

    /// <summary>m + 2, the numbers of a tile and the multiplications.</summary>
    static abstract int Inputs { get; }

    /// <summary>Bᵀ·d: m + 2 numbers to m + 2 factors.</summary>
    static abstract void TransformInput(float* source, nint step, float* target, nint targetStep);

    /// <summary>G·g: three taps to m + 2 factors.</summary>
    static abstract void TransformTaps(float* source, nint step, float* target, nint targetStep);

    /// <summary>Aᵀ·p: m + 2 products to m results.</summary>
    static abstract void TransformOutput(float* source, nint step, float* target, nint targetStep);
}

/// <summary>
/// F(4, 3) by the points 0, ±5/8, ±3/2 and ∞, which make half the error of the usual 0, ±1, ±2 and ∞: 1.2e-6 of a convolution's norm beside
/// 2.6e-6, and 0.6e-6 of a direct one (256 channels, ReLU's results).
/// </summary>
internal readonly unsafe struct FourOutputs<TVector, TVectors> : IMinimalFilter
    where TVector : struct
    where TVectors : IFloatVectors<TVector>
{
    private const float A = 0.625f, B = 1.5f, A2 = A * A, B2 = B * B;
    private const double ForZero = 1.0 / (A2 * B2), ForA = 1.0 / (2.0 * A2 * (A2 - B2)), ForB = 1.0 / (2.0 * B2 * (B2 - A2));

    public static int Outputs => 4;

    public static int Inputs => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransformInput(float* source, nint step, float* target, nint targetStep)
    {
        TVector product = TVectors.Create(A2 * B2), sum = TVectors.Create(-(A2 + B2));
        TVector d0 = TVectors.Load(source), d1 = TVectors.Load(source + step), d2 = TVectors.Load(source + 2 * step);
        TVector d3 = TVectors.Load(source + 3 * step), d4 = TVectors.Load(source + 4 * step), d5 = TVectors.Load(source + 5 * step);
        TVectors.Store(TVectors.MultiplyAdd(product, d0, TVectors.MultiplyAdd(sum, d2, d4)), target);
        var even = TVectors.MultiplyAdd(TVectors.Create(-B2), d2, d4);
        var odd = TVectors.Multiply(TVectors.Create(A), TVectors.MultiplyAdd(TVectors.Create(-B2), d1, d3));
        TVectors.Store(TVectors.Add(even, odd), target + targetStep);
        TVectors.Store(TVectors.Subtract(even, odd), target + 2 * targetStep);
        even = TVectors.MultiplyAdd(TVectors.Create(-A2), d2, d4);
        odd = TVectors.Multiply(TVectors.Create(B), TVectors.MultiplyAdd(TVectors.Create(-A2), d1, d3));
        TVectors.Store(TVectors.Add(even, odd), target + 3 * targetStep);
        TVectors.Store(TVectors.Subtract(even, odd), target + 4 * targetStep);
        TVectors.Store(TVectors.MultiplyAdd(product, d1, TVectors.MultiplyAdd(sum, d3, d5)), target + 5 * targetStep);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransformTaps(float* source, nint step, float* target, nint targetStep)
    {
        TVector g0 = TVectors.Load(source), g1 = TVectors.Load(source + step), g2 = TVectors.Load(source + 2 * step);
        TVectors.Store(TVectors.Multiply(TVectors.Create((float)ForZero), g0), target);
        var even = TVectors.MultiplyAdd(TVectors.Create((float)(ForA * A2)), g2, TVectors.Multiply(TVectors.Create((float)ForA), g0));
        var odd = TVectors.Multiply(TVectors.Create((float)(ForA * A)), g1);
        TVectors.Store(TVectors.Add(even, odd), target + targetStep);
        TVectors.Store(TVectors.Subtract(even, odd), target + 2 * targetStep);
        even = TVectors.MultiplyAdd(TVectors.Create((float)(ForB * B2)), g2, TVectors.Multiply(TVectors.Create((float)ForB), g0));
        odd = TVectors.Multiply(TVectors.Create((float)(ForB * B)), g1);
        TVectors.Store(TVectors.Add(even, odd), target + 3 * targetStep);
        TVectors.Store(TVectors.Subtract(even, odd), target + 4 * targetStep);
        TVectors.Store(g2, target + 5 * targetStep);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransformOutput(float* source, nint step, float* target, nint targetStep)
    {
        TVector p1 = TVectors.Load(source + step), p2 = TVectors.Load(source + 2 * step);
        TVector p3 = TVectors.Load(source + 3 * step), p4 = TVectors.Load(source + 4 * step);
        TVector evenA = TVectors.Add(p1, p2), oddA = TVectors.Subtract(p1, p2), evenB = TVectors.Add(p3, p4), oddB = TVectors.Subtract(p3, p4);
        TVectors.Store(TVectors.Add(TVectors.Add(TVectors.Load(source), evenA), evenB), target);
        TVectors.Store(TVectors.MultiplyAdd(TVectors.Create(A), oddA, TVectors.Multiply(TVectors.Create(B), oddB)), target + targetStep);
        TVectors.Store(TVectors.MultiplyAdd(TVectors.Create(A2), evenA, TVectors.Multiply(TVectors.Create(B2), evenB)), target + 2 * targetStep);
        TVectors.Store(
            TVectors.MultiplyAdd(TVectors.Create(A2 * A), oddA, TVectors.MultiplyAdd(TVectors.Create(B2 * B), oddB, TVectors.Load(source + 5 * step))),
            target + 3 * targetStep);
    }
}

/// <summary>F(2, 3) by the points 0, ±1 and ∞: for maps and grids of which F(4, 3) would throw most away.</summary>
internal readonly unsafe struct TwoOutputs<TVector, TVectors> : IMinimalFilter
    where TVector : struct
    where TVectors : IFloatVectors<TVector>
{
    public static int Outputs => 2;

    public static int Inputs => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransformInput(float* source, nint step, float* target, nint targetStep)
    {
        TVector d0 = TVectors.Load(source), d1 = TVectors.Load(source + step), d2 = TVectors.Load(source + 2 * step), d3 = TVectors.Load(source + 3 * step);
        TVectors.Store(TVectors.Subtract(d0, d2), target);
        TVectors.Store(TVectors.Add(d1, d2), target + targetStep);
        TVectors.Store(TVectors.Subtract(d2, d1), target + 2 * targetStep);
        TVectors.Store(TVectors.Subtract(d3, d1), target + 3 * targetStep);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransformTaps(float* source, nint step, float* target, nint targetStep)
    {
        var half = TVectors.Create(0.5f);
        TVector g0 = TVectors.Load(source), g1 = TVectors.Load(source + step), g2 = TVectors.Load(source + 2 * step);
        TVector even = TVectors.Multiply(half, TVectors.Add(g0, g2)), odd = TVectors.Multiply(half, g1);
        TVectors.Store(g0, target);
        TVectors.Store(TVectors.Add(even, odd), target + targetStep);
        TVectors.Store(TVectors.Subtract(even, odd), target + 2 * targetStep);
        TVectors.Store(g2, target + 3 * targetStep);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransformOutput(float* source, nint step, float* target, nint targetStep)
    {
        TVector p1 = TVectors.Load(source + step), p2 = TVectors.Load(source + 2 * step);
        TVectors.Store(TVectors.Add(TVectors.Add(TVectors.Load(source), p1), p2), target);
        TVectors.Store(TVectors.Add(TVectors.Subtract(p1, p2), TVectors.Load(source + 3 * step)), target + targetStep);
    }
}
