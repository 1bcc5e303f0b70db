using System.Text.RegularExpressions;
using Gald.Training;
using TorchSharp;
using static Gald.Networks.Tests.Parity.DeclaredClass;
using static Gald.Networks.Tests.Parity.Published;
using static TorchSharp.torch;

namespace Gald.Networks.Tests.Parity;

/// <summary>
/// Networks that are declared in source text of C# and of F#, generated, compiled and run give what the published PyTorch code
/// gave: stage outputs, logits, losses, gradients and updated statistics.
/// </summary>
public sealed partial class ParityTests
{
    public static TheoryData<string, Language> Vectors() => InBothLanguages(
        Directory.GetFiles(Manifest.Folder, "gald-res*.json").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal));

    [Fact]
    public void VectorsAreThere() => Assert.NotEmpty(Vectors());

    [Theory]
    [MemberData(nameof(Vectors))]
    public void MatchesThePublishedCode(string name, Language language)
    {
        var manifest = Manifest.Read(name);
        using var scope = NewDisposeScope();
        using var network = Build(manifest, language);
        using (no_grad())
            Fill(network, manifest);
        network.train(manifest.Trains);

        network.to(ScalarType.Float64);
        using var images = Images(manifest).to_type(ScalarType.Float64);
        CompareInDouble(network, images, manifest);

        if (!manifest.Trains)
        {
            network.to(ScalarType.Float32);
            using var single = images.to_type(ScalarType.Float32);
            using (no_grad())
            using (var output = network.call(single))
                AssertClose(manifest, "logits", output.Logits, SinglePrecisionTolerance);
        }
    }

    private static nn.Module<Tensor, SegmentationOutput> Build(Manifest manifest, Language language)
    {
        var architecture = ArchitectureName().Match(manifest.Architecture);
        Assert.True(architecture.Success, $"{manifest.Name}: no declaration is known for the architecture '{manifest.Architecture}'.");
        return (nn.Module<Tensor, SegmentationOutput>)new DeclaredClass(
            $"SegmentationNetwork(Classes = {manifest.Classes}, Height = {manifest.Input[2]}, Width = {manifest.Input[3]})",
            $"ResNet({architecture.Groups["depth"].Value})",
            "Cgnl",
            "LocalDistribution",
            $"AuxiliaryHead{(manifest.Trains ? "(Dropout = 0.0)" : "")}").Make(language);
    }

    private static void CompareInDouble(nn.Module<Tensor, SegmentationOutput> network, Tensor images, Manifest manifest)
    {
        var watched = manifest.Tensors.Where(stored => stored.Key is not ("logits" or "auxiliary")).ToDictionary(stored => stored.Key);
        var seen = new List<string>();
        var hooks = new List<nn.Module<Tensor, Tensor>.HookRemover>();
        foreach (var (path, module) in network.named_modules())
        {
            if (!watched.TryGetValue(path, out var stored))
                continue;
            hooks.Add(((nn.Module<Tensor, Tensor>)module).register_forward_hook((_, _, result) =>
            {
                seen.Add(path);
                AssertNorms(manifest, stored, result);
                return result;
            }));
        }

        using var grad = set_grad_enabled(manifest.Trains);
        using var output = network.call(images);
        hooks.ForEach(hook => hook.remove());
        Assert.Equal(watched.Keys.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
        AssertClose(manifest, "logits", output.Logits, Tolerance);
        Assert.Equal(manifest.Trains, output.HasAuxiliary);
        if (manifest.Trains)
        {
            AssertClose(manifest, "auxiliary", output.Auxiliary, Tolerance);
            CompareTraining(network, output, manifest);
        }
    }

    private static void CompareTraining(nn.Module network, SegmentationOutput output, Manifest manifest)
    {
        using var labels = Labels(manifest);
        var weight = manifest.Scalars["aux_weight"];
        var hard = new SegmentationLossOptions
        {
            OhemThreshold = manifest.Scalars["ohem_threshold"],
            OhemMinimumKept = (int)manifest.Scalars["ohem_min_kept"],
        };
        using (no_grad())
        using (var ohem = new SegmentationLoss(hard, weight).Compute(output, labels))
            AssertRelative(manifest, "ohem", manifest.Scalars["ohem"], ohem.ToDouble());

        using var loss = new SegmentationLoss(new SegmentationLossOptions { Ohem = false }, weight).Compute(output, labels);
        AssertRelative(manifest, "cross_entropy", manifest.Scalars["cross_entropy"], loss.ToDouble());
        loss.backward();

        var parameters = network.named_parameters().ToDictionary(parameter => parameter.name, parameter => parameter.parameter);
        Assert.Equal(manifest.GradientL2.Keys.Order(StringComparer.Ordinal), parameters.Keys.Order(StringComparer.Ordinal));
        CompareNorms(manifest, "gradient", manifest.GradientL2, key => parameters[key].grad!);
        var state = network.state_dict();
        CompareNorms(manifest, "updated", manifest.UpdatedL2, key => state[key]);
    }

    private static Tensor Labels(Manifest manifest)
    {
        long[] shape = [manifest.Input[0], manifest.Input[2], manifest.Input[3]];
        var count = shape[0] * shape[1] * shape[2];
        var formula = new Formula(manifest.Seed);
        var ignored = formula.Numbers("ignore", count);
        var labels = formula.Numbers("label", count)
            .Zip(ignored, (label, ignore) => ignore > 0.8 ? 255L : (long)Math.Floor((label + 1) / 2 * manifest.Classes))
            .ToArray();
        return tensor(labels, shape);
    }

    private static void AssertNorms(Manifest manifest, StoredTensor stored, Tensor result)
    {
        Assert.Equal(stored.Shape, result.shape);
        using var norm = result.norm();
        AssertRelative(manifest, $"norm of {stored.Key}", stored.L2, norm.ToDouble());
        using var mean = result.mean();
        AssertRelative(manifest, $"mean of {stored.Key}", stored.Mean!.Value, mean.ToDouble());
    }

    [GeneratedRegex(@"^GALD_res(?<depth>\d+)$")]
    private static partial Regex ArchitectureName();
}
