using System.Diagnostics;
using System.Globalization;
using Contestants;
using Gald;
using Gald.Onnx;
using static TorchSharp.torch;

// A contestant in a process of its own: <contestant> <N> <height> <width> <train|infer> <runs> [<file.onnx>]
// prints the milliseconds of each run, and at the end the peak of its resident memory in MB.
// "export <file.onnx>" writes the network for those that run it elsewhere.
try
{
    if (args[0] == "export")
    {
        using var network = new PublishedGald();
        network.ExportOnnx(args[1], new OnnxOptions());
        return 0;
    }

    var trains = args[4] == "train";
    long[] shape = [Number(1), 3, Number(2), Number(3)];
    if (args[0] != "onnxruntime")
    {
        LibTorch.EnsureLoaded();
        set_num_threads(2);
        random.manual_seed(1);
    }

    var (run, held) = Contestant.Create(args[0], shape, trains, args.Length > 6 ? args[6] : null);
    using (held)
    {
        run();
        for (var i = 0; i < Number(5); i++)
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
