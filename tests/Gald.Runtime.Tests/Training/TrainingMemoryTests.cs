using System.Text.RegularExpressions;
using Gald.Training;
using Xunit;

namespace Gald.Runtime.Tests.Training;

public sealed class TrainingMemoryTests
{
    private static readonly NetworkDescription Network = TinyNetwork.Description with
    {
        Height = 769,
        Width = 769,
        MinimumHeight = 111,
        MinimumWidth = 111,
        Parameters = 47_000_000,
        TrainingActivationBytes = 2_900_000_000,
        Classes = 19,
    };

    private static readonly TrainingOptions Published = new() { BatchSize = 8, CropHeight = 769, CropWidth = 769 };

    [Fact]
    public void WhatFitsIsNotSpokenOf() => TrainingMemory.Check(Network, Published, 64_000_000_000);

    /// <summary>Each option that the refusal names makes it fit, and the next larger one would not.</summary>
    [Theory]
    [InlineData(24)]
    [InlineData(16)]
    [InlineData(8)]
    public void TheOptionsThatARefusalNamesFit(long gigabytes)
    {
        var available = gigabytes * 1_000_000_000;
        var sentence = Assert.Throws<GaldException>(() => TrainingMemory.Check(Network, Published, available)).Message;

        var batch = int.Parse(Regex.Match(sentence, @"--batch (\d+)").Groups[1].Value);
        TrainingMemory.Check(Network, Published with { BatchSize = batch }, available);
        Assert.True(TrainingMemory.Estimate(Network, Published with { BatchSize = batch + 1 }) > 0.9 * available);

        var crop = Regex.Match(sentence, @"--crop (\d+)x(\d+)");
        int height = int.Parse(crop.Groups[1].Value), width = int.Parse(crop.Groups[2].Value);
        Assert.Equal(1, height % 8);
        TrainingMemory.Check(Network, Published with { CropHeight = height, CropWidth = width }, available);
        Assert.True(TrainingMemory.Estimate(Network, Published with { CropHeight = height + 8, CropWidth = width + 8 }) > 0.9 * available);
    }

    [Fact]
    public void WhereNothingFitsItSaysSo()
    {
        var sentence = Assert.Throws<GaldException>(() => TrainingMemory.Check(Network, Published, 800_000_000)).Message;
        Assert.Contains("smaller network", sentence);
        Assert.DoesNotContain("--batch", sentence);
    }

    [Fact]
    public void ANetworkWithoutAKnownMemoryIsNotRefused() =>
        TrainingMemory.Check(Network with { TrainingActivationBytes = 0 }, Published, 1_000_000_000);
}
