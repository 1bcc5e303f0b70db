using Gald.Declarations.Tests.Checking;
using Gald.Declarations.Tests.Declarations;

namespace Gald.Declarations.Tests;

/// <summary>A check that nothing fails proves nothing.</summary>
public sealed class CheckTests
{
    private static readonly Declaration Right = new(ClassForm.Public,
    [
        new("SegmentationNetwork", [Number("Classes", 3), Number("Height", 64), Number("Width", 49)]),
        new("ResNet", [Number("Depth", 18), Number("BaseWidth", 4), new("MultiGrid", new Value.Integers([1, 1]))]),
        new("Cgnl", [Number("Groups", 2), Number("DownsamplePadding", 1)]),
        new("LocalDistribution", [Number("Steps", 2), Number("Padding", 1)]),
        new("AuxiliaryHead", [Number("Stage", 2), new("Dropout", new Value.Real(0.2))]),
    ]);

    private static readonly Lazy<Batch> Compiled = new(() =>
    {
        LibTorch.EnsureLoaded();
        return Batch.Of([Right]);
    });

    [Fact]
    public void WhatIsSoPasses() => Assert.Equal(Depth.Trained, Claim(Right));

    /// <summary>The network of one declaration, checked as if it were another's.</summary>
    [Theory]
    [InlineData("SegmentationNetwork", "Classes", 4)]
    [InlineData("SegmentationNetwork", "Height", 65)]
    [InlineData("SegmentationNetwork", "Width", 48)]
    [InlineData("ResNet", "Depth", 50)]
    [InlineData("ResNet", "BaseWidth", 8)]
    [InlineData("ResNet", "OutputStride", 16)]
    [InlineData("Cgnl", "Groups", 1)]
    [InlineData("Cgnl", "Planes", 2)]
    [InlineData("Cgnl", "Downsample", 4)]
    [InlineData("Cgnl", "DownsamplePadding", 0)]
    [InlineData("LocalDistribution", "Steps", 3)]
    [InlineData("LocalDistribution", "Padding", 0)]
    [InlineData("SegmentationHead", "Channels", 10)]
    [InlineData("AuxiliaryHead", "Stage", 1)]
    [InlineData("AuxiliaryHead", "Channels", 9)]
    public void AnotherNumberIsADisagreement(string attribute, string argument, int number) =>
        Assert.Throws<Disagreement>(() => Claim(With(attribute, new(argument, new Value.Integer(number)))));

    /// <summary>What shows in no shape shows in the numbers.</summary>
    [Theory]
    [InlineData("ResNet", "CeilMode", false)]
    [InlineData("Cgnl", "DownsampleBias", false)]
    [InlineData("LocalDistribution", "Bias", false)]
    [InlineData("LocalDistribution", "MaskRelu", false)]
    [InlineData("AuxiliaryHead", "Bias", false)]
    [InlineData("AuxiliaryHead", "Relu", false)]
    public void AnotherFlagIsADisagreement(string attribute, string argument, bool holds) =>
        Assert.Throws<Disagreement>(() => Claim(With(attribute, new(argument, new Value.Truth(holds)))));

    public static TheoryData<string> OtherValues => ["ResNet.Stem", "ResNet.MultiGrid", "LocalDistribution.Residual", "AuxiliaryHead.Weight", "AuxiliaryHead.Dropout"];

    [Theory]
    [MemberData(nameof(OtherValues))]
    public void AnotherValueIsADisagreement(string property)
    {
        Value value = property switch
        {
            "ResNet.Stem" => new Value.Member(typeof(Stem), (int)Stem.Torchvision),
            "ResNet.MultiGrid" => new Value.Integers([1, 2]),
            "LocalDistribution.Residual" => new Value.Member(typeof(Residual), (int)Residual.Single),
            _ => new Value.Real(0.7),
        };
        Assert.Throws<Disagreement>(() => Claim(With(property.Split('.')[0], new(property.Split('.')[1], value))));
    }

    [Fact]
    public void ARejectionWithoutAReasonIsADisagreement()
    {
        var wrong = With("Cgnl", Number("Groups", 3));
        using var batch = Batch.Of([wrong]);
        Assert.Equal(Depth.RejectedByLibtorch, Check.Of(batch.Cases[0]));
        Assert.Throws<Disagreement>(() => Check.Of(batch.Cases[0] with { Declaration = Right }));
    }

    [Fact]
    public void AFailureIsReducedToWhatItNeeds()
    {
        var large = RandomDeclaration.Of(1, 0);
        large = large with { Attributes = [.. Right.Attributes, .. large.Attributes.Where(use => use.Name == "SegmentationHead")] };
        var smallest = Reduction.Smallest(large, one => one["LocalDistribution"]?["Steps"] is Value.Integer { Number: >= 2 });

        Assert.Equal("using Gald;\n\nnamespace Smallest\n{\n    [ResNet(18)]\n    [LocalDistribution(Steps = 2)]\n    public partial class Net;\n}\n", CSharpText.Print(smallest, "Smallest"));
    }

    [Fact]
    public void ASeedGivesTheSameDeclarations()
    {
        static string Print(long seed) => string.Concat(Enumerable.Range(0, 50).Select(number => CSharpText.Print(RandomDeclaration.Of(seed, number), "Case")));

        Assert.Equal(Print(4), Print(4));
        Assert.NotEqual(Print(4), Print(5));
    }

    /// <summary>Checks the right network as if it were another declaration's.</summary>
    private static Depth Claim(Declaration claimed) => Check.Of(Compiled.Value.Cases[0] with { Declaration = claimed });

    private static Argument Number(string name, int number) => new(name, new Value.Integer(number));

    private static Declaration With(string attribute, Argument argument)
    {
        var attributes = Right[attribute] is null ? [.. Right.Attributes, new AttributeUse(attribute, [])] : Right.Attributes;
        return Right with
        {
            Attributes = [.. attributes.Select(use => use.Name != attribute ? use : use with
            {
                Arguments = [.. use.Arguments.Where(other => other.Name != argument.Name), argument],
            })],
        };
    }
}
