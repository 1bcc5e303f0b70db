using System.Reflection;
using Gald.FSharp.Tests.Compilation;
using static TorchSharp.torch;

namespace Gald.FSharp.Tests.Printing;

/// <summary>A wrong declaration has a module too, so that the code around it compiles, but nothing in it runs.</summary>
public sealed class StubTests
{
    private static readonly Subject[] Wrong =
    [
        new("Streets", "Network", "SegmentationNetwork(Classes = 1, Height = 64, Width = 64)", "ResNet(51)"),
        new("Streets", "Block", "FeatureBlock(Channels = 0)", "Cgnl"),
        new("Streets", "Trunk", "ResNet(17)"),
        new("Streets", "Context", "Cgnl(Groups = 0)"),
        new("Streets", "NoWhole", "ResNet(18)", "Cgnl"),
        new("Streets", "UsesWrong", "SegmentationNetwork(Classes = 5)", "Uses(typeof(Streets.Trunk), typeof(Streets.Context))"),
    ];

    private static readonly Lazy<Assembly> Compiled = new(() => BothLanguages.LoadWrong(Wrong));

    /// <summary>C# has no room in a class for a member of its own name; F# has the class in a module, where there is no such member.</summary>
    [Theory]
    [InlineData("Frozen")]
    [InlineData("layer1")]
    public void What_uses_a_declaration_that_is_named_like_a_member_is_no_stub(string name)
    {
        var printed = BothLanguages.Print(
            new Subject("Streets", name, "ResNet(18)"),
            new Subject("Streets", "Composed", "SegmentationNetwork(Classes = 2)", $"Uses(typeof(Streets.{name}))"));

        Assert.DoesNotContain("invalidOp", printed);
        Assert.Contains($"new global.Streets.{name}.Stage()", printed);
    }

    [Theory]
    [InlineData("Network", "Network")]
    [InlineData("Block", "Block")]
    [InlineData("Trunk", "Stage")]
    [InlineData("Context", "Stage")]
    [InlineData("NoWhole", "Network")]
    [InlineData("UsesWrong", "Network")]
    public void A_stub_has_the_members_of_its_form_and_says_why_it_cannot_be_made(string declaration, string form)
    {
        var type = BothLanguages.Find(Compiled.Value, Wrong.Single(subject => subject.Name == declaration), form);
        object[] arguments = declaration == "Context" ? [8] : [];

        var failure = Assert.Throws<TargetInvocationException>(() => Activator.CreateInstance(type, arguments));
        Assert.IsType<InvalidOperationException>(failure.InnerException);
        Assert.Contains($"The declaration of {declaration} has errors", failure.InnerException.Message);
        Assert.Equal(form == "Network", type.IsSubclassOf(typeof(nn.Module<Tensor, SegmentationOutput>)));
        Assert.NotNull(type.GetProperty(form == "Network" ? "Description" : "SmallestMap"));
    }
}
