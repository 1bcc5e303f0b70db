using Gald.Checkpoints;
using Gald.Networks.Tests.Behaviour;
using Gald.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Networks.Tests.Weights;

/// <summary>The two layouts of the published code's checkpoints, and files that were written before some keys were.</summary>
public sealed class PublishedLayoutTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();
    private readonly DisposeScope scope = NewDisposeScope();

    private readonly Declared declared = Declared.Of(
        "[SegmentationNetwork(Classes = 5, Height = 128, Width = 128)] [ResNet(50, BaseWidth = 4)] [Cgnl(Groups = 4)] [LocalDistribution] [AuxiliaryHead]");

    public void Dispose()
    {
        scope.Dispose();
        File.Delete(path);
    }

    private static readonly (string Now, string First)[] Stem =
        [("conv1.0.", "conv1."), ("conv1.1.", "bn1."), ("conv1.3.", "conv2."), ("conv1.4.", "bn2."), ("conv1.6.", "conv3."), ("bn1.", "bn3.")];

    private static string FirstRelease(string key)
    {
        foreach (var (now, first) in Stem)
        {
            if (key.StartsWith(now, StringComparison.Ordinal))
                return first + key[now.Length..];
        }
        return key;
    }

    private static Dictionary<string, Tensor> State(nn.Module network) =>
        network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.is_floating_point() ? randn_like(entry.Value) : entry.Value + 7);

    private IReadOnlyList<string> Load(Dictionary<string, Tensor> state, LoadingOptions options, nn.Module<Tensor, SegmentationOutput> network)
    {
        Gald.Weights.PytorchFile.Write(path, state, new Dictionary<string, string>());
        using WeightsFile file = WeightsFile.Open(path);
        var plan = Checkpoint.Plan(file, network, declared.Description, options);
        plan.Load();
        return plan.Remarks();
    }

    private static void AssertHas(nn.Module network, Dictionary<string, Tensor> state, Func<string, bool> which)
    {
        foreach (var (key, value) in network.state_dict().Where(entry => which(entry.Key)))
            Assert.True(value.Equals(state[key]), key);
    }

    [Fact]
    public void BothLayoutsAreDetectedAndSaid()
    {
        using var network = declared.Create();
        var state = State(network);
        Assert.Contains(Load(state, new(), network), remark => remark.Contains("the published code's layout (conv1.0 to conv1.6, bn1)", StringComparison.Ordinal));
        AssertHas(network, state, _ => true);

        using var other = declared.Create();
        var first = state.ToDictionary(entry => "module." + FirstRelease(entry.Key), entry => entry.Value);
        var remarks = Load(first, new(), other);
        Assert.Contains(remarks, remark => remark.Contains("the published code's first release", StringComparison.Ordinal));
        Assert.Contains(remarks, remark => remark.Contains("'module.'", StringComparison.Ordinal));
        AssertHas(other, state, _ => true);
    }

    [Fact]
    public void ADeepBackboneOfTheFirstReleaseLeavesTheHeadAsItWas()
    {
        using var network = declared.Create();
        var state = State(network);
        var backbone = state
            .Where(entry => entry.Key.Split('.')[0] is not ("head" or "dsn"))
            .ToDictionary(entry => FirstRelease(entry.Key), entry => entry.Value);
        backbone.Add("fc.weight", randn(1000, 128));
        backbone.Add("fc.bias", randn(1000));
        var before = network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());
        var remarks = Load(backbone, new LoadingOptions { AllowBackbone = true }, network);
        Assert.Contains(remarks, remark => remark.Contains("ResNet-50 with the deep stem, under the names of the published code's first release", StringComparison.Ordinal));
        Assert.Contains(remarks, remark => remark == "Left out of it: fc (2 keys).");
        AssertHas(network, state, key => key.Split('.')[0] is not ("head" or "dsn"));
        AssertHas(network, before, key => key.Split('.')[0] is "head" or "dsn");
    }

    [Fact]
    public void AFileFromBeforeBatchesWereCountedIsLoaded()
    {
        using var network = declared.Create();
        var state = State(network);
        foreach (var key in state.Keys.Where(key => key.EndsWith("num_batches_tracked", StringComparison.Ordinal)).ToList())
            state.Remove(key);
        Assert.Contains(Load(state, new(), network), remark => remark.Contains("before batch norms counted", StringComparison.Ordinal));

        // One that lacks some is another matter.
        state = State(network);
        Assert.True(state.Remove("bn1.num_batches_tracked"));
        Assert.Contains("lacks 1 of", Assert.Throws<GaldException>(() => Load(state, new(), network)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ClassesThatDifferAreLeftOutByName()
    {
        using var network = declared.Create();
        var state = State(network);
        foreach (var key in new[] { "head.bottleneck.3.", "dsn.4." })
        {
            state[key + "weight"] = randn([19, .. state[key + "weight"].shape[1..]]);
            state[key + "bias"] = randn(19);
        }
        var before = network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());
        Assert.Contains("4 keys differ in shape or type", Assert.Throws<GaldException>(() => Load(state, new(), network)).Message, StringComparison.Ordinal);
        AssertHas(network, before, _ => true);

        Load(state, new LoadingOptions { Ignore = ["head.bottleneck.3.*", "dsn.?.*"] }, network);
        bool IsKept(string key) => key.StartsWith("head.bottleneck.3.", StringComparison.Ordinal) || key.StartsWith("dsn.", StringComparison.Ordinal);
        AssertHas(network, before, IsKept);
        AssertHas(network, state, key => !IsKept(key));
        Assert.Contains(
            "'haed.*' after --ignore fits no key",
            Assert.Throws<GaldException>(() => Load(state, new LoadingOptions { Ignore = ["dsn.*", "haed.*"] }, network)).Message,
            StringComparison.Ordinal);
    }
}
