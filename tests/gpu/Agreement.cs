using Contestants;
using Gald.Computing;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Gpu;

/// <summary>What a network computes on a CUDA device beside what it computes on the CPU, as relative errors ‖cuda − cpu‖ / ‖cpu‖.</summary>
internal static class Agreement
{
    /// <summary>Prints a table of errors; false if float32 is off by more than 1e-3 anywhere.</summary>
    public static bool Print(Device device)
    {
        var agree = true;
        random.manual_seed(1);
        using (var network = new PublishedGald())
            agree &= Predictions("published ResNet-50, 2×3×193×257", network, randn(2, 3, 193, 257), device);
        random.manual_seed(2);
        using (var network = new ComparedGald())
            agree &= Predictions("small ResNet-18, 2×3×129×193", network, randn(2, 3, 129, 193), device);
        return agree & Gradients(device);
    }

    private static bool Predictions<T>(string name, T network, Tensor images, Device device)
        where T : nn.Module<Tensor, SegmentationOutput>, IFreezable
    {
        using var scope = NewDisposeScope();
        network.eval();
        Tensor expected = Logits(network, images), frozenOnCpu = Frozen(network, images);
        network.to(device);
        var moved = images.to(device);
        double module, frozen, tf32, bfloat16, frozenTf32;
        using (new ComputeOptions().Enter(device))
        {
            module = Error(Logits(network, moved), expected);
            frozen = Error(Frozen(network, moved), expected);
        }
        using (new ComputeOptions { Tf32 = true }.Enter(device))
        {
            tf32 = Error(Logits(network, moved), expected);
            frozenTf32 = Error(Frozen(network, moved), expected);
        }
        using (new ComputeOptions { Precision = Precision.BFloat16 }.Enter(device))
            bfloat16 = Error(Logits(network, moved), expected);
        Console.WriteLine($"{name}: float32 {module:E1}, frozen {frozen:E1} (on the CPU {Error(frozenOnCpu, expected):E1}), "
            + $"TF32 {tf32:E1}, frozen TF32 {frozenTf32:E1}, bfloat16 {bfloat16:E1}");
        return module <= 1e-3 && frozen <= 1e-3;
    }

    /// <summary>Gradients of a training step in float64, where two devices differ by rounding alone.</summary>
    private static bool Gradients(Device device)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(3);
        using var network = new ComparedGald();
        network.to(ScalarType.Float64);
        network.train();
        var images = randn(2, 3, 129, 193, dtype: ScalarType.Float64);
        var expected = GradientsOf(network, images);
        network.to(device);
        var found = GradientsOf(network, images.to(device));
        var largest = expected.Values.Max(Norm);
        var worst = expected.Max(entry => Norm(found[entry.Key] - entry.Value) / Math.Max(Norm(entry.Value), 1e-6 * largest));
        Console.WriteLine($"gradients of a training step in float64: {expected.Count}, the worst off by {worst:E1}");
        return worst <= 1e-3;
    }

    private static Dictionary<string, Tensor> GradientsOf(ComparedGald network, Tensor images)
    {
        network.zero_grad();
        using (SegmentationOutput output = network.call(images))
            output.Logits.square().mean().backward();
        return network.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter.grad!.cpu());
    }

    private static Tensor Logits(nn.Module<Tensor, SegmentationOutput> network, Tensor images)
    {
        using var inference = no_grad();
        using var output = network.call(images);
        return output.Logits.cpu().to_type(ScalarType.Float64);
    }

    private static Tensor Frozen(IFreezable network, Tensor images)
    {
        using var program = network.Freeze();
        using var logits = program.call(images);
        return logits.cpu().to_type(ScalarType.Float64);
    }

    private static double Error(Tensor found, Tensor expected) => Norm(found - expected) / Norm(expected);

    private static double Norm(Tensor tensor) => tensor.square().sum().sqrt().ToDouble();
}
