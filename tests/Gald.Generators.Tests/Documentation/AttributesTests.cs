using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Gald.Generators.Architecture;

namespace Gald.Generators.Tests.Documentation;

/// <summary>docs/attributes.md says what the attributes are and what the compiler takes.</summary>
public sealed partial class AttributesTests
{
    /// <summary>What a value needs beside itself so that no rule but its own range speaks about it.</summary>
    private static readonly Dictionary<string, Func<string, string>> Company = new()
    {
        ["Cgnl.Groups"] = value => $"[Cgnl(Groups = {value}, Planes = 16384), SegmentationHead(Channels = 16384)]",
        ["Cgnl.Planes"] = value => $"[Cgnl(Planes = {value}, Groups = 1)]",
        ["Cgnl.Order"] = value => $"[Cgnl(Kernel = CgnlKernel.Gaussian, Order = {value})]",
        ["Cgnl.Gamma"] = value => $"[Cgnl(Kernel = CgnlKernel.Gaussian, Gamma = {value})]",
        ["PyramidPooling.Padding"] = value => $"[FeatureBlock(Channels = 64)] [PyramidPooling(Form = PyramidForm.Gald, Padding = {value})]",
        ["ExpectationMaximization.Channels"] = value => $"[DecodeHead] [ExpectationMaximization(Channels = {value})]",
        ["DualGraph.Ratio"] = value => $"[DualGraph(Ratio = {value}), SegmentationHead(Channels = 16384)]",
        ["LocalDistribution.Steps"] = value => $"[LocalDistribution(Steps = {value}, Padding = 1)]",
        ["EfficientAttention.Heads"] = value => $"[EfficientAttention(Heads = {value}), SegmentationHead(Channels = 16384)]",
        ["EfficientAttention.Epsilon"] = value => $"[EfficientAttention(Reduction = 2, Epsilon = {value})]",
        ["SegFormerHead.Order"] = value => $"[SegFormerHead(Order = {value})] [Cgnl] [LocalDistribution(Padding = 1)]",
        ["ConvNeXt.Size"] = value => $"[ConvNeXt({value})]",
        ["ConvNeXt.LinearPointwise"] = value => $"[ConvNeXt(ConvNeXtSize.Tiny, Form = BackboneForm.Mmsegmentation, LinearPointwise = {value})]",
        ["MixTransformer.Size"] = value => $"[MixTransformer({value})]",
        // One branch may change its channels from stage to stage.
        ["HrNet.Stage2Kind"] = value => $"[HrNet(16, Stage2Channels = new[] {{ 16 }}, Stage3Channels = new[] {{ 16 }}, Stage2Kind = {value})]",
        ["HrNet.Stage3Kind"] = value => $"[HrNet(16, Stage2Channels = new[] {{ 16 }}, Stage3Channels = new[] {{ 16 }}, Stage3Kind = {value})]",
        ["HrNet.Stage4Kind"] = value => $"[HrNet(16, Stage2Channels = new[] {{ 16 }}, Stage3Channels = new[] {{ 16 }}, Stage4Kind = {value})]",
        ["HrNet.Stage2Channels"] = value => $"[HrNet(Stage2Channels = {value}, Stage3Channels = new[] {{ 1, {Second(value)}, 1, 1 }}, Stage4Channels = new[] {{ 1, {Second(value)}, 1, 1 }})]",
        ["HrNet.Stage3Channels"] = value => $"[HrNet(Stage2Channels = new[] {{ 1, 1 }}, Stage3Channels = {value}, Stage4Channels = new[] {{ 1, {Second(value)}, 1, 1 }})]",
        ["HrNet.Stage4Channels"] = value => $"[HrNet(Stage2Channels = new[] {{ 1, 1 }}, Stage3Channels = new[] {{ 1, 1 }}, Stage4Channels = {value})]",
        ["MobileNetV2.InvertedResiduals"] = value => $"[MobileNetV2(InvertedResiduals = new[] {{ 1, {Second(value)}, 1, 2 }})]",
        ["ResNet.Depth"] = value => $"[ResNet({value})]",
        ["MobileNetV3.Size"] = value => $"[MobileNetV3({value})]",
        ["SegmentationNetwork.Height"] = value => $"[SegmentationNetwork(Classes = 19, Height = {value}, Width = 769)]",
        ["SegmentationNetwork.Width"] = value => $"[SegmentationNetwork(Classes = 19, Height = 769, Width = {value})]",
        ["FeatureBlock.Channels"] = value => $"[FeatureBlock(Channels = {value})] [LocalDistribution(Padding = 1)]",
        ["FeatureBlock.Height"] = value => $"[FeatureBlock(Channels = 64, Height = {value}, Width = 65)] [LocalDistribution(Padding = 1)]",
        ["FeatureBlock.Width"] = value => $"[FeatureBlock(Channels = 64, Height = 65, Width = {value})] [LocalDistribution(Padding = 1)]",
        ["SegmentationHead.Order"] = value => $"[SegmentationHead(Order = {value})] [Cgnl] [LocalDistribution(Padding = 1)]",
        ["DecodeHead.Order"] = value => $"[DecodeHead(Order = {value})] [Cgnl] [LocalDistribution(Padding = 1)]",
        ["UPerHead.Order"] = value => $"[UPerHead(Order = {value})] [Cgnl] [LocalDistribution(Padding = 1)]",
        ["SemanticFpnHead.Order"] = value => $"[SemanticFpnHead(Order = {value})] [Cgnl] [LocalDistribution(Padding = 1)]",
        ["DeepLabV3PlusHead.Order"] = value => $"[DeepLabV3PlusHead(Order = {value})] [Cgnl] [LocalDistribution(Padding = 1)]",
        ["LrAsppHead.Order"] = value => $"[LrAsppHead(Order = {value})] [Cgnl] [LocalDistribution(Padding = 1)]",
        ["LrAsppHead.BranchChannels"] = value => $"[LrAsppHead(Form = BackboneForm.Mmsegmentation, BranchChannels = {value})]",
        ["LrAsppHead.Dropout"] = value => $"[LrAsppHead(Form = BackboneForm.Mmsegmentation, Dropout = {value})]",
        ["LrAsppHead.AlignCorners"] = value => $"[LrAsppHead(Form = BackboneForm.Mmsegmentation, AlignCorners = {value})]",
        ["OcrHead.Order"] = value => $"[OcrHead(Order = {value})] [Cgnl] [LocalDistribution(Padding = 1)]",
        ["OcrHead.Stages"] = value => $"[OcrHead(Stages = new[] {{ 3, {Second(value)} }})]",
        ["OcrHead.CoarseStages"] = value => $"[OcrHead(CoarseStages = new[] {{ 3, {Second(value)} }})]",
        ["FcnHead.Order"] = value => $"[FcnHead(Order = {value})] [Cgnl] [LocalDistribution(Padding = 1)]",
        ["DeepLabV3Head.Order"] = value => $"[DeepLabV3Head(Order = {value})] [Cgnl] [LocalDistribution(Padding = 1)]",
        ["FeatureBlock.Order"] = value => $"[FeatureBlock(Channels = 64, Order = {value})] [Cgnl] [LocalDistribution(Padding = 1)]",
        ["Uses.Stages"] = value => $"[Uses({value})]",
        ["ResNet.MultiGrid"] = value => $"[ResNet(50, MultiGrid = {value})]",
        ["ResNet.MultiGridDilations"] = value => $"[ResNet(50, MultiGridDilations = {value})]",
        ["DecodeHead.Stages"] = value => $"[DecodeHead(Stages = new[] {{ 3, {Second(value)} }})]",
        ["AuxiliaryHead.Convolutions"] = value => $"[DecodeHead] [AuxiliaryHead(Convolutions = {value})]",
        ["AuxiliaryHead.Kernel"] = value => $"[DecodeHead] [AuxiliaryHead(Kernel = {value})]",
        ["AuxiliaryHead.Dilation"] = value => $"[DecodeHead] [AuxiliaryHead(Dilation = {value})]",
        ["AuxiliaryHead.Concatenate"] = value => $"[DecodeHead] [AuxiliaryHead(Concatenate = {value})]",
    };

