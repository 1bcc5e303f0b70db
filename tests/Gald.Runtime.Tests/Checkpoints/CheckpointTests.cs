using System.Text.Json;
using System.Text.Json.Nodes;
using Gald.Checkpoints;
using Gald.Data;
using Gald.Evaluation;
using Gald.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Gald.Runtime.Tests.Checkpoints;

public class CheckpointTests
{
    private static readonly RunInformation Information = new()
    {
        Network = "TinyNetwork",
        Classes = BlockScenes.Table,
        Normalization = Normalization.PublishedBgr,
        Training = new TrainingState
        {
            Step = 7,
            Elapsed = TimeSpan.FromSeconds(61.5),
            Options = new TrainingOptions { Seed = 3, Loss = new() { ClassWeights = [1, 2, 0.5] } },
            Validations =
            [
                new ValidationRecord(4, TimeSpan.FromSeconds(30), new SegmentationScores
                {
                    ClassIou = [0.5, double.NaN, 1], ClassAccuracy = [0.25, double.NaN, 1],
                    MeanIou = 0.75, MeanClassAccuracy = 0.6, PixelAccuracy = 0.9, Pixels = 100,
                }),
            ],
        },
    };

    private static byte[] Bits(nn.Module network) =>
        [.. network.state_dict().OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => pair.Value.detach().bytes.ToArray())];

    [Fact]
    public void WeightsAndWhatIsKnownAboutThemComeBack()
    {
        using var scope = NewDisposeScope();
        using var temporary = new TemporaryFolder();
        using var saved = new TinyNetwork();
        using var loaded = new TinyNetwork();
        saved.train();
        saved.call(randn(2, 3, 24, 32)).Dispose();
        RunCheckpoint.SaveWeights(temporary.File("x"), saved, Information);

        Assert.NotEqual(Bits(saved), Bits(loaded));
        Checkpoint.LoadWeights(temporary.File("x"), loaded, TinyNetwork.Description);
        Assert.Equal(Bits(saved), Bits(loaded));

        var read = RunCheckpoint.ReadInformation(temporary.File("x"));
        Assert.Equal(Information.Network, read.Network);
        Assert.Equal(Information.Classes, read.Classes);
        Assert.Equal(Information.Normalization, read.Normalization);
        Assert.Equal(Information.Training.Elapsed, read.Training.Elapsed);
        Assert.Equal(Information.Training.Options.Loss.ClassWeights, read.Training.Options.Loss.ClassWeights);
        Assert.Equal(3, read.Training.Options.Seed);
        Assert.Equal(Information.Training.Validations[0].Scores.ClassIou, read.Training.Validations[0].Scores.ClassIou);
    }

    [Fact]
    public void ACheckpointOfAnotherNetworkIsRefusedWithItsKeysAndChangesNothing()
    {
        using var scope = NewDisposeScope();
        using var temporary = new TemporaryFolder();
        using var tiny = new TinyNetwork();
        using var other = new OtherNetwork();
        RunCheckpoint.SaveWeights(temporary.File("x"), other, Information with { Network = "OtherNetwork" });
        var before = Bits(tiny);
        var message = Assert.Throws<GaldException>(() => Checkpoint.LoadWeights(temporary.File("x"), tiny, TinyNetwork.Description)).Message;
        Assert.Contains("does not fit TinyNetwork", message);
        Assert.Matches(@"it lacks 11 of 13 keys \(\w+\.\w+, \w+\.\w+, \w+\.\w+, …\)", message);
        Assert.Contains("it has 2 keys that the network has not (classifier.bias, classifier.weight)", message);
        Assert.Contains("2 keys differ in shape or type (stem.weight is 4×3×3×3 float32 instead of 8×3×3×3 float32", message);
        Assert.Equal(before, Bits(tiny));
    }

    [Fact]
    public void AShapeThatWouldBroadcastAndATypeOfAnotherKindAreRefused()
    {
        using var scope = NewDisposeScope();
        using var temporary = new TemporaryFolder();
        using var network = new TinyNetwork();
        var before = Bits(network);
        foreach (var (name, tensor, found) in new[]
        {
            ("stem.bias", ones(1), "stem.bias is 1 float32 instead of 8 float32"),
            ("stem.bias", ones(8, int64), "stem.bias is 8 int64 instead of 8 float32"),
            ("stem.bias", ones(8, complex64), "stem.bias is 8 complex64 instead of 8 float32"),
            ("norm.num_batches_tracked", ones([], @bool), "norm.num_batches_tracked is a scalar bool instead of a scalar int64"),
        })
        {
            var state = network.state_dict();
            state[name] = tensor;
            Gald.Weights.SafetensorsFile.Write(temporary.File("x"), state, new Dictionary<string, string>());
            var message = Assert.Throws<GaldException>(() => Checkpoint.LoadWeights(temporary.File("x"), network, TinyNetwork.Description)).Message;
            Assert.Contains(found, message);
            Assert.Equal(before, Bits(network));
        }
    }

    [Fact]
    public void WhoOnlyPredictsNeedsToKnowNothingOfTheRun()
    {
        using var temporary = new TemporaryFolder();
        using var network = new TinyNetwork();
        var known = new CheckpointInformation { Network = "TinyNetwork", Classes = BlockScenes.Table, Normalization = Normalization.PublishedBgr };
        Checkpoint.SaveWeights(temporary.File("weights"), network, known);
        RunCheckpoint.SaveWeights(temporary.File("run"), network, Information);

        Assert.Equal(known, Checkpoint.ReadInformation(temporary.File("weights")));
        Assert.Equal(known, Checkpoint.ReadInformation(temporary.File("run")));
        Assert.Contains("holds weights only", Assert.Throws<GaldException>(() => RunCheckpoint.ReadInformation(temporary.File("weights"))).Message);
    }

    [Fact]
    public void WeightsAloneCannotBeResumed()
    {
        using var temporary = new TemporaryFolder();
        using var network = new TinyNetwork();
        RunCheckpoint.SaveWeights(temporary.File("x"), network, Information);
        var e = Assert.Throws<GaldException>(() => RunCheckpoint.Resume(temporary.File("x"), network, TinyNetwork.Description));
        Assert.Contains("holds weights only", e.Message);
    }

    [Fact]
    public void AFileWithoutOurDescriptionSaysSo()
    {
        using var scope = NewDisposeScope();
        using var temporary = new TemporaryFolder();
        Gald.Weights.SafetensorsFile.Write(temporary.File("x"), new Dictionary<string, Tensor> { ["a"] = ones(1) }, new Dictionary<string, string>());
        Assert.Contains("was not written by Gald", Assert.Throws<GaldException>(() => RunCheckpoint.ReadInformation(temporary.File("x"))).Message);
        Gald.Weights.SafetensorsFile.Write(
            temporary.File("x"), new Dictionary<string, Tensor> { ["a"] = ones(1) }, new Dictionary<string, string> { ["gald"] = "{}" });
        Assert.Contains("cannot be read", Assert.Throws<GaldException>(() => Checkpoint.ReadInformation(temporary.File("x"))).Message);
    }

    [Theory]
    [InlineData("network")]
    [InlineData("classes")]
    [InlineData("normalization")]
    [InlineData("training")]
    [InlineData("training", "options")]
    [InlineData("training", "validations")]
    [InlineData("classes", "classes", "0")]
    public void ANullInTheDescriptionIsASentenceWithTheFile(params string[] path)
    {
        using var scope = NewDisposeScope();
        using var temporary = new TemporaryFolder();
        var whole = JsonNode.Parse(JsonSerializer.Serialize(Information, RunJson.Default.RunInformation))!;
        var parent = path[..^1].Aggregate(whole, (node, name) => node[name]!);
        if (parent is JsonArray list)
            list[int.Parse(path[^1])] = null;
        else
            parent[path[^1]] = null;
        Gald.Weights.SafetensorsFile.Write(
            temporary.File("x"), new Dictionary<string, Tensor> { ["a"] = ones(1) }, new Dictionary<string, string> { ["gald"] = whole.ToJsonString() });
        Assert.Contains(temporary.File("x"), Assert.Throws<GaldException>(() => RunCheckpoint.ReadInformation(temporary.File("x"))).Message);
    }

    [Fact]
    public void SavingAndLoadingLeaveNoTensors()
    {
        using var temporary = new TemporaryFolder();
        using var network = new TinyNetwork();
        LiveTensors.AssertNoneLeft(() =>
        {
            RunCheckpoint.SaveWeights(temporary.File("x"), network, Information);
            Checkpoint.LoadWeights(temporary.File("x"), network, TinyNetwork.Description);
        });
    }

    [Fact]
    public void ACheckpointFromBeforeThereWereComputeOptionsHasTheDefaults()
    {
        var older = JsonNode.Parse(JsonSerializer.Serialize(Information, RunJson.Default.RunInformation))!;
        Assert.True(older["training"]!["options"]!.AsObject().Remove("compute"));
        var read = JsonSerializer.Deserialize(older.ToJsonString(), RunJson.Default.RunInformation)!;
        Assert.Equal(new Gald.Computing.ComputeOptions(), read.Training.Options.Compute);
    }
}
