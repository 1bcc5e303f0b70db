using Gald.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Networks.Tests.Behaviour;

/// <summary>Aggregations that their authors let begin as the identity do so, whatever the size of the map.</summary>
public sealed class IdentityTests
{
    private const int Channels = 24;
    private const int Sizes = 12;

    private static readonly string[] Identities =
    [
        "NonLocal", "NonLocal(Norm = false)", "NonLocal(Mode = NonLocalMode.Gaussian, SubSample = true)", "NonLocal(Mode = NonLocalMode.DotProduct)",
        "NonLocal(Mode = NonLocalMode.Concatenation)", "DisentangledNonLocal", "DisentangledNonLocal(Norm = false, Temperature = 0.5)", "CrissCross",
        "CrissCross(Recurrence = 1)", "DualAttention(Parts = DualAttentionParts.Position)", "DualAttention(Parts = DualAttentionParts.Channel)", "GlobalContext",
        "GlobalContext(Pooling = ContextPooling.Average)", "GloRe(ZeroInit = true)", "Cgnl(Groups = 4, Downsample = 1, ZeroInit = true)",
        "Cgnl(Groups = 4, Downsample = 1, ZeroInit = true, Kernel = CgnlKernel.Gaussian)",
    ];

    private static readonly Lazy<System.Reflection.Assembly> Compiled = new(() => GeneratorRun.Of("using Gald; " + string.Join(' ',
        Identities.Append("GlobalContext(Fusion = ContextFusion.Multiply)").Select((stage, index) => $"[FeatureBlock(Channels = {Channels})] [{stage}] public partial class Block{index};"))).Load());

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Identities.Length)];

    [Theory]
    [MemberData(nameof(Indices))]
    public void Begins_as_the_identity(int index)
    {
        Check(index, (input, output) => Assert.True(input.Equals(output), $"{Identities[index]} is no identity for {string.Join('×', input.shape)}."));
    }

    [Fact]
    public void A_gate_begins_as_a_half() => Check(Identities.Length, (input, output) =>
    {
        using var half = input / 2;
        Assert.True(half.Equals(output));
    });

    private static void Check(int index, Action<Tensor, Tensor> check)
    {
        var random = new Random(13 + index);
        using var scope = NewDisposeScope();
        using var block = (nn.Module<Tensor, Tensor>)Activator.CreateInstance(Compiled.Value.GetType($"Block{index}", throwOnError: true)!)!;
        for (var size = 0; size < Sizes; size++)
        {
            block.train(size % 2 == 0);
            using var input = randn(2, Channels, random.Next(2, 16), random.Next(2, 16));
            using var output = block.call(input);
            check(input, output);
        }
    }
}
