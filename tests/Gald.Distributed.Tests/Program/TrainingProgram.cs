using System.Globalization;
using Gald.Checkpoints;
using Gald.Data;
using Gald.Distributed.Mpi;
using Gald.Training;
using StreetScenes;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Distributed.Tests;

/// <summary>
/// Trains StreetGald in float64: <c>FOLDER STEPS LAST fresh|resume sync|local</c>, LAST being the step after which this session ends; with
/// <c>fail</c> at the end, process 1 cannot read its images from its third batch on.
/// </summary>
internal static class TrainingProgram
{
    /// <summary>More images than processes times their share, so that shares are unequal.</summary>
    public const int BatchSize = 5;

    public static int Run(string[] args)
    {
        var folder = args[0];
        int steps = int.Parse(args[1], CultureInfo.InvariantCulture), last = int.Parse(args[2], CultureInfo.InvariantCulture);
        Launch launch = Launch.Detect();
        using IProcessGroup group = launch.UsesMpi ? MpiGroup.Join(launch) : SingleProcess.Instance;
        set_num_threads(1);
        // The weights of process 0 are those of all.
        random.manual_seed(3 + group.Rank);
        using var network = new StreetGald();
        network.to(ScalarType.Float64);
        IScenes training = new SyntheticScenes(12, 96, 96, seed: 1);
        if (args is [.., "fail"] && group.Rank == 1)
            training = new FailingScenes(training, readable: 4);
        var options = new TrainingOptions
        {
            Steps = steps,
            BatchSize = BatchSize,
            CropHeight = 64,
            CropWidth = 64,
            LearningRate = 0.05,
            Validations = 1,
            SynchronizedBatchNorm = args[4] == "sync",
            // Some of the pixels are easy, and the number that must be kept is not reached on one process.
            Loss = new SegmentationLossOptions { OhemThreshold = 0.1, OhemMinimumKept = 9_000, ClassWeights = [1, 1, 1, 1.5, 1.5, 3, 3, 3] },
        };
        try
        {
            using var trainer = new Trainer(
                network, StreetGald.Description, training, new SyntheticScenes(3, 96, 96, seed: 2), options, new RunFolder(folder), group);
            if (args[3] == "resume")
                trainer.Resume();
            using var ending = new CancellationTokenSource();
            trainer.Run(
                heard =>
                {
                    if (heard is StepCompleted step && step.Step == last && last < steps && group.Rank == group.Size - 1)
                        ending.Cancel();
                },
                ending.Token);
            return 0;
        }
        catch (GaldException e) when (e.IsAgreed)
        {
            if (group.Rank == 0)
                Console.Error.WriteLine("error: " + e.Message);
            return 1;
        }
    }

    private sealed class FailingScenes(IScenes scenes, int readable) : IScenes
    {
        private int left = readable;
        public ClassTable Classes => scenes.Classes;
        public int Count => scenes.Count;

        // The first three are for the comparison of the data.
        public LabelledImage Load(int index) => Interlocked.Decrement(ref left) >= -3 ? scenes.Load(index) : throw new GaldException("'0007.png' cannot be read.");
    }
}
