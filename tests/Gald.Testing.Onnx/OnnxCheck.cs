using Gald.Onnx;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Testing;

/// <summary>An exported file in ONNX Runtime, which refuses what is not valid ONNX.</summary>
public sealed class OnnxCheck : IDisposable
{
    /// <summary>The largest relative difference between a module and its exported file that is only rounding.</summary>
    public const double Tolerance = 1e-4;

    private readonly RunOptions run = new();

    /// <summary>Exports a program into a temporary file and loads it.</summary>
    /// <param name="program">What <c>Freeze()</c> of a network, block or stage gives.</param>
    /// <param name="options">How it is exported.</param>
    public OnnxCheck(IOnnxExportable program, OnnxOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("gald-onnx-").FullName;
        try
        {
            var path = Path.Combine(folder, "module.onnx");
            program.ExportOnnx(path, options);
            using var session = new SessionOptions { IntraOpNumThreads = 1 };
            Session = new InferenceSession(path, session);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The file as ONNX Runtime sees it.</summary>
    public InferenceSession Session { get; }

    /// <summary>‖actual − expected‖ / ‖expected‖ of what the file gives; infinite where it has another shape.</summary>
    /// <param name="input">N×C×H×W in float32.</param>
    /// <param name="expected">What the module gives of it.</param>
    public double Difference(Tensor input, Tensor expected)
    {
        using var row = input.contiguous();
        using var value = OrtValue.CreateTensorValueFromMemory(row.data<float>().ToArray(), input.shape);
        using var results = Session.Run(run, [Session.InputNames[0]], [value], [Session.OutputNames[0]]);
        var shape = results[0].GetTensorTypeAndShape().Shape;
        if (!shape.AsSpan().SequenceEqual(expected.shape))
            return double.PositiveInfinity;
        using var actual = tensor(results[0].GetTensorDataAsSpan<float>().ToArray(), shape);
        using var difference = actual.sub(expected);
        using Tensor error = difference.norm(), size = expected.norm();
        return error.ToDouble() == 0 ? 0 : error.ToDouble() / size.ToDouble();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Session.Dispose();
        run.Dispose();
    }
}
