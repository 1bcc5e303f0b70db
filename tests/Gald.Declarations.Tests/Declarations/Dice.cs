using Gald.Data;

namespace Gald.Declarations.Tests.Declarations;

/// <summary>Random choices: the same ones for the same seed and number of the case, on every machine.</summary>
internal sealed class Dice(long seed, long number)
{
    private SplitMix64 random = new(seed, number, 0);

    public bool Chance(double probability) => random.Chance(probability);

    /// <summary>Uniform, both ends included.</summary>
    public int Between(int low, int high) => low + random.Below(high - low + 1);

    public double Real(double low, double high) => random.Between(low, high);

    public T Pick<T>(params IReadOnlyList<T> choices) => choices[random.Below(choices.Count)];

    /// <summary>A choice with a weight each.</summary>
    public T Weighted<T>(params (double Weight, T Choice)[] choices)
    {
        var rest = random.NextDouble() * choices.Sum(one => one.Weight);
        foreach (var (weight, choice) in choices)
        {
            rest -= weight;
            if (rest < 0)
                return choice;
        }

        return choices[^1].Choice;
    }

    /// <summary>A number that nobody means: 0, negative, huge.</summary>
    public int Wild() => Pick(0, -1, -Between(2, 100), int.MinValue, int.MaxValue, (int)random.NextBits());

    public IReadOnlyList<T> Shuffle<T>(IReadOnlyList<T> items) => [.. random.Permutation(items.Count).Select(index => items[index])];
}
