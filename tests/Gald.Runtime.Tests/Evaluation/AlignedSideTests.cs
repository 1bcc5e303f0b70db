using Xunit;

namespace Gald.Runtime.Tests.Evaluation;

public class AlignedSideTests
{
    private static NetworkDescription Network(bool alignCorners, params int[] strides) => TinyNetwork.Description with
    {
        AlignCorners = alignCorners,
        Stages = [.. strides.Select(stride => TinyNetwork.Description.Stages[0] with { Stride = stride })],
    };

    [Theory]
    [InlineData(769, 769, true, 4, 8)]
    [InlineData(1024, 1025, true, 4, 8)]
    [InlineData(360, 369, true, 4, 16)]
    [InlineData(1, 1, true, 4, 8)]
    [InlineData(2, 9, true, 4, 8)]
    [InlineData(512, 512, false, 4, 8)]
    [InlineData(513, 520, false, 4, 8)]
    // A pyramid with logits of stride 4 resizes a map of stride 32.
    [InlineData(360, 384, false, 4, 32, 4)]
    [InlineData(57, 57, true)]
    [InlineData(57, 57, true, 1)]
    [InlineData(int.MaxValue, int.MaxValue, true, 4, 8)]
    public void AnAlignedSideIsAMultipleOfTheLargestStrideAndWithAlignedCornersOneMore(int side, int expected, bool alignCorners, params int[] strides) =>
        Assert.Equal(expected, Network(alignCorners, strides).AlignedSide(side));

    [Theory]
    [InlineData("backbone.stem", "backbone.layer1")]
    // A backbone that is a class of its own is one stage.
    [InlineData("backbone")]
    public void WhatAHeadReducesFurtherDoesNotCount(params string[] backbone)
    {
        var network = TinyNetwork.Description with
        {
            BackboneStages = [new BackboneStage("backbone.conv1", "backbone.layer1")],
            Stages = [.. backbone.Select(name => (name, 16)).Append(("decode_head.gate", 128)).Select(
                stage => TinyNetwork.Description.Stages[0] with { Name = stage.Item1, Stride = stage.Item2 })],
        };
        Assert.Equal(113, network.AlignedSide(100));
    }

    [Fact]
    public void WhereTheBackboneIsNotKnownNothingIsAligned()
    {
        var network = Network(true, 8) with { BackboneStages = [] };
        Assert.Equal(100, network.AlignedSide(100));
        Assert.False(network.IsAligned(97, 97));
    }

    [Theory]
    [InlineData(360, 353)]
    [InlineData(362, 369)]
    [InlineData(24, 33)]
    public void TheNearestAlignedSideIsNotBelowTheLeast(int side, int expected) =>
        Assert.Equal(expected, Network(true, 16).NearestAlignedSide(side, least: 20));
}
