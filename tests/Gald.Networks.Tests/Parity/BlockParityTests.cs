using TorchSharp;
using static Gald.Networks.Tests.Parity.DeclaredClass;
using static Gald.Networks.Tests.Parity.Published;
using static TorchSharp.torch;

namespace Gald.Networks.Tests.Parity;

/// <summary>Feature blocks, and stages on their own, give what the published code's modules gave, under the same state keys.</summary>
public sealed class BlockParityTests
{
    /// <summary>The stages of each module of the published code, and the names of its vectors.</summary>
    private static readonly IReadOnlyDictionary<string, (string[] Stages, string Prefix)> Modules = new Dictionary<string, (string[], string)>
    {
        ["blk.SpatialCGNL"] = (["Cgnl(Downsample = 1)"], "cgnl-"),
        ["blk.LocalAttenModule"] = (["LocalDistribution(Residual = Residual.Single)"], "ld-"),
        ["blk.GALDBlock"] = (["Cgnl", "LocalDistribution"], "galdblock-"),
    };

    public static TheoryData<string, Language> Vectors() => InBothLanguages(Names());

    public static TheoryData<string, Language> VectorsOfOneStage() => InBothLanguages(Names().Where(name => !name.StartsWith("galdblock-", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Vectors))]
    public void ABlockMatchesThePublishedCode(string name, Language language)
    {
        var manifest = Manifest.Read(name);
        Compare(manifest, new DeclaredClass([$"FeatureBlock(Channels = {manifest.Classes})", .. Stages(manifest)]).Make(language));
    }

    [Theory]
    [MemberData(nameof(VectorsOfOneStage))]
    public void AStageOnItsOwnMatchesThePublishedCode(string name, Language language)
    {
        var manifest = Manifest.Read(name);
        Compare(manifest, new DeclaredClass(Stages(manifest)).Make(language, manifest.Classes));
    }

    [Theory]
    [MemberData(nameof(VectorsOfOneStage))]
    public void ABlockOfAUsedStageMatchesThePublishedCode(string name, Language language)
    {
        var manifest = Manifest.Read(name);
        Compare(manifest, new DeclaredClass($"FeatureBlock(Channels = {manifest.Classes}, Height = {manifest.Input[2]}, Width = {manifest.Input[3]})")
        {
            Used = Stages(manifest),
        }.Make(language));
    }

    [Fact]
    public void VectorsAreThere() => Assert.Equal(Modules.Count, Modules.Values.Count(module => Names().Any(name => name.StartsWith(module.Prefix, StringComparison.Ordinal))));

    private static IEnumerable<string> Names() => Directory.GetFiles(Manifest.Folder, "*.json")
        .Select(path => Path.GetFileNameWithoutExtension(path)!)
        .Where(name => Modules.Values.Any(module => name.StartsWith(module.Prefix, StringComparison.Ordinal)))
        .Order(StringComparer.Ordinal);

    private static string[] Stages(Manifest manifest) => Modules.TryGetValue(manifest.Architecture, out var module)
        ? module.Stages
        : throw new InvalidOperationException($"{manifest.Name}: no declaration is known for the module '{manifest.Architecture}'.");

    private static void Compare(Manifest manifest, nn.Module module)
    {
        using var scope = NewDisposeScope();
        using var block = (nn.Module<Tensor, Tensor>)module;
        using (no_grad())
            Fill(block, manifest);
        block.train(manifest.Trains);
        block.to(ScalarType.Float64);
        using var input = Images(manifest).to_type(ScalarType.Float64);
        using (set_grad_enabled(manifest.Trains))
        {
            using var output = block.call(input);
            AssertClose(manifest, "output", output, Tolerance);
            if (manifest.Trains)
                CompareGradients(manifest, block, output);
        }

        if (manifest.Trains)
            return;
        block.to(ScalarType.Float32);
        using var single = input.to_type(ScalarType.Float32);
        using (no_grad())
        using (var output = block.call(single))
            AssertClose(manifest, "output", output, SinglePrecisionTolerance);
    }

    private static void CompareGradients(Manifest manifest, nn.Module block, Tensor output)
    {
        using var loss = output.square().mean();
        loss.backward();
        var parameters = block.named_parameters().ToDictionary(parameter => parameter.name, parameter => parameter.parameter);
        Assert.Equal(manifest.GradientL2.Keys.Order(StringComparer.Ordinal), parameters.Keys.Order(StringComparer.Ordinal));
        CompareNorms(manifest, "gradient", manifest.GradientL2, key => parameters[key].grad!);
        var state = block.state_dict();
        CompareNorms(manifest, "updated", manifest.UpdatedL2, key => state[key]);
    }
}
