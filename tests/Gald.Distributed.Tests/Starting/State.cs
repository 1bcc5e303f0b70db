using Gald.Weights;
using static TorchSharp.torch;

namespace Gald.Distributed.Tests;

/// <summary>The tensors of a checkpoint: weights, statistics, momenta and losses.</summary>
internal static class State
{
    public static Dictionary<string, double[]> Read(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return file.Entries.Keys.ToDictionary(name => name, name =>
        {
            using var tensor = file.Read(name);
            using var wide = tensor.to_type(ScalarType.Float64);
            return wide.data<double>().ToArray();
        });
    }

    /// <summary>The largest distance of two numbers at one place, relative to numbers above 1.</summary>
    public static (double Distance, string Name) Compare(Dictionary<string, double[]> one, Dictionary<string, double[]> other)
    {
        Assert.Equal(one.Keys.Order(), other.Keys.Order());
        return one
            .Select(entry => (entry.Value.Zip(other[entry.Key], (a, b) => Math.Abs(a - b) / Math.Max(1, Math.Abs(a))).DefaultIfEmpty(0).Max(), entry.Key))
            .Max();
    }
}
