using System.Text.Json;
using Gald.Weights;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Gald.Runtime.Tests.Checkpoints;

/// <summary>
/// A folder of files that PyTorch wrote, or that someone broke, with a manifest of what a reader must get and what it must refuse.
/// GALD_WEIGHTS_DIR names another folder.
/// </summary>
public class CheckpointManifestTests
{
    private static readonly string Folder = Environment.GetEnvironmentVariable("GALD_WEIGHTS_DIR") is { Length: > 0 } chosen
        ? chosen
        : Path.Combine(AppContext.BaseDirectory, "Checkpoints", "Files");

    private static readonly JsonElement Manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "manifest.json"))).RootElement;

    public static TheoryData<string> Expected() => [.. Manifest.GetProperty("expected").EnumerateObject().Select(file => file.Name)];

    public static TheoryData<string> Refused() => [.. Manifest.GetProperty("refuse").EnumerateObject().Select(file => file.Name)];

    [Theory]
    [MemberData(nameof(Expected))]
    public void WhatPytorchWroteIsReadExactly(string name)
    {
        using var scope = NewDisposeScope();
        using WeightsFile file = WeightsFile.Open(Path.Combine(Folder, name));
        var expected = Manifest.GetProperty("expected").GetProperty(name);
        Assert.Equal(expected.EnumerateObject().Select(entry => entry.Name).Order(StringComparer.Ordinal), file.Entries.Keys.Order(StringComparer.Ordinal));
        foreach (var entry in expected.EnumerateObject())
        {
            long[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
            var type = entry.Value.GetProperty("dtype").GetString()!;
            Assert.Equal(type, file.Entries[entry.Name].Type.Show());
            Assert.Equal(shape, file.Entries[entry.Name].Shape);
            var tensor = file.Read(entry.Name);
            Assert.Equal(type, tensor.dtype.Show());
            Assert.Equal(shape, tensor.shape);
            AssertNumbers(entry.Value, tensor);
        }
    }

    private static void AssertNumbers(JsonElement expected, Tensor tensor)
    {
        // JSON has no complex numbers: they stand as pairs or, as PyTorch's double() leaves them, as real parts.
        double[][] first = [.. expected.GetProperty("first").EnumerateArray().Select(
            number => number.ValueKind == JsonValueKind.Array ? number.EnumerateArray().Select(part => part.GetDouble()).ToArray() : [number.GetDouble()])];
        var real = !tensor.is_complex() ? tensor : first.Any(number => number.Length == 2) ? tensor.view_as_real() : tensor.real;
        double[] numbers = [.. real.contiguous().view(-1).to_type(ScalarType.Float64).data<double>()];
        Assert.Equal(first.SelectMany(number => number), numbers.Take(first.Sum(number => number.Length)));
        Assert.Equal(Math.Min(4, tensor.numel()), first.Length);
        if (expected.GetProperty("sum").ValueKind == JsonValueKind.Number)
            AssertClose(expected.GetProperty("sum").GetDouble(), numbers.Sum());
        AssertClose(expected.GetProperty("l2").GetDouble(), Math.Sqrt(numbers.Sum(number => number * number)));
    }

    /// <summary>Equal but for the order in which the numbers are added.</summary>
    private static void AssertClose(double expected, double actual) => Assert.True(Math.Abs(expected - actual) <= 1e-9 * Math.Max(1, Math.Abs(expected)), $"{actual} instead of {expected}");

    [Theory]
    [MemberData(nameof(Refused))]
    public void WhatIsDangerousOrBrokenIsRefusedInOneSentence(string name)
    {
        var path = Path.Combine(Folder, name);
        string[] witnesses = [Path.Combine(Folder, "evil-was-here"), Path.GetFullPath("evil-was-here"), Path.Combine(Path.GetTempPath(), "evil-was-here")];
        var message = Assert.Throws<GaldException>(() => ReadAll(path)).Message;
        Assert.Contains(path, message);
        Assert.DoesNotContain('\n', message);
        Assert.All(witnesses, witness => Assert.False(File.Exists(witness), witness));
    }

    [Fact]
    public void TheNameThatWouldHaveRunIsNamed()
    {
        foreach (var name in new[] { "evil-zip.pth", "evil-legacy.pth" })
            Assert.Matches(@"names '(posix|os|nt)\.system'.*nothing was run", Assert.Throws<GaldException>(() => ReadAll(Path.Combine(AppContext.BaseDirectory, "Checkpoints", "Files", name))).Message);
    }

    private static void ReadAll(string path)
    {
        using WeightsFile file = WeightsFile.Open(path);
        foreach (var name in file.Entries.Keys)
            file.Read(name).Dispose();
    }
}
