using System.Globalization;
using System.Text.Json;
using Gald.Weights;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Gald.Runtime.Tests.Weights.Python;

/// <summary>A real PyTorch writes, and Gald reads; Gald writes, and PyTorch reads.</summary>
public class PythonCheckpointTests
{
    [PythonFact]
    public void WhatPytorchWritesIsReadToTheBitOrRefused()
    {
        using var temporary = new TemporaryFolder();
        PythonTorch.Run(temporary.Path, File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Weights", "Python", "write_checkpoints.py")));
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(temporary.File("manifest.json")));
        foreach (var file in manifest.RootElement.GetProperty("expected").EnumerateObject())
            AssertReads(temporary.File(file.Name), file.Value);
        foreach (var file in manifest.RootElement.GetProperty("refused").EnumerateObject())
        {
            var message = Assert.Throws<GaldException>(() => ReadAll(temporary.File(file.Name))).Message;
            Assert.Contains(file.Name, message);
            Assert.Contains(file.Value.GetString()!, message);
        }
        Assert.False(File.Exists(temporary.File("evil-was-here")));
        Assert.False(File.Exists("evil-was-here"));
    }

    private static void AssertReads(string path, JsonElement expected)
    {
        using var scope = NewDisposeScope();
        using WeightsFile file = WeightsFile.Open(path);
        Assert.Equal(expected.EnumerateObject().Select(entry => entry.Name), file.Entries.Keys);
        foreach (var entry in expected.EnumerateObject())
        {
            var tensor = file.Read(entry.Name);
            Assert.Equal(entry.Value.GetProperty("dtype").GetString(), tensor.dtype.Show());
            Assert.Equal(entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()), tensor.shape);
            var real = tensor.is_complex() ? tensor.view_as_real() : tensor;
            Assert.Equal(
                entry.Value.GetProperty("numbers").EnumerateArray().Select(number => double.Parse(number.GetString()!, CultureInfo.InvariantCulture)),
                real.contiguous().view(-1).to_type(ScalarType.Float64).data<double>());
        }
    }

    private static void ReadAll(string path)
    {
        using WeightsFile file = WeightsFile.Open(path);
        foreach (var name in file.Entries.Keys)
            file.Read(name).Dispose();
    }

    [PythonFact]
    public void PytorchLoadsWhatIsWrittenWithWeightsOnly()
    {
        using var scope = NewDisposeScope();
        using var temporary = new TemporaryFolder();
        var tensors = new Dictionary<string, Tensor>
        {
            ["z"] = randn(3, 4),
            ["transposed"] = randn(3, 5).t(),
            ["double"] = randn(2, dtype: float64),
            ["half"] = randn(3).to_type(float16),
            ["brain"] = randn(3).to_type(bfloat16),
            ["byte"] = tensor(new byte[] { 1, 2, 255 }),
            ["signed"] = tensor(new sbyte[] { -1 }),
            ["short"] = tensor(new short[] { -300 }),
            ["int"] = tensor([7]),
            ["long"] = tensor(1L << 40),
            ["bool"] = tensor([true, false]),
            ["empty"] = zeros(2, 0, 3),
            ["gradient"] = randn(2).requires_grad_(),
            ["complex"] = randn(2, complex64),
            ["größe.0"] = ones(1),
            ["wide"] = randn(2, complex128),
        };
        PytorchFile.Write(temporary.File("x.pth"), tensors, new Dictionary<string, string> { ["gald"] = "wert ✓" });
        var output = PythonTorch.Run(temporary.Path, """
            import json, torch
            state = torch.load("x.pth", weights_only=True)
            assert type(state).__name__ == "OrderedDict" and state.gald == "wert ✓"
            again = {}
            for key, value in state.items():
                assert value.is_contiguous() and not value.requires_grad
                real = torch.view_as_real(value) if value.is_complex() else value
                again[key] = [str(value.dtype)[6:], list(value.shape), [repr(x) for x in real.reshape(-1).double().tolist()]]
            torch.save(state, "again.pth")
            print(json.dumps(again))
            """);
        using JsonDocument read = JsonDocument.Parse(output);
        Assert.Equal(tensors.Keys, read.RootElement.EnumerateObject().Select(entry => entry.Name));
        foreach (var entry in read.RootElement.EnumerateObject())
        {
            var written = tensors[entry.Name].detach();
            Assert.Equal(written.dtype.Show(), entry.Value[0].GetString());
            Assert.Equal(written.shape, entry.Value[1].EnumerateArray().Select(size => size.GetInt64()));
            Assert.Equal(
                (written.is_complex() ? written.view_as_real() : written).contiguous().view(-1).to_type(ScalarType.Float64).data<double>(),
                entry.Value[2].EnumerateArray().Select(number => double.Parse(number.GetString()!, CultureInfo.InvariantCulture)));
        }

        // What a checkpoint says of itself survives PyTorch.
        using WeightsFile again = WeightsFile.Open(temporary.File("again.pth"));
        Assert.Equal("wert ✓", again.Metadata["gald"]);
    }
}
