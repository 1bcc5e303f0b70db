using System.Numerics;
using System.Runtime.CompilerServices;
using Gald.Computing;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>The sum and ReLU at the end of a residual block in one pass over the maps, which are too large for the caches.</summary>
internal static unsafe class ResidualSum
{
    private const int ChunkLength = 1 << 16;

    /// <summary>target ← max(0, target + addend).</summary>
    /// <param name="target">N×C×H×W, which nobody else reads.</param>
    /// <param name="addend">N×C×H×W.</param>
    public static void AddAndRectify(Tensor target, Tensor addend)
    {
        if (!ThreadTeam.IsShared || !IsPlain(target) || !IsPlain(addend) || !target.shape.SequenceEqual(addend.shape))
        {
            target.add_(addend, Scalars.One);
            target.relu_();
            return;
        }
        using Tensor sums = target.permute(0, 2, 3, 1), addends = addend.permute(0, 2, 3, 1);
        (var to, var from) = (TorchExports.AddressOf(sums), TorchExports.AddressOf(addends));
        var length = sums.numel();
        ThreadTeam.Run((int)((length + ChunkLength - 1) / ChunkLength), (_, chunk) =>
        {
            var start = (long)chunk * ChunkLength;
            var count = (int)Math.Min(ChunkLength, length - start);
            AddAndRectify(new Span<float>((float*)to + start, count), new ReadOnlySpan<float>((float*)from + start, count));
        });
    }

    /// <summary>Whether it is float32 on a processor, with channels last and nothing between them.</summary>
    private static bool IsPlain(Tensor map)
    {
        if (map.dtype != ScalarType.Float32 || map.device_type != DeviceType.CPU || map.dim() != 4 || map.numel() == 0)
            return false;
        using var last = map.permute(0, 2, 3, 1);
        return last.is_contiguous();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddAndRectify(Span<float> target, ReadOnlySpan<float> addend)
    {
        var whole = target.Length - target.Length % Vector<float>.Count;
        for (var i = 0; i < whole; i += Vector<float>.Count)
            Vector.Max(new Vector<float>(target[i..]) + new Vector<float>(addend[i..]), Vector<float>.Zero).CopyTo(target[i..]);
        for (var i = whole; i < target.Length; i++)
            target[i] = MathF.Max(target[i] + addend[i], 0);
    }
}
