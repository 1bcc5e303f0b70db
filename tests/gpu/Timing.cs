using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Contestants;
using Gald.Computing;
using Gald.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Gpu;

/// <summary>Times one kind of work, and says what memory the device holds for it at its end.</summary>
internal static class Timing
{
    /// <summary>Prints the median time of a run, images a second, and the device memory in use, in MiB (allocator, workspaces, context).</summary>
    /// <param name="contestant">module (channels last), contiguous (the module on maps as they come), frozen or train.</param>
    /// <param name="shape">N×3×H×W.</param>
    /// <param name="precision">float32, tf32 or bfloat16.</param>
    /// <param name="runs">Timed runs, after five that warm up.</param>
    /// <param name="device">A CUDA device.</param>
    public static void Print(string contestant, long[] shape, string precision, int runs, Device device)
    {
        ComputeOptions compute = new()
        {
            Tf32 = precision != "float32",
            Precision = precision == "bfloat16" ? Precision.BFloat16 : Precision.Float32,
            // cuDNN's trials of a training step in float32 take minutes.
            CudnnBenchmark = contestant != "train",
        };
        random.manual_seed(1);
        var (run, held) = contestant == "train" ? Training(shape, compute, device) : Prediction(contestant, shape, compute, device);
        using (held)
        {
            for (var i = 0; i < 5; i++)
                run();
            cuda.synchronize();
            var times = new double[runs];
            for (var i = 0; i < runs; i++)
            {
                var watch = Stopwatch.StartNew();
                run();
                cuda.synchronize();
                times[i] = watch.Elapsed.TotalMilliseconds;
            }
            Array.Sort(times);
            var median = times[runs / 2];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"gald {contestant} {precision} {string.Join('×', shape)}: {median:F2} ms, {1000 * shape[0] / median:F1} images/s, {UsedMebibytes()} MiB"));
        }
    }

    private static (Action, IDisposable) Prediction(string contestant, long[] shape, ComputeOptions compute, Device device)
    {
        var network = new PublishedGald();
        network.eval();
        network.to(device);
        var images = randn(shape, device: device);
        if (contestant == "frozen")
        {
            IFrozenNetwork program = network.Freeze();
            network.Dispose();
            return (() =>
            {
                using var scope = compute.Enter(device);
                program.call(images).Dispose();
            }, program);
        }
        var isChannelsLast = contestant == "module";
        if (isChannelsLast)
            MemoryLayout.WeightsChannelsLast(network);
        return (() =>
        {
            using var scope = compute.Enter(device);
            using var inference = inference_mode();
            using var packed = isChannelsLast ? MemoryLayout.ChannelsLast(images) : images.alias();
            using SegmentationOutput output = network.call(packed);
        }, network);
    }

    private static (Action, IDisposable) Training(long[] shape, ComputeOptions compute, Device device)
    {
        var network = new PublishedGald();
        network.to(device);
        MemoryLayout.WeightsChannelsLast(network);
        var labels = randint(0, 11, [shape[0], shape[2], shape[3]], ScalarType.Int64, device);
        var batch = new Data.Batch(0, randn(shape, device: device), labels);
        var options = new TrainingOptions { Momentum = 0.9, WeightDecay = 5e-4, Compute = compute, Loss = new SegmentationLossOptions { Ohem = false } };
        var descent = new GradientDescent(network, new SegmentationLoss(options.Loss, 0.4), options);
        return (() => descent.Step(batch, 0.001), network);
    }

    private static long UsedMebibytes()
    {
        if (cuMemGetInfo(out var free, out var total) != 0)
            throw new GaldException("The CUDA driver does not say how much memory is free.");
        return (long)((total - free) >> 20);
    }

    [DllImport("libcuda.so.1", EntryPoint = "cuMemGetInfo_v2")]
    private static extern int cuMemGetInfo(out nuint free, out nuint total);
}
