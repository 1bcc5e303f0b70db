using Gald.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Networks.Tests.Behaviour;

/// <summary>
/// In the published code each group of channels is multiplied by one number, Σ p·g, and a group norm with as many groups follows directly: it
/// divides the number's size away again. Only its sign is left of the global aggregation.
/// </summary>
public class CgnlQuirkTests
{
    private const string Source = """
        using Gald;
        [FeatureBlock(Channels = 16)] [Cgnl(Groups = 4, Downsample = 1)]
        public partial class Block;
        """;

    [Theory]
    [InlineData(0.1, 1)]
    [InlineData(10, 1)]
    [InlineData(-1, -1)]
    public void OfTheGroupsNumberOnlyTheSignIsLeft(double factor, double sign)
    {
        using var scope = NewDisposeScope();
        using var block = (nn.Module<Tensor, Tensor>)Activator.CreateInstance(GeneratorRun.Of(Source).Load().GetType("Block", throwOnError: true)!)!;
        using var noGradient = no_grad();

        // Large, so that the number outweighs the norm's ε however the weights began.
        var map = randn([2, 16, 9, 11], generator: new Generator(1)).mul_(4.0);
        var before = block.call(map) - map;
        block.state_dict().Single(entry => entry.Key.EndsWith("p.weight", StringComparison.Ordinal)).Value.mul_(factor);
        var after = block.call(map) - map;
        Assert.True(before.norm().ToDouble() > 1);
        var difference = (after - sign * before).norm().ToDouble() / before.norm().ToDouble();
        Assert.True(difference < 0.02, $"{difference}");
    }
}
