namespace Gald.Data;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014): small, and the same numbers in
/// every version of .NET, which System.Random does not promise.
/// </summary>
internal struct SplitMix64
{
    private ulong state;

    /// <summary>A generator of its own for each triple: of a seed and, for example, an epoch and an image.</summary>
    public SplitMix64(long seed, long first, long second)
    {
        state = Mix((ulong)seed + 0x9E3779B97F4A7C15);
        state = Mix(state ^ Mix((ulong)first + 0xD1B54A32D192ED03));
        state = Mix(state ^ Mix((ulong)second + 0x8CB92BA72F3D8DD7));
    }

    public ulong NextBits() => Mix(state += 0x9E3779B97F4A7C15);

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public double Between(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>Uniform in 0 to <paramref name="count"/> − 1.</summary>
    public int Below(int count) => (int)Math.BigMul(NextBits(), (ulong)count, out _);

    /// <summary>True with a probability.</summary>
    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>A random order of 0 to <paramref name="count"/> − 1 (Fisher and Yates).</summary>
    public int[] Permutation(int count)
    {
        var order = new int[count];
        for (var i = 0; i < count; i++)
        {
            var j = Below(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
