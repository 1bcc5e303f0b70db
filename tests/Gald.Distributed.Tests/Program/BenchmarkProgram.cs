using System.Diagnostics;
using System.Globalization;
using Gald.Checkpoints;
using Gald.Data;
using Gald.Distributed.Mpi;
using Gald.Training;
using StreetScenes;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Distributed.Tests;

/// <summary>The time of a training step and the share of it that goes into exchanging: <c>STEPS IMAGES</c>, images being those of one process.</summary>
internal static class BenchmarkProgram
{
    public static int Run(string[] args)
    {
        int steps = int.Parse(args[0], CultureInfo.InvariantCulture), images = int.Parse(args[1], CultureInfo.InvariantCulture);
        Launch launch = Launch.Detect();
        using IProcessGroup joined = launch.UsesMpi ? MpiGroup.Join(launch) : SingleProcess.Instance;
        var group = new TimedGroup(joined);
        set_num_threads(1);
        foreach (var synchronizes in new[] { false, true })
        {
            random.manual_seed(1);
            using var network = new StreetGald();
            var options = new TrainingOptions { BatchSize = images * group.Size, SynchronizedBatchNorm = synchronizes };
            using var descent = new GradientDescent(network, new SegmentationLoss(options.Loss, StreetGald.Description.AuxiliaryWeight), options, group);
            using var loader = new BatchLoader(
                new SyntheticScenes(50, 192, 256, seed: 1), new BatchOptions { CropHeight = 192, CropWidth = 256, BatchSize = options.BatchSize }, 0,
                BatchShare.Of(group.Rank, group.Size, options.BatchSize));
            var times = new List<(double All, double Exchange)>();
            for (var step = 0; step < steps + 2; step++)
            {
                using var batch = loader.Next();
                group.Barrier();
                group.Spent = TimeSpan.Zero;
                var start = Stopwatch.GetTimestamp();
                descent.Step(batch, 0.01);
                if (step >= 2)
                    times.Add((Stopwatch.GetElapsedTime(start).TotalMilliseconds, group.Spent.TotalMilliseconds));
            }
            if (group.Rank != 0)
                continue;
            double all = Median(times.Select(time => time.All)), exchange = Median(times.Select(time => time.Exchange));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{group.Size} process{(group.Size == 1 ? "" : "es")}, {images} images of 192×256 each, batch norms {(synchronizes ? "synchronised" : "local")}: "
                + $"{all:0} ms a step, {1000 * images * group.Size / all:0.0} images/s, {100 * exchange / all:0.0} % of it exchanging and waiting"));
        }
        return 0;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);

    /// <summary>A group that measures the time inside of it.</summary>
    private sealed class TimedGroup(IProcessGroup group) : IProcessGroup
    {
        public TimeSpan Spent { get; set; }
        public int Rank => group.Rank;
        public int Size => group.Size;
        public string Transport => group.Transport;

        public void Sum(Tensor tensor) => Timed(() =>
        {
            group.Sum(tensor);
            return 0;
        });

        public Tensor Gather(Tensor tensor) => Timed(() => group.Gather(tensor));

        public void Broadcast(Tensor tensor) => group.Broadcast(tensor);

        public void Barrier() => group.Barrier();

        public void Abort() => group.Abort();

        public void Dispose()
        {
        }

        private T Timed<T>(Func<T> action)
        {
            var start = Stopwatch.GetTimestamp();
            var result = action();
            Spent += Stopwatch.GetElapsedTime(start);
            return result;
        }
    }
}
