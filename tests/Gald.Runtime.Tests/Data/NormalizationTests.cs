using System.Text.Json;
using Gald.Data;
using TorchSharp;
using Xunit;

namespace Gald.Runtime.Tests.Data;

public class NormalizationTests
{
    private static readonly byte[] Pixels = [.. Enumerable.Range(0, 4 * 5 * 3).Select(i => (byte)(i * 4))];

    [Fact]
    public void Values_are_those_of_torchvision_and_of_the_published_code()
    {
        float[] imageNet = Values(Normalization.ImageNet), published = Values(Normalization.PublishedBgr);
        double[] mean = [0.485, 0.456, 0.406], deviation = [0.229, 0.224, 0.225], means = [104.00698793, 116.66876762, 122.67891434];
        for (var i = 0; i < 20; i++)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                Assert.Equal((Pixels[3 * i + channel] / 255.0 - mean[channel]) / deviation[channel], imageNet[channel * 20 + i], 1e-5);
                Assert.Equal(Pixels[3 * i + 2 - channel] - means[channel], published[channel * 20 + i], 1e-4);
            }
        }
    }

    [Fact]
    public void A_tensor_is_1_by_3_by_height_by_width_and_the_only_one_made()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (torch.Tensor tensor = Normalization.ImageNet.ToTensor(Pixels, 4, 5))
        {
            Assert.Equal([1, 3, 4, 5], tensor.shape);
            Assert.Equal(before + 1, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_loaded_image_and_a_batch_are_normalised_alike()
    {
        var scenes = new SyntheticScenes(1, 40, 48, 1);
        var scene = scenes.Load(0);
        foreach (var normalization in new[] { Normalization.ImageNet, Normalization.PublishedBgr })
        {
            var options = new BatchOptions
            {
                CropHeight = 40,
                CropWidth = 48,
                BatchSize = 1,
                Augmentation = AugmentationOptions.None,
                Normalization = normalization,
            };
            using var loader = new BatchLoader(scenes, options, 0);
            using var batch = loader.Next();
            using torch.Tensor alone = normalization.ToTensor(scene.Pixels, 40, 48);
            Assert.Equal(alone.data<float>().ToArray(), batch.Images.data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-5);
        }
    }

    [Fact]
    public void Json_gives_back_an_equal_one() => Assert.Equal(
        Normalization.PublishedBgr, JsonSerializer.Deserialize<Normalization>(JsonSerializer.Serialize(Normalization.PublishedBgr)));

    private static float[] Values(Normalization normalization)
    {
        using torch.Tensor tensor = normalization.ToTensor(Pixels, 4, 5);
        return tensor.data<float>().ToArray();
    }
}
