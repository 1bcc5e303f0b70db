using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Gald.Generators.Tests.Generation;

public sealed class IncrementalTests
{
    private const string Streets = """
        using Gald;

        [SegmentationNetwork(Classes = 19, Height = 769, Width = 769)]
        [ResNet(18)]
        [Cgnl]
        [LocalDistribution(Steps = 3)]
        public partial class Streets;
        """;

    private const string Fields = """
        using Gald;

        [SegmentationNetwork(Classes = 5, Height = 256, Width = 256)]
        [ResNet(18, OutputStride = 16)]
        public partial class Fields;
        """;

    private const string Wrong = """
        using Gald;

        [ResNet(51)]
        public partial class Wrong;
        """;

    /// <summary>A class written by hand whose contract is wrong.</summary>
    private const string Contract = "using Gald; [StageContract(StageRole.Backbone)] public class Hand;";

    /// <summary>A number that is generated for another class, and one that is not known.</summary>
    private const string Dependent = "using Gald; [FeatureBlock(Channels = Wrong.Channels)] [Cgnl] public partial class Block; [ResNet(Missing)] public partial class Unknown;";

    private static readonly string[] Steps = [.. typeof(StepNames).GetFields().Select(field => (string)field.GetRawConstantValue()!)];

    /// <summary>An error moves with the line that it stands in; nothing is compiled anew, and no other file is touched.</summary>
    [Fact]
    public void A_line_above_moves_the_errors_of_its_file_only()
    {
        var before = TrackedRun.Of(Streets, Fields, Wrong);
        var after = before.Edit(2, "// A line.\n" + Wrong);

        Assert.False(after.Compiled());
        Assert.Equal(1, after.Step(StepNames.Output).Count(output => output.Reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged)));
        Assert.All(before.Edit(0, "// A line.\n" + Streets).Step(StepNames.Output), AssertKept);
    }

    [Fact]
    public void An_edit_elsewhere_leaves_every_step_as_it_was()
    {
        var before = TrackedRun.Of(Streets, Fields, Wrong, "class Other;", Contract, Dependent);

        foreach (var after in new[] { before.Edit(3, "class Other { int number = 3; }"), before.Add("class Another;") })
        {
            Assert.False(after.Compiled());
            Assert.All(Steps.SelectMany(after.Step), AssertKept);
            Assert.Equal(0, after.Added());
            Assert.Equal(before.Texts, after.Texts);
        }
    }

    [Fact]
    public void A_member_typed_into_one_class_leaves_the_files_of_all_others()
    {
        var before = TrackedRun.Of(Streets, Fields);
        var after = before.Edit(0, Streets.Replace("class Streets;", "class Streets { void Draw() { } }"));

        Assert.False(after.Compiled());
        Assert.Equal(0, after.Added());
        Assert.Equal(1, before.Edit(0, Streets.Replace("class Streets;", "class Streets { int layer1; }")).Added());
    }

    /// <summary>The analyzer sees all networks after each keystroke, in another compilation with other symbols.</summary>
    [Fact]
    public void The_analyzer_compiles_nothing_that_the_generator_has_compiled()
    {
        var first = TrackedRun.Of(Streets, Fields, Wrong).Declarations;
        var again = TrackedRun.Of("class Other;", Streets, Fields, Wrong).Declarations;

        Assert.Equal(first, again);
        Assert.All(first.Zip(again), pair => Assert.NotSame(pair.First, pair.Second));
        Assert.All(first.Zip(again), pair => Assert.Same(Verdict.Of(pair.First), Verdict.Of(pair.Second)));
    }

    [Fact]
    public void An_edit_of_one_network_generates_that_one_anew()
    {
        var before = TrackedRun.Of(Streets, Fields);

        Assert.Equal(["Streets.g.cs", "Fields.g.cs"], before.Regenerated());
        Assert.Equal(["Fields.g.cs"], before.Edit(1, Fields.Replace("Classes = 5", "Classes = 6")).Regenerated());
        Assert.Equal(1, before.Edit(1, Fields.Replace("Classes = 5", "Classes = 6")).Added());
        Assert.Equal(["Streets.g.cs"], before.Edit(0, Streets.Replace("[Cgnl]", "")).Regenerated());
    }

    [Fact]
    public void An_edit_of_a_used_class_generates_it_and_its_users_anew()
    {
        const string sized = "using Gald; [SegmentationNetwork(Classes = 5, Height = 256, Width = 256)]";
        const string trunk = "using Gald; [ResNet(18)] public partial class Trunk;";
        const string detail = "using Gald; [StageContract(StageRole.Distribution)] public class Detail : TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor> "
            + "{ public Detail() : base(\"Detail\") { } public override TorchSharp.torch.Tensor forward(TorchSharp.torch.Tensor x) => x; }";
        var before = TrackedRun.Of(
            trunk,
            detail,
            $"{sized} [Uses(typeof(Trunk))] public partial class First;",
            $"{sized} [Uses(typeof(Trunk), typeof(Detail))] public partial class Second;",
            $"{sized} [ResNet(18), Uses(typeof(Detail))] public partial class Third;",
            "class Other;");

        Assert.Equal(["First.g.cs", "Second.g.cs", "Third.g.cs", "Trunk.g.cs"], Sorted(before));
        Assert.Equal(["First.g.cs", "Second.g.cs", "Trunk.g.cs"], Sorted(before.Edit(0, trunk.Replace("18", "34"))));
        Assert.Equal(["Second.g.cs", "Third.g.cs"], Sorted(before.Edit(1, detail.Replace("Distribution)", "Aggregation)"))));
        Assert.Equal(["First.g.cs", "Second.g.cs"], Sorted(before.Edit(0, trunk.Replace("public partial", "internal partial"))));
        Assert.Empty(Sorted(before.Edit(0, trunk.Replace("18", "9 + 9"))));
        Assert.Empty(Sorted(before.Edit(1, detail.Replace("=> x;", "=> x.relu();"))));
        Assert.False(before.Edit(5, "class Other { int number; }").Compiled());

        static IEnumerable<string> Sorted(TrackedRun run) => run.Regenerated().Order(StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("Classes = 19", "Classes = 10 + 9")]
    [InlineData("Classes = 19", "Classes = 19 /* as in Cityscapes */")]
    [InlineData("[Cgnl]", "[CgnlAttribute()]\n\n")]
    [InlineData("[ResNet(18)]\n[Cgnl]", "[ResNet(depth: 18), Cgnl]")]
    [InlineData("public partial class Streets;", "public sealed partial class Streets { public void Draw() { } }")]
    [InlineData("using Gald;\n", "// Networks for streets.\r\nusing Gald;\r\n\r\n")]
    public void An_edit_that_declares_the_same_compiles_nothing(string old, string replacement)
    {
        var before = TrackedRun.Of(Streets, Fields);
        var after = before.Edit(0, Streets.Replace(old, replacement));

        Assert.False(after.Compiled());
        Assert.All(after.Step(StepNames.Declaration), AssertKept);
        Assert.Equal(before.Texts, after.Texts);
    }

    [Fact]
    public void A_network_that_is_taken_away_takes_its_file_along() =>
        Assert.Single(TrackedRun.Of(Streets, Fields).Edit(0, "").Texts);

    [Fact]
    public void No_cached_value_holds_a_symbol_a_syntax_node_a_location_or_a_compilation()
    {
        var run = TrackedRun.Of(Streets, Fields, Wrong, "using Gald; partial class Outer<T> { [SegmentationNetwork] [Uses(typeof(Used), typeof(int[]))] partial class Inner; } [Cgnl] partial class Used { int own; }", Contract, Dependent);
        var values = Steps.SelectMany(run.Step).Select(output => output.Value).ToArray();

        Assert.NotEmpty(Steps);
        Assert.True(values.Count(value => value is not null) >= 7);
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        Assert.All(values, value => Walk(value, seen));
        Assert.All(run.Declarations, declaration => Walk(Verdict.Of(declaration), seen));
    }

    private static void AssertKept((object? Value, IncrementalStepRunReason Reason) output) =>
        Assert.True(output.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{output.Value} is {output.Reason}");

    private static void Walk(object? value, HashSet<object> seen)
    {
        if (value is null or string || value.GetType().IsPrimitive || value.GetType().IsEnum || !seen.Add(value))
            return;
        var type = value.GetType();
        Assert.False(type.Assembly.GetName().Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal), $"A cached model holds a {type}.");
        if (value is IEnumerable items)
        {
            foreach (var item in items)
                Walk(item, seen);
        }

        for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            foreach (var field in declaring.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (!field.FieldType.IsPointer && !declaring.IsPrimitive)
                    Walk(field.GetValue(value), seen);
            }
        }
    }
}
