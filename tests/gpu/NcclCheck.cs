using System.Globalization;
using Gald.Checkpoints;
using Gald.Data;
using Gald.Distributed;
using Gald.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Gpu;

/// <summary>Trains a few steps in a group that NCCL connects, of one process too, and without; both give the same losses.</summary>
internal static class NcclCheck
{
    private const int Steps = 5;

    public static bool Print()
    {
        var group = ProcessGroup.Join(CUDA);
        if (group is SingleProcess)
            throw new GaldException("Nothing connects this process; set WORLD_SIZE=1 RANK=0 LOCAL_RANK=0 MASTER_ADDR=127.0.0.1, or start it with mpirun or torchrun.");
        using (group)
        {
            Console.WriteLine($"process {group.Rank} of {group.Size}, {group.Transport}");
            foreach (var device in new[] { CUDA, CPU })
            {
                foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64, ScalarType.Int64, ScalarType.Byte })
                {
                    using var scope = NewDisposeScope();
                    Tensor own = arange(1000, ScalarType.Float64, device).remainder(16).to_type(type), sum = own.clone();
                    group.Sum(sum);
                    Require(sum.Equals(stack([.. Enumerable.Repeat(own, group.Size)]).sum(0, type: type)), $"sum of {type} on {device}");
                    Require(group.Gather(own).Equals(stack([.. Enumerable.Repeat(own, group.Size)])), $"gathering of {type} on {device}");
                    group.Broadcast(sum);
                    group.Barrier();
                }
            }
            double[] alone = Train(SingleProcess.Instance), together = Train(group);
            var apart = alone.Zip(together, (a, b) => Math.Abs(a - b) / Math.Max(1, a)).Max();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"losses alone {string.Join(' ', alone.Select(loss => loss.ToString("0.00000", CultureInfo.InvariantCulture)))}, {apart:0.0e+0} from those of the group"));
            return apart < 1e-3;
        }
    }

    private static double[] Train(IProcessGroup group)
    {
        random.manual_seed(1);
        using var network = new NcclGald();
        network.to(CUDA);
        var folder = Directory.CreateTempSubdirectory("gald-nccl-").FullName;
        try
        {
            var options = new TrainingOptions
            {
                Steps = Steps,
                BatchSize = 4 * group.Size,
                Validations = 1,
                LearningRate = 0.01,
                SynchronizedBatchNorm = true,
                Compute = new() { Deterministic = true },
            };
            using var trainer = new Trainer(
                network, NcclGald.Description, new SyntheticScenes(40, 192, 256, 1), new SyntheticScenes(4, 192, 256, 2), options, new RunFolder(folder), group);
            trainer.Run();
            return [.. trainer.Losses];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
            throw new GaldException($"The {what} is wrong.");
    }
}

/// <summary>A small network for the synthetic scenes, without dropout, whose numbers a GPU draws otherwise.</summary>
[SegmentationNetwork(Classes = 8, Height = 192, Width = 256)]
[ResNet(18, OutputStride = 8, BaseWidth = 16)]
[Cgnl(Groups = 8, ZeroInit = true)]
[LocalDistribution(Steps = 3, Padding = 1)]
public partial class NcclGald;
