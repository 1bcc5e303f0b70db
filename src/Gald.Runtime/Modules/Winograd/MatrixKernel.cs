using System.Runtime.CompilerServices;

namespace Gald.Modules.Winograd;

/// <summary>
/// Six rows of a product of matrices, kept in registers while the inner dimension is run through. Written out number by number, since
/// only local variables become registers.
/// </summary>
internal static unsafe class MatrixKernel<TVector, TVectors>
    where TVector : struct
    where TVectors : IFloatVectors<TVector>
{
    /// <summary>Rows of a product.</summary>
    public const int Rows = 6;

    /// <summary>6×length by length×4 vectors, whose rows follow each other; the product is stored, or added to what is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FourVectors(float* left, nint leftStep, float* right, float* product, nint productStep, int length, bool adds)
    {
        TVector c00 = TVectors.Zero, c01 = TVectors.Zero, c02 = TVectors.Zero, c03 = TVectors.Zero;
        TVector c10 = TVectors.Zero, c11 = TVectors.Zero, c12 = TVectors.Zero, c13 = TVectors.Zero;
        TVector c20 = TVectors.Zero, c21 = TVectors.Zero, c22 = TVectors.Zero, c23 = TVectors.Zero;
        TVector c30 = TVectors.Zero, c31 = TVectors.Zero, c32 = TVectors.Zero, c33 = TVectors.Zero;
        TVector c40 = TVectors.Zero, c41 = TVectors.Zero, c42 = TVectors.Zero, c43 = TVectors.Zero;
        TVector c50 = TVectors.Zero, c51 = TVectors.Zero, c52 = TVectors.Zero, c53 = TVectors.Zero;
        float* row0 = left, row1 = left + leftStep, row2 = left + 2 * leftStep, row3 = left + 3 * leftStep, row4 = left + 4 * leftStep, row5 = left + 5 * leftStep;
        Prefetch(product, productStep, 4);
        for (var i = 0; i < length; i++)
        {
            TVector b0 = TVectors.Load(right), b1 = TVectors.Load(right + TVectors.Lanes), b2 = TVectors.Load(right + 2 * TVectors.Lanes), b3 = TVectors.Load(right + 3 * TVectors.Lanes);
            right += 4 * TVectors.Lanes;
            var a = TVectors.Create(row0[i]);
            c00 = TVectors.MultiplyAdd(a, b0, c00);
            c01 = TVectors.MultiplyAdd(a, b1, c01);
            c02 = TVectors.MultiplyAdd(a, b2, c02);
            c03 = TVectors.MultiplyAdd(a, b3, c03);
            a = TVectors.Create(row1[i]);
            c10 = TVectors.MultiplyAdd(a, b0, c10);
            c11 = TVectors.MultiplyAdd(a, b1, c11);
            c12 = TVectors.MultiplyAdd(a, b2, c12);
            c13 = TVectors.MultiplyAdd(a, b3, c13);
            a = TVectors.Create(row2[i]);
            c20 = TVectors.MultiplyAdd(a, b0, c20);
            c21 = TVectors.MultiplyAdd(a, b1, c21);
            c22 = TVectors.MultiplyAdd(a, b2, c22);
            c23 = TVectors.MultiplyAdd(a, b3, c23);
            a = TVectors.Create(row3[i]);
            c30 = TVectors.MultiplyAdd(a, b0, c30);
            c31 = TVectors.MultiplyAdd(a, b1, c31);
            c32 = TVectors.MultiplyAdd(a, b2, c32);
            c33 = TVectors.MultiplyAdd(a, b3, c33);
            a = TVectors.Create(row4[i]);
            c40 = TVectors.MultiplyAdd(a, b0, c40);
            c41 = TVectors.MultiplyAdd(a, b1, c41);
            c42 = TVectors.MultiplyAdd(a, b2, c42);
            c43 = TVectors.MultiplyAdd(a, b3, c43);
            a = TVectors.Create(row5[i]);
            c50 = TVectors.MultiplyAdd(a, b0, c50);
            c51 = TVectors.MultiplyAdd(a, b1, c51);
            c52 = TVectors.MultiplyAdd(a, b2, c52);
            c53 = TVectors.MultiplyAdd(a, b3, c53);
        }

        Finish(product, adds, c00, c01, c02, c03);
        Finish(product + productStep, adds, c10, c11, c12, c13);
        Finish(product + 2 * productStep, adds, c20, c21, c22, c23);
        Finish(product + 3 * productStep, adds, c30, c31, c32, c33);
        Finish(product + 4 * productStep, adds, c40, c41, c42, c43);
        Finish(product + 5 * productStep, adds, c50, c51, c52, c53);
    }

    /// <summary>6×length by length×2 vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TwoVectors(float* left, nint leftStep, float* right, float* product, nint productStep, int length, bool adds)
    {
        TVector c00 = TVectors.Zero, c01 = TVectors.Zero;
        TVector c10 = TVectors.Zero, c11 = TVectors.Zero;
        TVector c20 = TVectors.Zero, c21 = TVectors.Zero;
        TVector c30 = TVectors.Zero, c31 = TVectors.Zero;
        TVector c40 = TVectors.Zero, c41 = TVectors.Zero;
        TVector c50 = TVectors.Zero, c51 = TVectors.Zero;
        float* row0 = left, row1 = left + leftStep, row2 = left + 2 * leftStep, row3 = left + 3 * leftStep, row4 = left + 4 * leftStep, row5 = left + 5 * leftStep;
        Prefetch(product, productStep, 2);
        for (var i = 0; i < length; i++)
        {
            TVector b0 = TVectors.Load(right), b1 = TVectors.Load(right + TVectors.Lanes);
            right += 2 * TVectors.Lanes;
            var a = TVectors.Create(row0[i]);
            c00 = TVectors.MultiplyAdd(a, b0, c00);
            c01 = TVectors.MultiplyAdd(a, b1, c01);
            a = TVectors.Create(row1[i]);
            c10 = TVectors.MultiplyAdd(a, b0, c10);
            c11 = TVectors.MultiplyAdd(a, b1, c11);
            a = TVectors.Create(row2[i]);
            c20 = TVectors.MultiplyAdd(a, b0, c20);
            c21 = TVectors.MultiplyAdd(a, b1, c21);
            a = TVectors.Create(row3[i]);
            c30 = TVectors.MultiplyAdd(a, b0, c30);
            c31 = TVectors.MultiplyAdd(a, b1, c31);
            a = TVectors.Create(row4[i]);
            c40 = TVectors.MultiplyAdd(a, b0, c40);
            c41 = TVectors.MultiplyAdd(a, b1, c41);
            a = TVectors.Create(row5[i]);
            c50 = TVectors.MultiplyAdd(a, b0, c50);
            c51 = TVectors.MultiplyAdd(a, b1, c51);
        }

        Finish(product, adds, c00, c01);
        Finish(product + productStep, adds, c10, c11);
        Finish(product + 2 * productStep, adds, c20, c21);
        Finish(product + 3 * productStep, adds, c30, c31);
        Finish(product + 4 * productStep, adds, c40, c41);
        Finish(product + 5 * productStep, adds, c50, c51);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(float* product, nint step, int vectors)
    {
        for (var row = 0; row < Rows; row++)
        {
            for (var i = 0; i < vectors; i++)
                TVectors.Prefetch(product + row * step + i * TVectors.Lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(float* row, bool adds, TVector first, TVector second)
    {
        if (adds)
        {
            first = TVectors.Add(first, TVectors.Load(row));
            second = TVectors.Add(second, TVectors.Load(row + TVectors.Lanes));
        }
        TVectors.Store(first, row);
        TVectors.Store(second, row + TVectors.Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(float* row, bool adds, TVector first, TVector second, TVector third, TVector fourth)
    {
        Finish(row, adds, first, second);
        Finish(row + 2 * TVectors.Lanes, adds, third, fourth);
    }
}
