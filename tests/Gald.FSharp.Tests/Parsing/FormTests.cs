using Gald.Generators.Architecture;

namespace Gald.FSharp.Tests.Parsing;

/// <summary>Which types can be declarations, where they may stand, and what they are called.</summary>
public sealed class FormTests
{
    [Theory]
    [InlineData("namespace Streets", "type Trunk = class end", "Streets")]
    [InlineData("namespace Streets.Models", "type Trunk = class end", "Streets.Models")]
    [InlineData("namespace rec Streets", "type Trunk = class end", "Streets")]
    [InlineData("namespace global", "type Trunk = class end", "")]
    [InlineData("module Streets.Networks", "type Trunk = class end", "Streets")]
    [InlineData("module rec Streets.Networks", "type Trunk = class end", "Streets")]
    [InlineData("module Networks", "type Trunk = class end", "")]
    [InlineData("namespace Streets", "type Trunk() = class end", "Streets")]
    [InlineData("namespace Streets", "type internal Trunk = class end", "Streets")]
    [InlineData("namespace Streets", "type private Trunk = class end", "Streets")]
    [InlineData("namespace Streets", "[<Sealed; AbstractClass>]\ntype Trunk = class end", "Streets")]
    [InlineData("namespace Streets", "type Trunk =\n  class\n  end", "Streets")]
    [InlineData("namespace Streets", "/// Documented.\ntype ``Trunk`` = class end", "Streets")]
    public void A_declaration_is_an_empty_class_anywhere(string head, string type, string space)
    {
        var read = ReadFiles.Of($"{head}\nopen Gald\n[<ResNet(18)>]\n{type}\n");

        Assert.Empty(read.Findings);
        var declaration = Assert.Single(read.Declarations);

        string[] modules = head.StartsWith("module", StringComparison.Ordinal) ? ["Networks"] : [];
        Assert.Equal((space, "Trunk"), (declaration.Type.Namespace, declaration.Type.Name));
        Assert.Equal(modules, declaration.Type.Containers.Select(container => container.Name));
        Assert.False(declaration.IsUnreadable);
    }

    [Fact]
    public void Nested_modules_and_several_namespaces_are_followed()
    {
        var read = ReadFiles.Of("""
            namespace A
            open Gald
            module Outer =
                module Inner =
                    [<ResNet(18)>]
                    type First = class end
                [<Cgnl>]
                type Second = class end
            namespace B.C
            open Gald
            type Plain = class end
            [<LocalDistribution>]
            type Third = class end
            and [<Cgnl>] Fourth = class end
            """);

        Assert.Empty(read.Findings);
        Assert.Equal(["A.Outer.Inner.First", "A.Outer.Second", "B.C.Third", "B.C.Fourth"], read.Declarations.Select(one => one.Type.FullMetadataName));
    }

    [Theory]
    [InlineData("type Streets = { Width: int }", "a record")]
    [InlineData("type Streets = Near | Far", "a union")]
    [InlineData("type Streets = A = 0 | B = 1", "an enumeration")]
    [InlineData("type Streets = int", "an abbreviation of another type")]
    [InlineData("type Streets = interface end", "an interface")]
    [InlineData("type Streets = struct end", "a struct")]
    [InlineData("type Streets = delegate of int -> int", "a delegate")]
    [InlineData("type Streets() =\n  member _.Width = 3", "a class with members of its own")]
    [InlineData("type Streets(width: int) = class end", "a class with members of its own")]
    [InlineData("type Streets() = inherit obj()", "a class with members of its own")]
    [InlineData("exception Streets of int", "an exception")]
    [InlineData("module Streets = begin end", "a module")]
    public void Another_type_is_refused(string type, string what)
    {
        var read = ReadFiles.Of($"namespace Declared\nopen Gald\n[<SegmentationNetwork(Classes = 3, Height = 769, Width = 769)>]\n[<ResNet(18)>]\n{type}\n");

        var column = type.IndexOf("Streets", StringComparison.Ordinal) + 1;
        Assert.Equal(
            [$"GALD0013 5:{column} Streets: Streets must be an empty class, because its network is generated beside it, but is {what}; write 'type Streets = class end'"],
            read.Findings);
    }

    [Fact]
    public void A_generic_type_is_refused_as_in_C_sharp()
    {
        var read = ReadFiles.Of("namespace Declared\nopen Gald\n[<ResNet(18)>]\ntype Trunk<'T> = class end\n");

        Assert.Equal(
            ["GALD0003 4:6 Trunk: Trunk must not be generic, nor inside of a generic type, but Trunk has type parameters; remove them, or declare Trunk elsewhere"],
            read.Findings);
    }

    [Fact]
    public void Two_modules_of_one_name_are_refused()
    {
        var read = ReadFiles.Of(
            """
            namespace A
            open Gald
            module Models =
                [<ResNet(18)>]
                type Trunk = class end
                [<Cgnl>]
                type Sizes = class end
                module Sizes =
                    let Classes = 3
            type Others = int
            module Others =
                [<ResNet(34)>]
                type Trunk = class end
            """);

        Assert.Equal(
            [
                "GALD0012 7:10 Sizes: The module of A.Models.Sizes is generated as A.Models.Sizes, which is also the name of the module A.Models.Sizes; rename one of them",
                "GALD0012 13:10 Trunk: The module of A.Others.Trunk is generated as a part of A.OthersModule, which is also the name of the module A.Others, as a type has its name; rename one of them",
            ],
            read.Findings);
        Assert.Equal(["Trunk"], read.Declarations.Select(one => one.Type.Name));
    }

