using Gald.FSharp.Tests.Compilation;
using static VerifyXunit.Verifier;

namespace Gald.FSharp.Tests.Printing;

/// <summary>Whole printed files; the differential tests compile the like of them.</summary>
public sealed class SnapshotTests
{
    [Fact]
    public async Task Network() => await Verify(BothLanguages.Print(
        new Subject("Streets", "StreetScenes", "SegmentationNetwork(Classes = 11, Height = 360, Width = 480)", "ResNet(18, OutputStride = 8)", "Cgnl(Groups = 8)", "LocalDistribution", "AuxiliaryHead")), extension: "fs");

    [Fact]
    public async Task OpenBlock() => await Verify(BothLanguages.Print(
        new Subject("Streets", "Refinement", "FeatureBlock(Channels = 64)", "Cgnl(Groups = 8)", "LocalDistribution(Steps = 1)")), extension: "fs");

    [Fact]
    public async Task Composition() => await Verify(BothLanguages.Print(
        new Subject("Streets.Parts", "Trunk", "ResNet(18, BaseWidth = 16)"),
        new Subject("Streets.Parts", "Detail", "LocalDistribution(Steps = 2)"),
        new Subject("Streets", "Composed", "SegmentationNetwork(Classes = 19)", "Uses(typeof(Streets.Parts.Trunk), typeof(Hand.Squeeze), typeof(Streets.Parts.Detail))", "AuxiliaryHead"),
        new Subject("Streets", "Broken", "SegmentationNetwork(Classes = 19)", "ResNet(17)")), extension: "fs");

    /// <summary>What the authors of the papers would read.</summary>
    [Theory]
    [InlineData("PyramidPooling")]
    [InlineData("AtrousPyramid")]
    [InlineData("NonLocal")]
    [InlineData("CrissCross")]
    [InlineData("DoubleAttention")]
    [InlineData("GlobalContext")]
    [InlineData("DualAttention")]
    [InlineData("DisentangledNonLocal")]
    [InlineData("ExpectationMaximization")]
    [InlineData("InterlacedAttention")]
    [InlineData("GloRe")]
    [InlineData("DualGraph")]
    [InlineData("AsymmetricNonLocal")]
    [InlineData("SqueezeExcitation")]
    [InlineData("EfficientAttention")]
    [InlineData("MixFeedForward")]
    public async Task Aggregation(string attribute) => await Verify(BothLanguages.Print(
        new Subject("Streets", attribute, "FeatureBlock(Channels = 64, Height = 33, Width = 49)", attribute)), extension: "fs").UseParameters(attribute);
}
