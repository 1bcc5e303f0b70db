using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Networks.Tests.Parity;

/// <summary>Compares a module with what the published code computed: its state, its results, norms and projections.</summary>
internal static class Published
{
    /// <summary>The relative error that is allowed in float64.</summary>
    public const double Tolerance = 1e-6;

    /// <summary>The error of a projection that is allowed, relative to the tensor's length.</summary>
    public const double ProjectionTolerance = 3e-6;

    /// <summary>The relative error that is allowed in float32, in evaluation mode.</summary>
    public const double SinglePrecisionTolerance = 1e-4;

    public static void Fill(nn.Module network, Manifest manifest)
    {
        var state = network.state_dict();
        var expected = manifest.State.Select(entry => $"{entry.Key} {entry.Dtype} [{string.Join(",", entry.Shape)}]").Order(StringComparer.Ordinal);
        var actual = state.Select(entry => $"{entry.Key} {entry.Value.dtype.ToString().ToLowerInvariant()} [{string.Join(",", entry.Value.shape)}]").Order(StringComparer.Ordinal);
        Assert.Equal(expected, actual);
        var names = manifest.State.ToDictionary(entry => entry.Key, entry => entry.SameAs ?? entry.Key);
        var formula = new Formula(manifest.Seed);
        foreach (var (key, target) in state)
        {
            using var value = formula.State(names[key], target.shape);
            target.copy_(value);
        }
    }

    public static Tensor Images(Manifest manifest)
    {
        var shape = Array.ConvertAll(manifest.Input, length => (long)length);
        return tensor(Array.ConvertAll(Numbers(manifest, "input", shape), number => (float)number), shape);
    }

    /// <summary>The numbers of a key in the shape of a tensor, in float64.</summary>
    public static Tensor Formula(Manifest manifest, string key, long[] shape) => tensor(Numbers(manifest, key, shape), shape);

    public static Tensor Labels(Manifest manifest)
    {
        long[] shape = [manifest.Input[0], manifest.Input[2], manifest.Input[3]];
        var labels = Numbers(manifest, "label", shape)
            .Zip(Numbers(manifest, "ignore", shape), (label, ignore) => ignore > 0.8 ? 255L : (long)Math.Floor((label + 1) / 2 * manifest.Classes))
            .ToArray();
        return tensor(labels, shape);
    }

    /// <summary>Compares a result with all that is recorded of it.</summary>
    public static void AssertTensor(Manifest manifest, StoredTensor stored, Tensor actual, double tolerance = Tolerance)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(stored.Shape, actual.shape);
        var wide = actual.detach().to_type(ScalarType.Float64);
        AssertRelative(manifest, $"norm of {stored.Key}", stored.L2, wide.norm().ToDouble(), tolerance);
        if (stored.Dot is { } dot)
            AssertProjection(manifest, stored.Key, wide, dot, ProjectionTolerance / Tolerance * tolerance * stored.L2);
        if (manifest.Values(stored) is not { } expected)
            return;
        var part = wide;
        for (var dimension = 0; dimension < expected.shape.Length; dimension++)
            part = part.narrow(dimension, 0, expected.shape[dimension]);
        var error = (part - expected).norm().ToDouble() / expected.norm().ToDouble();
        Assert.True(error <= tolerance, $"{manifest.Name}: {stored.Key} differs by {error:E2} relative to the published result; {tolerance:E0} is allowed.");
    }

    /// <summary>Compares the norms and projections of several tensors, such as all gradients.</summary>
    public static void CompareNorms(
        Manifest manifest, string what, IReadOnlyDictionary<string, double> norms, IReadOnlyDictionary<string, double>? projections, Func<string, Tensor> actual)
    {
        if (norms.Count == 0)
            return;
        var slack = 1e-9 * norms.Values.Max();
        foreach (var (key, norm) in norms)
        {
            using var scope = NewDisposeScope();
            var value = actual(key).to_type(ScalarType.Float64);
            var found = value.norm().ToDouble();
            Assert.True(Math.Abs(found - norm) <= Tolerance * norm + slack, $"{manifest.Name}: {what} {key} has norm {found:R}, published {norm:R}.");
            if (projections is not null)
                AssertProjection(manifest, $"{what} {key}", value, projections[key], ProjectionTolerance * norm + slack);
        }
    }

    public static void AssertRelative(Manifest manifest, string what, double expected, double actual, double tolerance = Tolerance) => Assert.True(
        Math.Abs(actual - expected) <= tolerance * Math.Abs(expected),
        $"{manifest.Name}: {what} is {actual:R}, published {expected:R}.");

    private static void AssertProjection(Manifest manifest, string what, Tensor value, double expected, double allowed)
    {
        var found = (value.flatten() * Formula(manifest, "dot", [value.numel()])).sum().ToDouble();
        Assert.True(Math.Abs(found - expected) <= allowed, $"{manifest.Name}: {what} projects to {found:R}, published {expected:R}.");
    }

    private static double[] Numbers(Manifest manifest, string key, long[] shape) =>
        new Formula(manifest.Seed).Numbers(key, shape.Aggregate(1L, (product, length) => product * length));
}