    /// <summary>The modules cannot be recursive: that of the network stands below those that it uses.</summary>
    [Theory]
    [InlineData("namespace", "and [<ResNet(18)>] Trunk = class end")]
    [InlineData("namespace rec", "[<ResNet(18)>]\ntype Trunk = class end")]
    [InlineData("module rec", "[<ResNet(18)>]\ntype Trunk = class end")]
    public void What_is_used_may_stand_below_in_a_recursive_group(string head, string trunk)
    {
        var run = FSharpRun.Of($"{head} Streets.Networks\nopen Gald\n[<SegmentationNetwork(Classes = 3, Height = 97, Width = 97)>]\n[<Uses(typeof<Trunk>)>]\ntype Net = class end\n{trunk}\n");

        Assert.Empty(run.Findings);
        Assert.NotNull(run.Load());
    }

    /// <summary>F# says so at the type, and would say it again at the module.</summary>
    [Fact]
    public void A_name_that_F_sharp_refuses_is_left_to_it()
    {
        var types = ".+$&[]/\\*\"".Select(character => $"[<ResNet(18)>]\ntype ``a{character}b`` = class end\n");

        var run = FSharpRun.Of($"namespace Streets\nopen Gald\n{string.Concat(types)}");

        Assert.Empty(run.Findings);
        var complaints = run.Compile(_ => true).Complaints.Where(complaint => complaint.Contains(" error ", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(complaints);
        Assert.All(complaints, complaint => Assert.Contains("Networks0.fs", complaint, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "ResNet(18)", null)]
    [InlineData("", "Gald.ResNet(18)", false)]
    [InlineData("open Gald", "ResNet(18)", false)]
    [InlineData("open Gald", "Gald.Commands.ResNet(18)", null)]
    [InlineData("module G = Gald", "G.ResNet(18)", false)]
    [InlineData("type ResNetAttribute(depth: int) = inherit System.Attribute()\nopen Gald", "ResNet(18)", false)]
    [InlineData("open Gald\ntype ResNetAttribute(depth: int) = inherit System.Attribute()", "ResNet(18)", null)]
    [InlineData("open Gald", "assembly: ResNet(18)", null)]
    [InlineData("type Backbone = Gald.ResNetAttribute", "Backbone(18)", false)]
    [InlineData("type BackboneAttribute = Gald.ResNetAttribute", "Backbone(18)", false)]
    [InlineData("open Gald\ntype First = ResNetAttribute\ntype Second = First", "Second(18)", false)]
    [InlineData("open Gald\ntype ResNetAttribute = System.ObsoleteAttribute", "ResNet(\"18\")", null)]
    public void An_attribute_is_ours_by_what_its_name_means(string head, string attribute, bool? isUnreadable)
    {
        var read = ReadFiles.Of($"namespace Streets\n{head}\n[<{attribute}>]\ntype Trunk = class end\n");

        Assert.Empty(read.Findings);
        Assert.Equal(isUnreadable, read.Declarations.SingleOrDefault(one => one.Type.Name == "Trunk")?.IsUnreadable);
    }

    /// <summary>The F# compiler says that the attribute is not found; a stub keeps it from saying more.</summary>
    [Fact]
    public void A_declaration_with_an_attribute_that_is_not_opened_is_unreadable()
    {
        var read = ReadFiles.Of("namespace Streets\n[<Gald.SegmentationNetwork(Classes = 3)>]\n[<ResNet(18)>]\ntype Network = class end\n");

        Assert.Empty(read.Findings);
        Assert.True(Assert.Single(read.Declarations).IsUnreadable);
    }

    [Fact]
    public void A_file_that_does_not_parse_is_left_to_the_F_sharp_compiler()
    {
        var read = ReadFiles.Of("namespace A\nopen Gald\n[<ResNet(17)>]\ntype Trunk = class end\nlet = 3 +\n", "namespace A\nopen Gald\n[<FeatureBlock(Channels = 7)>]\n[<Uses(typeof<Trunk>, typeof<Lost>)>]\ntype Other = class end\n");

        Assert.Empty(read.Findings);
        Assert.All(read.Declarations, declaration => Assert.NotNull(Generators.Verdict.Of(declaration).Refusal));
        Assert.Equal(["Trunk", "Other"], read.Declarations.Select(one => one.Type.Name));
    }

    [Fact]
    public void Conditional_text_is_read_as_the_project_defines()
    {
        const string text = """
            namespace A
            open Gald
            #if SMALL && COMPILED && !INTERACTIVE
            [<ResNet(18)>]
            #else
            [<ResNet(50)>]
            #endif
            type Trunk = class end
            """;

        Assert.Equal(50, ReadFiles.Of(text).Find("Trunk").Attributes[0].Arguments[0].Numbers[0]);
        Assert.Equal(18, new ReadFiles([text], "SMALL").Find("Trunk").Attributes[0].Arguments[0].Numbers[0]);
    }
}
