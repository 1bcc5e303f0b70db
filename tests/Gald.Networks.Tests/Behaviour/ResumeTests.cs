using Gald.Checkpoints;
using Gald.Data;
using Gald.Training;
using Gald.Weights;
using Xunit;
using static TorchSharp.torch;

namespace Gald.Networks.Tests.Behaviour;

public class ResumeTests
{
    [Fact]
    public void AResumedRunOfAGeneratedNetworkIsTheUninterruptedOneToTheBit()
    {
        Declared declared = Declared.Of(
            "[SegmentationNetwork(Classes = 8, Height = 128, Width = 128)] [ResNet(18, BaseWidth = 8)] [Cgnl(Groups = 4)] [LocalDistribution] [AuxiliaryHead]");
        string whole = Directory.CreateTempSubdirectory("gald-test-").FullName, parts = Directory.CreateTempSubdirectory("gald-test-").FullName;
        try
        {
            Train(declared, new RunFolder(whole), interruptAfter: null, resume: false);
            Train(declared, new RunFolder(parts), interruptAfter: 2, resume: false);
            Train(declared, new RunFolder(parts), interruptAfter: null, resume: true);
            using SafetensorsFile expected = SafetensorsFile.Open(new RunFolder(whole).LastCheckpoint);
            using SafetensorsFile actual = SafetensorsFile.Open(new RunFolder(parts).LastCheckpoint);
            Assert.Equal(expected.Entries.Keys.Order(), actual.Entries.Keys.Order());
            foreach (var name in expected.Entries.Keys)
            {
                using Tensor first = expected.Read(name), second = actual.Read(name);
                Assert.True(first.bytes.SequenceEqual(second.bytes), name);
            }
        }
        finally
        {
            Directory.Delete(whole, recursive: true);
            Directory.Delete(parts, recursive: true);
        }
    }

    private static void Train(Declared declared, RunFolder folder, int? interruptAfter, bool resume)
    {
        random.manual_seed(3);
        using var network = declared.Create();
        var scenes = new SyntheticScenes(6, 128, 128, seed: 1);
        var options = new TrainingOptions { Steps = 4, BatchSize = 2, Validations = 1 };
        using var trainer = new Trainer(network, declared.Description, scenes, new SyntheticScenes(1, 128, 128, seed: 2), options, folder);
        if (resume)
            trainer.Resume();
        using var interruption = new CancellationTokenSource();
        trainer.Run(
            heard =>
            {
                if (heard is StepCompleted step && step.Step == interruptAfter)
                    interruption.Cancel();
            },
            interruption.Token);
    }
}
