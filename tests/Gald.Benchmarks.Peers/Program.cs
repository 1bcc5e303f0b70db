using System.Diagnostics;
using System.Globalization;
using Contestants;
using Gald;
using Gald.Onnx;
using static TorchSharp.torch;

// A contestant in a process of its own: <contestant> <network> <threads> <N> <height> <width> <train|infer> <runs> [<file.onnx>]
// prints the milliseconds of each run, and at the end the peak of its resident memory in MB.
// "export <network> <file.onnx>" writes the network for those that run it elsewhere; "rate <threads>" prints how many
// multiply-adds a second the processor makes at most, in billions.
try
{
    if (args[0] == "export")
    {
        using var network = Networks.Create(args[1]);
        ((IFreezable)network).ExportOnnx(args[2], new OnnxOptions());
        return 0;
    }

    if (args[0] == "rate")
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"rate {MultiplyRate.Measure(Number(1)):F0}"));
        return 0;
    }

    var threads = Number(2);
    var trains = args[6] == "train";
    long[] shape = [Number(3), 3, Number(4), Number(5)];
    if (args[0] != "onnxruntime")
    {
        LibTorch.EnsureLoaded();
        set_num_threads(threads);
        random.manual_seed(1);
    }

    var (run, held) = Contestant.Create(args[0], args[1], threads, shape, trains, args.Length > 8 ? args[8] : null);
    using (held)
    {
        run();
        for (var i = 0; i < Number(7); i++)
        {
            var watch = Stopwatch.StartNew();
            run();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ms {watch.Elapsed.TotalMilliseconds:F1}"));
        }
    }

    Console.WriteLine($"peak_mb {PeakOf("/proc/self/status")}");
    return 0;
}
catch (GaldException e)
{
    Console.Error.WriteLine($"error: {e.Message}");
    return 1;
}

int Number(int index) => int.Parse(args[index], CultureInfo.InvariantCulture);

static long PeakOf(string status) => long.Parse(
    File.ReadLines(status).Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
    CultureInfo.InvariantCulture) / 1024;
