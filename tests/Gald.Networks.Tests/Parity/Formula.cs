using System.Text;
using static TorchSharp.torch;

namespace Gald.Networks.Tests.Parity;

/// <summary>The formula by which the reference vectors' weights and inputs are made, so that no weight file is needed.</summary>
internal sealed class Formula(ulong seed)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>The numbers of a key, each in [−1, 1).</summary>
    public double[] Numbers(string key, long count)
    {
        var start = Hash(key) ^ unchecked(seed * Golden);
        var numbers = new double[count];
        for (var i = 0; i < numbers.Length; i++)
        {
            var z = unchecked(start + ((ulong)i + 1) * Golden);
            z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
            z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
            z ^= z >> 31;
            numbers[i] = (z >> 40) * Math.Pow(2, -23) - 1;
        }

        return numbers;
    }

    /// <summary>The value of a state entry, rounded to float32 as a weight file would have it.</summary>
    public Tensor State(string key, long[] shape)
    {
        if (key.EndsWith("num_batches_tracked", StringComparison.Ordinal))
            return zeros(shape, ScalarType.Int64);
        var numbers = Numbers(key, shape.Aggregate(1L, (product, length) => product * length));
        return tensor(Array.ConvertAll(numbers, Scale(key, shape)), shape);
    }

    private static Converter<double, float> Scale(string key, long[] shape)
    {
        if (key.EndsWith("running_mean", StringComparison.Ordinal))
            return u => (float)(0.1 * u);
        if (key.EndsWith("running_var", StringComparison.Ordinal))
            return u => (float)(1 + 0.5 * Math.Abs(u));
        if (shape.Length >= 2)
        {
            var scale = Math.Sqrt(3.0 / shape.Skip(1).Aggregate(1L, (product, length) => product * length));
            return u => (float)(u * scale);
        }

        return key.EndsWith("weight", StringComparison.Ordinal) ? u => (float)(1 + 0.1 * u) : u => (float)(0.1 * u);
    }

    private static ulong Hash(string text) =>
        Encoding.UTF8.GetBytes(text).Aggregate(14695981039346656037UL, (hash, octet) => unchecked((hash ^ octet) * 1099511628211UL));
}
