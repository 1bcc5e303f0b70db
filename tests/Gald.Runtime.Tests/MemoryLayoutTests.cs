using Gald.Checkpoints;
using Gald.Training;
using Gald.Weights;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Gald.Runtime.Tests;

public sealed class MemoryLayoutTests
{
    [Fact]
    public void Weights_that_are_laid_out_anew_are_the_same_parameters_with_the_same_values()
    {
        using var network = new TinyNetwork();
        var parameters = network.named_parameters().ToArray();
        var before = parameters.Select(entry => entry.parameter.clone()).ToArray();
        LiveTensors.AssertNoneLeft(() => MemoryLayout.WeightsChannelsLast(network));
        foreach (var ((name, parameter), old) in network.named_parameters().Zip(before))
        {
            Assert.Same(parameters.Single(entry => entry.name == name).parameter, parameter);
            Assert.True(parameter.requires_grad && parameter.is_leaf);
            Assert.True(parameter.equal(old).all().ToBoolean(), name);
            if (parameter.dim() == 4)
                Assert.Equal(1, parameter.stride(1));
        }
    }

    [Fact]
    public void A_network_laid_out_anew_computes_trains_saves_and_loads_as_before()
    {
        using var folder = new TemporaryFolder();
        using var plain = new TinyNetwork();
        using var laid = new TinyNetwork();
        SaveAndLoad(plain, laid, "plain.safetensors");
        MemoryLayout.WeightsChannelsLast(laid);
        using var images = randn(2, 3, 24, 32);
        using var labels = randint(0, 3, [2, 24, 32], ScalarType.Int64);
        foreach (var network in new[] { plain, laid })
        {
            network.train();
            foreach (var dropout in network.modules().OfType<TorchSharp.Modules.Dropout2d>())
                dropout.eval();
            using var optimizer = optim.SGD(network.parameters(), 0.1, momentum: 0.9);
            for (var step = 0; step < 2; step++)
            {
                optimizer.zero_grad();
                using var output = network.call(images);
                using var loss = new SegmentationLoss(new SegmentationLossOptions(), 0.4).Compute(output, labels);
                loss.backward();
                optimizer.step();
            }
        }

        foreach (var (one, other) in plain.parameters().Zip(laid.parameters()))
            Assert.True(one.allclose(other, 1e-4, 1e-6));
        SaveAndLoad(laid, plain, "laid.safetensors");
        foreach (var (one, other) in plain.parameters().Zip(laid.parameters()))
            Assert.True(one.equal(other).all().ToBoolean());
        SaveAndLoad(plain, laid, "again.safetensors");
        Assert.Equal(1, laid.parameters().First(parameter => parameter.dim() == 4).stride(1));

        void SaveAndLoad(TinyNetwork from, TinyNetwork into, string name)
        {
            SafetensorsFile.Write(folder.File(name), from.state_dict(), new Dictionary<string, string>());
            Checkpoint.LoadWeights(folder.File(name), into, TinyNetwork.Description);
        }
    }
}
