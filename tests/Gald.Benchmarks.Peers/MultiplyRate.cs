using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Gald;
using Gald.Computing;
using Gald.Modules.Winograd;
using static TorchSharp.torch;

namespace Contestants;

/// <summary>
/// What the processor can do at most: products of matrices that stay in the first-level cache, by the kernel that minimal filtering uses.
/// </summary>
internal static unsafe class MultiplyRate
{
    private const int Depth = 128, Rounds = 20, Calls = 20_000;

    /// <summary>Billions of multiply-adds in float32 a second, the best of several rounds.</summary>
    public static double Measure(int threads)
    {
        LibTorch.EnsureLoaded();
        set_num_threads(threads);
        return FloatVectors512.IsSupported ? Measure<Vector512<float>, FloatVectors512>(threads)
            : FloatVectors256.IsSupported ? Measure<Vector256<float>, FloatVectors256>(threads)
            : Measure<Vector128<float>, FloatVectors128>(threads);
    }

    private static double Measure<TVector, TVectors>(int threads)
        where TVector : struct
        where TVectors : IFloatVectors<TVector>
    {
        var width = TVectors.PanelVectors * TVectors.Lanes;
        const int Rows = MatrixKernel<TVector, TVectors>.Rows;
        var best = double.PositiveInfinity;
        for (var round = 0; round < Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            ThreadTeam.Run(threads, (_, _) => Multiply());
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }

        return 1e-9 * threads * Calls * Rows * width * Depth / best;

        void Multiply()
        {
            var length = (nuint)(Rows * Depth + Depth * width + Rows * width);
            var left = (float*)NativeMemory.AlignedAlloc(length * sizeof(float), 64);
            NativeMemory.Clear(left, length * sizeof(float));
            float* right = left + Rows * Depth, product = right + Depth * width;
            for (var call = 0; call < Calls; call++)
            {
                if (TVectors.PanelVectors == 4)
                    MatrixKernel<TVector, TVectors>.FourVectors(left, Depth, right, product, width, Depth, adds: true);
                else
                    MatrixKernel<TVector, TVectors>.TwoVectors(left, Depth, right, product, width, Depth, adds: true);
            }

            NativeMemory.AlignedFree(left);
        }
    }
}
