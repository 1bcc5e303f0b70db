using Gald.Generators.Passes;

namespace Gald.Generators.Tests.Shapes;

/// <summary>Parameters and multiply-adds of the published networks, counted by hand from the published code.</summary>
public sealed class CostTests
{
    private const string Published = "[Cgnl] [LocalDistribution] [AuxiliaryHead]";

    [Theory]
    [InlineData("head.a2block.down", 6_144)]
    [InlineData("head.a2block.long_relation", 410_624)]
    [InlineData("head.a2block.local_attention", 18_432)]
    [InlineData("head.a2block", 435_200)]
    public void The_block_is_small(string part, long parameters) =>
        Assert.Equal(parameters, Parameters("[ResNet(50)]", part));

    [Theory]
    [InlineData(50, "head", 24.04)]
    [InlineData(50, "dsn", 4.73)]
    [InlineData(50, "stem layer1 layer2 layer3 layer4", 23.63)]
    [InlineData(101, "stem layer1 layer2 layer3 layer4", 42.62)]
    [InlineData(50, "stem layer1 layer2 layer3 layer4 head", 47.67)]
    [InlineData(101, "stem layer1 layer2 layer3 layer4 head", 66.66)]
    public void Parts_have_the_published_number_of_parameters(int depth, string parts, double millions) =>
        Assert.Equal(millions, Math.Round(parts.Split(' ').Sum(part => Parameters($"[ResNet({depth})]", part)) / 1e6, 2));

    [Theory]
    [InlineData("head.conva", 88.8)]
    [InlineData("head.convb", 22.2)]
    [InlineData("head.bottleneck", 111.1)]
    [InlineData("head.a2block.long_relation", 0.94)]
    [InlineData("head.a2block.local_attention", 0.0136)]
    public void The_convolutions_of_the_head_are_what_costs(string part, double billions)
    {
        var found = Stages("[ResNet(50)]", part).Sum(stage => stage.MultiplyAdds) / 1e9;
        Assert.InRange(found, billions * 0.99, billions * 1.01);
    }

    [Fact]
    public void The_auxiliary_head_comes_last_and_is_for_training_only()
    {
        var stages = Cost.Of(Compiled.Of($"[ResNet(50)] {Published}").Trace);

        Assert.Equal("dsn", stages[^1].Mark.Name);
        Assert.True(stages[^1].TrainingOnly);
        Assert.DoesNotContain(stages.SkipLast(1), stage => stage.TrainingOnly);
    }

    private static long Parameters(string backbone, string part) => Stages(backbone, part).Sum(stage => stage.Parameters);

    private static IEnumerable<StageCost> Stages(string backbone, string part) => Cost.Of(Compiled.Of($"{backbone} {Published}").Trace)
        .Where(stage => stage.Mark.Name == part || stage.Mark.Name.StartsWith(part + ".", StringComparison.Ordinal));
}
