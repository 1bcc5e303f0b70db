using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Networks.Tests.Parity;

/// <summary>Compares a module with what the published code computed: its state, its results, its norms.</summary>
internal static class Published
{
    /// <summary>The relative error that is allowed in float64.</summary>
    public const double Tolerance = 1e-6;

    /// <summary>The relative error that is allowed in float32, in evaluation mode.</summary>
    public const double SinglePrecisionTolerance = 1e-4;

    public static void Fill(nn.Module network, Manifest manifest)
    {
        var state = network.state_dict();
        var expected = manifest.State.Select(entry => $"{entry.Key} {entry.Dtype} [{string.Join(",", entry.Shape)}]").Order(StringComparer.Ordinal);
        var actual = state.Select(entry => $"{entry.Key} {entry.Value.dtype.ToString().ToLowerInvariant()} [{string.Join(",", entry.Value.shape)}]").Order(StringComparer.Ordinal);
        Assert.Equal(expected, actual);
        var formula = new Formula(manifest.Seed);
        foreach (var (key, target) in state)
        {
            using var value = formula.State(key, target.shape);
            target.copy_(value);
        }
    }

    public static Tensor Images(Manifest manifest)
    {
        var shape = Array.ConvertAll(manifest.Input, length => (long)length);
        var numbers = new Formula(manifest.Seed).Numbers("input", shape.Aggregate(1L, (product, length) => product * length));
        return tensor(Array.ConvertAll(numbers, number => (float)number), shape);
    }

    public static void CompareNorms(Manifest manifest, string what, IReadOnlyDictionary<string, double> expected, Func<string, Tensor> actual)
    {
        var largest = expected.Values.Max();
        foreach (var (key, norm) in expected)
        {
            using var value = actual(key).norm();
            var difference = Math.Abs(value.ToDouble() - norm);
            Assert.True(difference <= Tolerance * norm + 1e-9 * largest, $"{manifest.Name}: {what} {key} has norm {value.ToDouble():R}, published {norm:R}.");
        }
    }

    public static void AssertClose(Manifest manifest, string key, Tensor actual, double tolerance)
    {
        var stored = manifest.Tensors.Single(tensor => tensor.Key == key);
        Assert.Equal(stored.Shape, actual.shape);
        using var expected = manifest.Values(stored)!;
        using var wide = actual.detach().to_type(ScalarType.Float64);
        using var difference = wide - expected;
        var error = difference.norm().ToDouble() / expected.norm().ToDouble();
        Assert.True(error <= tolerance, $"{manifest.Name}: {key} differs by {error:E2} relative to the published result; {tolerance:E0} is allowed.");
    }

    public static void AssertRelative(Manifest manifest, string what, double expected, double actual) => Assert.True(
        Math.Abs(actual - expected) <= Tolerance * Math.Abs(expected),
        $"{manifest.Name}: {what} is {actual:R}, published {expected:R}.");
}
