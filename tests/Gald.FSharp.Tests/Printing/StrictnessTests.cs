using Gald.FSharp.Tests.Compilation;
using Gald.Testing;

namespace Gald.FSharp.Tests.Printing;

/// <summary>Generated files build in a project that asks for warnings which are off by default.</summary>
public sealed class StrictnessTests
{
    [Fact]
    public void A_project_may_ask_for_all_warnings()
    {
        Subject[] subjects =
        [
            new("Streets", "Strict", "SegmentationNetwork(Classes = 4, Height = 65, Width = 97)", "ResNet(18, BaseWidth = 8)", "ExpectationMaximization", "LocalDistribution(Padding = 1)", "DecodeHead", "AuxiliaryHead"),
            new("Streets", "StrictContext", "CrissCross"),
            new("Streets", "StrictBlock", "FeatureBlock(Channels = 16)", "Uses(typeof(Streets.StrictContext))"),
        ];
        string[] declarations = [.. subjects.Select(subject => subject.FSharp)];

        Assert.Empty(FSharpCompilation.Compile([("Networks.fs", string.Join("\n", declarations)), ("Networks.g.fs", BothLanguages.Print(subjects))], asShipped: true).Complaints);
    }
}
