using Gald.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace Gald.Generators.Tests.Generation;

/// <summary>Whatever an attribute is called where it stands, its class is found, once.</summary>
public sealed class FinderTests
{
    [Theory]
    [InlineData("using Gald; [ResNet(18)] partial class Trunk;")]
    [InlineData("[Gald.ResNetAttribute(18)] partial class Trunk;")]
    [InlineData("[global::Gald.ResNet(18)] partial class Trunk;")]
    [InlineData("using Gald; [@ResNet(18)] partial class Trunk;")]
    [InlineData("using Gald; [type: ResNet(18)] partial class Trunk;")]
    [InlineData("using Gald; [System.Serializable, ResNet(18)] partial class Trunk;")]
    [InlineData("using Net = Gald.ResNetAttribute; [Net(18)] partial class Trunk;")]
    [InlineData("using NetAttribute = Gald.ResNetAttribute; [Net(18)] partial class Trunk;")]
    [InlineData("using G = Gald; [G::ResNet(18)] partial class Trunk; [G.Cgnl] partial class Other;")]
    [InlineData("namespace A { using Net = Gald.ResNetAttribute; namespace B { [Net(18)] partial class Trunk; } }")]
    [InlineData("[Net(18)] partial class Trunk;", "global using Net = Gald.ResNetAttribute;")]
    [InlineData("[Net(18)] partial class Trunk;", "global using NetAttribute = Gald.ResNetAttribute;")]
    [InlineData("[N.ResNet(18)] partial class Trunk;", "global using N = Gald;")]
    [InlineData("using Cgnl = System.ObsoleteAttribute; [Cgnl] partial class Other; [Gald.Cgnl] partial class Block;")]
    [InlineData("namespace Mine { class ResNetAttribute(int depth) : System.Attribute { public int Depth => depth; } [ResNet(18)] partial class Other; }")]
    [InlineData("using Gald; partial struct A { partial interface B { partial record C { [ResNet(18)] partial class Trunk; } } }")]
    [InlineData("using Gald; [Cgnl] partial class Outer { [ResNet(18)] partial class Outer2; [Cgnl] partial record Outer3; }")]
    [InlineData("using Gald; [ResNet(18)] partial class Trunk; [Cgnl] partial class Trunk;")]
    [InlineData("using Gald; [System.Serializable] partial class Trunk; partial class Trunk; [ResNet(18)] partial class Trunk;")]
    [InlineData("using Gald; [ResNet(18)] partial class Trunk;", "using Gald; [Cgnl, LocalDistribution] partial class Trunk;")]
    [InlineData("partial class Trunk;", "[System.Serializable] partial class Trunk;", "using Gald; [ResNet(18)] partial class Trunk;")]
    [InlineData("using Gald; [ResNet(18)] struct Wrong; [ResNet(18)] enum Wronger { A }")]
    [InlineData("using Gald; [ResNet(18)] partial class Trunk", "using Gald; [ResNet(18) partial class Other { [Cgnl]")]
    [InlineData("using Gald; class User { [ResNet(18)] void Method() { } [Cgnl] int field; }")]
    public void Every_class_with_an_attribute_is_found_once(params string[] sources)
    {
        var compilation = GeneratorRun.Compilation(sources);
        var expected = TypesIn(compilation.Assembly.GlobalNamespace).Where(type => DeclarationParser.AttributesOf(type).Any()).Select(DeclarationParser.MetadataNameOf).Order(StringComparer.Ordinal);

        Assert.Equal(expected, TrackedRun.Of(sources).Declarations.Select(declaration => declaration.Type.FullMetadataName).Order(StringComparer.Ordinal));
        Assert.Equal(expected, DeclarationFinder.In(compilation).Select(DeclarationParser.MetadataNameOf).Order(StringComparer.Ordinal));
    }

    /// <summary>A name for all files may come or go in any of them.</summary>
    [Fact]
    public void A_global_alias_that_is_typed_finds_the_classes_of_other_files()
    {
        var before = TrackedRun.Of("[Net(18)] partial class Trunk;", "class Other;");
        var after = before.Edit(1, "global using Net = Gald.ResNetAttribute; class Other;");

        Assert.Empty(before.Texts);
        Assert.Single(after.Texts);
        Assert.Empty(after.Edit(1, "global using Net = System.ObsoleteAttribute; class Other;").Texts);
        Assert.Empty(after.Edit(1, "class Other;").Texts);
    }

    private static IEnumerable<INamedTypeSymbol> TypesIn(INamespaceOrTypeSymbol around) => around.GetMembers().OfType<INamespaceOrTypeSymbol>()
        .SelectMany(member => member is INamedTypeSymbol type ? TypesIn(type).Prepend(type) : TypesIn(member));
}