    private static string[] Backbones { get; } = [.. StageKind.All.Where(kind => kind.Role == StageKind.Backbone).Select(kind => kind.Attribute)];

    private static Type[] Attributes => [.. typeof(ResNetAttribute).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(Attribute)))];

    public static TheoryData<string> Names => [.. Attributes.Select(NameOf)];

    public static TheoryData<string> Documented => [.. AttributePage.Properties.Select(property => property.ToString())];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_attribute_has_a_section_with_its_properties_shape_and_source(string name)
    {
        Assert.True(AttributePage.Sections.TryGetValue(name, out var section), $"docs/attributes.md has no section '## {name}'.");
        var properties = Attributes.Single(type => NameOf(type) == name)
            .GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(property => property.Name)
            .ToArray();
        var documented = AttributePage.Properties.Where(row => row.Attribute == name).Select(row => row.Property).ToArray();

        Assert.True(
            properties.All(documented.Contains),
            $"The table of '## {name}' in docs/attributes.md has no row '| `Property` | range | default | Meaning. |' for {string.Join(", ", properties.Except(documented))}.");
        Assert.Empty(documented.Except(properties));
        Assert.Distinct(documented);
        Assert.Contains("\n**Shape.** ", section, StringComparison.Ordinal);
        Assert.Contains("\n**Source.** ", section, StringComparison.Ordinal);
    }

    [Fact]
    public void No_section_is_about_an_attribute_that_is_not_there() =>
        Assert.Empty(AttributePage.Sections.Keys.Except(Attributes.Select(NameOf)));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_shapes_of_the_example_are_the_compilers(string name)
    {
        var text = Generate(AttributePage.Example)!;

        Assert.All(
            NumericShape().Matches(AttributePage.Sections[name]).Select(shape => shape.Groups[1].Value),
            shape => Assert.Matches($@"{shape}(?!\d)", text));
    }

    [Theory]
    [MemberData(nameof(Documented))]
    public void The_compiler_takes_what_is_in_the_range_and_nothing_beside_it(string name)
    {
        var property = Find(name);
        var (inside, outside) = Values(property);
        var texts = inside.Select(value => Generate(property, value)).ToArray();

        Assert.All(inside.Zip(texts), one => Assert.True(one.Second is not null, $"{property} = {one.First} is in the range, but the compiler rejects it."));
        Assert.All(outside, value => Assert.True(Generate(property, value) is null, $"{property} = {value} is outside of the range, but the compiler takes it."));
        Assert.True(texts.Distinct().Count() == texts.Length, $"{property} does not change the network.");
    }

    [Theory]
    [MemberData(nameof(Documented))]
    public void The_default_is_the_one_that_is_documented(string name)
    {
        var property = Find(name);
        if (property.Default == "required")
            Assert.Null(Generate(property, null));
        else if (property.Default == "open")
            Assert.NotNull(property.Attribute == "StageContract" ? Generate(property, null) : Generate(Declare(property.Attribute, "", isOpen: true)));
        else if (InCompany().IsMatch(name))
            Assert.Equal(Generate(Declare(property.Attribute, Company[name]("").Replace($"{property.Property} = ", "").Replace(", )", ")"), isWhole: true)), Generate(property, property.Default));
        else
            Assert.Equal(
                property.Attribute == "StageContract" ? Generate(property, null) : Generate(Declare(property.Attribute, "")),
                property.Attribute == "StageContract"
                    ? Generate(property, property.Default)
                    : Generate(Declare(property.Attribute, $"{property.Property} = {property.Default}")));
    }

    /// <summary>The second number of a list.</summary>
    private static string Second(string list) => list.Split(", ")[1];

    private static DocumentedProperty Find(string name) => AttributePage.Properties.Single(property => property.ToString() == name);

    /// <summary>Values at the ends of a range, and those next to them.</summary>
    private static (IReadOnlyList<string> Inside, IReadOnlyList<string> Outside) Values(DocumentedProperty property)
    {
        var range = property.Range;
        if (range == "classes")
            return (["typeof(Context)"], ["typeof(string)", "typeof(Context[])", "(System.Type)null!"]);
        if (range == "true or false")
            return (["true", "false"], []);
        if (range == "0 ≤ x < 1")
            return (["0", "0.999999"], ["-1e-9", "1", "double.NaN"]);
        if (Fraction().Match(range) is { Success: true } fraction)
            return (["0.001", fraction.Groups[1].Value], ["0", "-1", $"{fraction.Groups[1].Value}.000001", "double.NaN"]);
        if (range == "0 ≤ x ≤ 1")
            return (["0", "0.001", "1"], ["-1e-9", "1.000001", "double.NaN"]);
        if (range == "0 < x < ∞")
            return (["1e-300", "1e300"], ["0", "-1", "double.PositiveInfinity", "double.NaN"]);
        if (EnumRange().Matches(range) is { Count: > 0 } members)
        {
            var type = typeof(ResNetAttribute).Assembly.GetType($"Gald.{members[0].Groups[1].Value}")!;
            Assert.Equal(Enum.GetNames(type).Select(member => $"{type.Name}.{member}"), members.Select(member => member.Value.Trim('`')));
            return ([.. members.Select(member => member.Value.Trim('`'))], [$"({type.Name}){Enum.GetValues(type).Length}", $"({type.Name})(-1)"]);
        }

        // A list with a number for each of four stages or seven layers, or of one number.
        var count = range.Split(", ")[0] switch { "four" => 4, "seven" => 7, "rising" => 1, _ => 0 };
        if (count > 0)
            range = range[(range.IndexOf(", ", StringComparison.Ordinal) + 2)..];
        Assert.True(NumberRange().IsMatch(range), $"'{range}', the range of {property} in docs/attributes.md, is in no form that this test knows; add it here.");
        var numbers = AnyNumber().Matches(range).Select(number => int.Parse(number.Value, CultureInfo.InvariantCulture)).ToArray();
        var isInterval = range.Contains(" to ", StringComparison.Ordinal);
        var outside = new[] { numbers[0] - 1, numbers[^1] + 1, int.MinValue, int.MaxValue }
            .Concat(isInterval ? [] : numbers.SelectMany(number => new[] { number - 1, number + 1 }).Except(numbers))
            .Distinct();
        var form = count > 0 ? $"new[] {{{{ {string.Join(", ", ["{0}", .. Enumerable.Repeat("1", count - 1)])} }}}}" : range.EndsWith(" each", StringComparison.Ordinal) ? "new[] {{ 1, {0}, 1 }}" : "{0}";
        return ([.. numbers.Select(Form)], [.. outside.Select(Form)]);

        string Form(int number) => string.Format(CultureInfo.InvariantCulture, form, number);
    }

    /// <summary>The code for a declaration with one property set, or for a required one left out; null if the compiler rejects it.</summary>
    private static string? Generate(DocumentedProperty property, string? value) => Generate(
        property.Attribute == "StageContract" ? DeclareContract(property.Property, value)
        : value is not null && Company.TryGetValue(property.ToString(), out var attributes)
            ? Declare(property.Attribute, attributes(value), isWhole: true)
            : Declare(property.Attribute, value is null ? "" : $"{property.Property} = {value}", without: value is null ? property.Property : null));

    private static string? Generate(string source)
    {
        var run = GeneratorRun.Of(source);
        return run.Files.Values.SingleOrDefault(text => text.Contains("partial class Streets", StringComparison.Ordinal)) is { } text && !text.Contains("its declaration has errors", StringComparison.Ordinal) ? text : null;
    }

    /// <summary>A network with an attribute, given its arguments or itself, and with nothing else that could be in the way.</summary>
    private static string Declare(string attribute, string arguments, bool isWhole = false, string? without = null, bool isOpen = false)
    {
        var own = isWhole ? arguments : attribute switch
        {
            "SegmentationNetwork" when isOpen => "[SegmentationNetwork(Classes = 19)]",
            "SegmentationNetwork" => $"[SegmentationNetwork({NetworkWith(arguments, without)})]",
            "FeatureBlock" => $"[FeatureBlock({(without == "Channels" ? "" : "Channels = 64, ")}{arguments})] [LocalDistribution(Padding = 1)]".Replace(", )", ")"),
            "HrNet" => $"[HrNet({arguments})]",
            "ResNet" when without is null => $"[ResNet(50{(arguments.Length > 0 ? ", " : "")}{arguments})]",
            "MobileNetV3" when without is null => $"[MobileNetV3(MobileNetV3Size.Large{(arguments.Length > 0 ? ", " : "")}{arguments})]",
            "ConvNeXt" when without is null => $"[ConvNeXt(ConvNeXtSize.Tiny{(arguments.Length > 0 ? ", " : "")}{arguments})]",
            "MixTransformer" when without is null => $"[MixTransformer(MiTSize.B0{(arguments.Length > 0 ? ", " : "")}{arguments})]",
            _ => $"[{attribute}({arguments})]",
        };
        if (attribute == "FeatureBlock" || own.StartsWith("[FeatureBlock", StringComparison.Ordinal))
            return $"using Gald;\n{own}\npublic partial class Streets;\n";
        var network = attribute == "SegmentationNetwork" ? "" : $"[SegmentationNetwork({NetworkWith("", null)})]";
        var backbone = Backbones.Contains(attribute) ? "" : "[ResNet(50)]";
        return $"using Gald;\n{network}{backbone}{own}\npublic partial class Streets;\n[Cgnl] public partial class Context;\n";
    }

    /// <summary>A network that uses a stage written by hand, with one property of its contract set or left out.</summary>
    private static string DeclareContract(string property, string? value)
    {
        var (role, arguments, network) = (property, value) switch
        {
            ("Role", null) => ("", "", ""),
            ("Role", "StageRole.Backbone") => (value, ", OutputChannels = 8", ""),
            ("Role", _) => (value, "", "[ResNet(50)]"),
            ("InputChannels", null) => ("StageRole.Aggregation", "", "[ResNet(50)]"),
            ("InputChannels", _) => ("StageRole.Aggregation", $", InputChannels = {value}", $"[ResNet(50)] [SegmentationHead(Channels = {value})]"),
            ("OutputChannels", null) => ("StageRole.Aggregation", "", "[ResNet(50)]"),
            ("OutputChannels", _) => ("StageRole.Backbone", $", OutputChannels = {value}", ""),
            (_, null) => ("StageRole.Backbone", ", OutputChannels = 8", ""),
            _ => ("StageRole.Backbone", $", OutputChannels = 8, {property} = {value}", ""),
        };
        return $$"""
            using Gald;
            using static TorchSharp.torch;
            [StageContract({{role}}{{arguments}})]
            public class Own : nn.Module<Tensor, Tensor>
            {
                public Own() : base("Own") { }

                public override Tensor forward(Tensor input) => input;
            }

            [SegmentationNetwork(Classes = 19)] {{network}} [Uses(typeof(Own))]
            public partial class Streets;
            """;
    }

    /// <summary>The required numbers of a network, with one of them set or left out.</summary>
    private static string NetworkWith(string set, string? without)
    {
        string[] required = ["Classes = 19", "Height = 769", "Width = 769"];
        return string.Join(", ", required
            .Where(one => one.Split(' ')[0] is var name && name != without && name != set.Split(' ')[0])
            .Append(set)
            .Where(one => one.Length > 0));
    }

    private static string NameOf(Type attribute) => attribute.Name[..^nameof(Attribute).Length];

    /// <summary>Arguments that are refused without the company that gives them a meaning.</summary>
    [GeneratedRegex(@"^Cgnl\.(Order|Gamma)$|^EfficientAttention\.Epsilon$|^ConvNeXt\.LinearPointwise$|^PyramidPooling\.Padding$|^ExpectationMaximization\.Channels$|\.Order$|^LrAsppHead\.(BranchChannels|Dropout|AlignCorners)$|^AuxiliaryHead\.(Convolutions|Kernel|Dilation|Concatenate)$")]
    private static partial Regex InCompany();

    [GeneratedRegex(@"`(N(?:×\d+)+)`")]
    private static partial Regex NumericShape();

    [GeneratedRegex(@"`(\w+)\.\w+`")]
    private static partial Regex EnumRange();

    [GeneratedRegex(@"^(?:\d+ to \d+(?: each)?|\d+(?:, \d+)* or \d+)$")]
    private static partial Regex NumberRange();

    [GeneratedRegex(@"^0 < x ≤ (\d+)$")]
    private static partial Regex Fraction();

    [GeneratedRegex(@"\d+")]
    private static partial Regex AnyNumber();
}
