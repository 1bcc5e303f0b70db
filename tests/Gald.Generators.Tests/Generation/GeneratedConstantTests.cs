namespace Gald.Generators.Tests.Generation;

/// <summary>Numbers that are generated for one class, in the declarations of others.</summary>
public sealed class GeneratedConstantTests
{
    private const string Trunk = "[Gald.ResNet(18, BaseWidth = 16)] public partial class Trunk;"; // 128 channels, stride 8

    [Theory]
    [InlineData("[Gald.FeatureBlock(Channels = Trunk.Channels, Height = 16 * Trunk.Stride, Width = 128)] [Gald.Cgnl] public partial class Plug;")]
    [InlineData("[Gald.FeatureBlock(Channels = 2 * Half, Height = 128, Width = 128)] [Gald.Cgnl] public partial class Plug { const int Half = Sizes.Quarter * 2; } static class Sizes { public const int Quarter = Trunk.Channels / 4; }")]
    [InlineData("[Gald.FeatureBlock(Channels = First.Channels, Height = 128, Width = 128)] [Gald.Cgnl] public partial class Plug; [Gald.FeatureBlock(Channels = Trunk.Channels, Height = 128, Width = 128)] [Gald.LocalDistribution] public partial class First;")]
    [InlineData("[Gald.FeatureBlock(Channels = Models.Inner.Channels, Height = 128, Width = 128)] [Gald.Cgnl] public partial class Plug; public partial struct Models { [Gald.ResNet(18, BaseWidth = 16)] public partial class Inner; }")]
    [InlineData("[Gald.FeatureBlock(Channels = true ? checked((int)(long)Trunk.Channels) : 0, Height = 128, Width = 128)] [Gald.Cgnl] public partial class Plug;")]
    public void They_are_what_they_will_be(string plug)
    {
        var run = GeneratorRun.Of($"{Trunk} {plug}");

        Assert.Empty(run.Analyze());
        Assert.Empty(run.CompilerDiagnostics());
        Assert.Contains("public const int Channels = 128;", run.Files["Plug.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void They_may_stand_in_contracts_and_arrays_and_in_classes_that_are_used()
    {
        var run = GeneratorRun.Of($$"""
            {{Trunk}}
            [Gald.ResNet(18, OutputStride = Trunk.Stride, BaseWidth = 16, MultiGrid = new[] { 1, Trunk.Stride / 4 })] public partial class Second;
            [Gald.StageContract(Gald.StageRole.Backbone, OutputChannels = Trunk.Channels, Reduction = Trunk.Stride)] public class Own() : Second;
            [Gald.SegmentationNetwork(Classes = 2, Height = 128, Width = 128)] [Gald.Uses(typeof(Own))] public partial class Streets;
            [Gald.SegmentationNetwork(Classes = 2, Height = 128, Width = 128)] [Gald.Uses(typeof(Second))] public partial class Fields;
            """);

        Assert.Empty(run.Analyze());
        Assert.Empty(run.CompilerDiagnostics());
        Assert.DoesNotContain(run.Files.Values, text => text.Contains("has errors", StringComparison.Ordinal));
    }

    /// <summary>What follows from an error elsewhere is no second one, and what goes round in circles is one for each class in it.</summary>
    [Theory]
    [InlineData("GALD0201", "[Gald.ResNet(51)] public partial class Wrong; [Gald.FeatureBlock(Channels = Wrong.Channels)] [Gald.Cgnl] public partial class Plug;")]
    [InlineData("GALD0201", "[Gald.ResNet(51)] public partial class Wrong; [Gald.FeatureBlock(Channels = Half * 2)] [Gald.Cgnl] public partial class Plug { const int Half = Wrong.Channels / 2; }")]
    [InlineData("GALD0008 GALD0008", "[Gald.FeatureBlock(Channels = Second.Channels)] [Gald.Cgnl] public partial class Plug; [Gald.FeatureBlock(Channels = Plug.Channels)] [Gald.Cgnl] public partial class Second;")]
    [InlineData("GALD0008", "[Gald.FeatureBlock(Channels = Plug.Channels)] [Gald.Cgnl] public partial class Plug;")]
    public void A_number_that_is_not_known_is_an_error_once(string ids, string source)
    {
        var run = GeneratorRun.Of(source);

        Assert.Equal(ids, string.Join(" ", run.Errors.Select(error => error.Id)));
        Assert.Contains("The declaration of Plug has errors. ", run.Files["Plug.g.cs"], StringComparison.Ordinal);
    }
}
