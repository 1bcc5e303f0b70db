using Gald.Networks.Tests.Parity.Architectures;
using Gald.Onnx;
using Gald.Testing;
using Gald.Training;
using TorchSharp;
using static Gald.Networks.Tests.Parity.DeclaredClass;
using static Gald.Networks.Tests.Parity.Published;
using static TorchSharp.torch;

namespace Gald.Networks.Tests.Parity;

/// <summary>
/// What is declared in source text of C# and of F#, generated, compiled and run gives what the published PyTorch code gave: results, what
/// stages on the way give, losses, gradients and updated statistics. Its frozen program and its ONNX graph give the same.
/// </summary>
public sealed class VectorTests
{
    private static readonly string[] Results = ["output", "logits", "coarse", "auxiliary"];

    public static TheoryData<string, Language> Vectors() => InBothLanguages(Manifest.Names.Where(name => !IsForLater(name)));

    [Fact]
    public void VectorsAreThere() => Assert.NotEmpty(Vectors());

    [NotDeclaredYet]
    public void IsDeclaredYet() => Assert.Empty(NotDeclaredYet);

    /// <summary>The architectures that wait for a declaration.</summary>
    internal static IEnumerable<string> NotDeclaredYet => Manifest.Names.Where(IsForLater);

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Matches_the_published_code(string name, Language language)
    {
        var manifest = Manifest.Read(name);
        var declared = Known.Declare(manifest);
        foreach (var module in declared.Make(language))
        {
            using var scope = NewDisposeScope();
            using (module)
            {
                using (no_grad())
                    Fill(module, manifest);
                Compare(manifest, module, declared);
            }
        }
    }

    private static bool IsForLater(string name) => Known.IsForLater(Manifest.Read(name));

    /// <param name="manifest">What was published.</param>
    /// <param name="module">The module.</param>
    /// <param name="declared">How it was declared.</param>
    private static void Compare(Manifest manifest, nn.Module module, DeclaredClass declared)
    {
        var maps = declared.Maps;
        module.train(manifest.Trains);
        if (declared.FreezesStatistics)
        {
            foreach (var norm in maps.Count > 0 ? [.. module.modules().OfType<Modules.BatchNorm2d>()] : TrainedParameter.FrozenNorms(module, new TrainingOptions { FreezeStatistics = true }))
                norm.eval();
        }

        module.to(ScalarType.Float64);
        using var input = Images(manifest).to_type(ScalarType.Float64).requires_grad_(manifest.Trains);
        var results = CompareResults(manifest, module, input, maps);
        if (manifest.Trains)
            CompareStep(manifest, module, input, results);
        else
            ComparePrediction(manifest, module, input, maps);
    }

    /// <summary>Compares what the module gives, and what the modules in it give on the way.</summary>
    private static IReadOnlyDictionary<string, Tensor> CompareResults(Manifest manifest, nn.Module module, Tensor input, IReadOnlyList<int> maps)
    {
        var hooks = new List<nn.Module<Tensor, Tensor>.HookRemover>();
        var seen = new Dictionary<string, int>();
        foreach (var (path, inner) in module.named_modules())
        {
            if (manifest.Tensors.FirstOrDefault(stored => stored.Key == path) is not { } stored || inner is not nn.Module<Tensor, Tensor> single)
                continue;
            hooks.Add(single.register_forward_hook((_, _, result) =>
            {
                seen[path] = seen.GetValueOrDefault(path) + 1;
                // Published transformers have positions as rows between their layers, also where ours have them as maps.
                using var rows = stored.Shape.Length == 3 && result.dim() == 4 ? result.flatten(2).transpose(1, 2) : null;
                AssertTensor(manifest, stored, rows ?? result);
                return result;
            }));
        }

        using var grad = set_grad_enabled(manifest.Trains);
        var results = maps.Count > 0 ? Maps(module, input, maps) : Run(manifest, module, input);
        hooks.ForEach(hook => hook.remove());
        foreach (var (key, result) in results)
            AssertTensor(manifest, manifest.Tensors.Single(stored => stored.Key == key), result);
        Assert.True(Results.Intersect(manifest.Tensors.Select(stored => stored.Key)).All(results.ContainsKey), $"{manifest.Name}: gives {string.Join(", ", results.Keys)}.");
        return results;
    }

    /// <summary>The published maps of a backbone, or of its program.</summary>
    private static Dictionary<string, Tensor> Maps(object backbone, Tensor input, IReadOnlyList<int> wanted)
    {
        var all = (FeatureMaps)backbone.GetType().GetMethod("Maps", [typeof(Tensor)])!.Invoke(backbone, [input])!;
        return wanted.Select((map, index) => (Name: $"map{index}", Map: all[map])).ToDictionary(map => map.Name, map => map.Map);
    }

    private static Dictionary<string, Tensor> Run(Manifest manifest, nn.Module module, Tensor input)
    {
        if (module is nn.Module<Tensor, Tensor> block)
            return new() { ["output"] = block.call(input) };
        var output = ((nn.Module<Tensor, SegmentationOutput>)module).call(input);
        var results = new Dictionary<string, Tensor> { ["logits"] = output.Logits };

        // The auxiliary head's are the last; before them are those of the head, as OCR has them, or of the aggregation, as dual attention has them.
        string[] names = output.Auxiliaries.Count == 3 ? ["pam", "cam", "auxiliary"]
            : manifest.Tensors.Any(stored => stored.Key == "coarse") ? ["coarse", "auxiliary"]
            : ["auxiliary"];
        foreach (var (name, auxiliary) in names.Zip(output.Auxiliaries))
            results.Add(name, auxiliary);
        return results;
    }

    private static void CompareStep(Manifest manifest, nn.Module module, Tensor input, IReadOnlyDictionary<string, Tensor> results)
    {
        using var loss = Loss(manifest, results);
        if (manifest.Scalars.TryGetValue("loss", out var published) || manifest.Scalars.TryGetValue("cross_entropy", out published))
            AssertRelative(manifest, "the loss", published, loss.ToDouble());
        if (manifest.Scalars.ContainsKey("ohem"))
            CompareOhem(manifest, results);
        // No gradient passes through expectation maximisation: alone, it is a constant.
        if (loss.requires_grad)
            loss.backward();

        // A parameter has its first name, or another of them; one that no gradient reaches has none.
        var names = manifest.State.ToDictionary(entry => entry.Key, entry => entry.SameAs ?? entry.Key);
        var gradients = module.named_parameters().Where(parameter => parameter.parameter.grad is not null)
            .DistinctBy(parameter => names[parameter.name]).ToDictionary(parameter => names[parameter.name], parameter => parameter.parameter.grad!);
        Assert.Equal(manifest.GradientL2.Keys.Order(StringComparer.Ordinal), gradients.Keys.Order(StringComparer.Ordinal));
        CompareNorms(manifest, "gradient", manifest.GradientL2, manifest.GradientDot, key => gradients[key]);
        if (manifest.InputGradient is { } gradient)
        {
            CompareNorms(
                manifest, "gradient", new Dictionary<string, double> { ["of the input"] = gradient.L2 },
                new Dictionary<string, double> { ["of the input"] = gradient.Dot }, _ => input.grad ?? zeros_like(input));
        }

        var state = module.state_dict();
        CompareNorms(manifest, "updated", manifest.UpdatedL2, manifest.UpdatedDot, key => state[key]);
    }

    private static Tensor Loss(Manifest manifest, IReadOnlyDictionary<string, Tensor> results)
    {
        if (manifest.Loss is not { } loss)
        {
            // The first vectors say it by what they are about.
            return results.TryGetValue("output", out var output)
                ? output.square().mean()
                : CrossEntropy(manifest, results["logits"], true) + manifest.Scalars["aux_weight"] * CrossEntropy(manifest, results["auxiliary"], true);
        }

        return loss.All.Select(term => term.Weight * Term(results[term.Key], term.Key)).Aggregate((sum, term) => sum + term);

        Tensor Term(Tensor result, string key) => loss.Kind switch
        {
            "segmentation" => CrossEntropy(manifest, result, loss.AlignCorners),
            "mean_square" when loss.Weighted => ((1 + Formula(manifest, $"loss.{key}", result.shape)) * result.square()).mean(),
            "mean_square" => result.square().mean(),
            _ => throw new NotDeclarableException($"{manifest.Name}: no loss '{loss.Kind}' is known."),
        };
    }

    private static Tensor CrossEntropy(Manifest manifest, Tensor logits, bool alignCorners)
    {
        var resized = nn.functional.interpolate(logits, size: [manifest.Input[2], manifest.Input[3]], mode: InterpolationMode.Bilinear, align_corners: alignCorners);
        return nn.functional.cross_entropy(resized, Labels(manifest), ignore_index: 255);
    }

    private static void CompareOhem(Manifest manifest, IReadOnlyDictionary<string, Tensor> results)
    {
        using var grad = no_grad();
        using var labels = Labels(manifest);
        var hard = new SegmentationLossOptions
        {
            OhemThreshold = manifest.Scalars["ohem_threshold"],
            OhemMinimumKept = (int)manifest.Scalars["ohem_min_kept"],
        };
        using var output = new SegmentationOutput(results["logits"].alias(), results["auxiliary"].alias());
        using var ohem = new SegmentationLoss(hard, manifest.Scalars["aux_weight"]).Compute(output, labels);
        AssertRelative(manifest, "ohem", manifest.Scalars["ohem"], ohem.ToDouble());
    }

    /// <summary>In float32, the module, its frozen program and its ONNX graph give what was published.</summary>
    private static void ComparePrediction(Manifest manifest, nn.Module module, Tensor input, IReadOnlyList<int> maps)
    {
        module.to(ScalarType.Float32);
        using var grad = no_grad();
        using var single = input.to_type(ScalarType.Float32);

        var program = (IOnnxExportable)module.GetType().GetMethod("Freeze", [])!.Invoke(module, [])!;
        using var frozen = (IDisposable)program;
        using var predicted = (Tensor)program.GetType().GetMethod("call", [typeof(Tensor)])!.Invoke(program, [single])!;
        if (maps.Count > 0)
        {
            // What the forward pass gives is the last map of all.
            var all = Maps(module, single, maps).Concat(Maps(program, single, maps));
            foreach (var (key, map) in all)
                AssertTensor(manifest, manifest.Tensors.Single(tensor => tensor.Key == key), map, SinglePrecisionTolerance);
            var last = ((FeatureMaps)module.GetType().GetMethod("Maps", [typeof(Tensor)])!.Invoke(module, [single])!)[^1];
            Assert.True(Run(manifest, module, single)["output"].equal(last).all().ToBoolean(), $"{manifest.Name}: the last map is not what the backbone gives.");
            Assert.True((predicted - last).norm().ToDouble() <= SinglePrecisionTolerance * last.norm().ToDouble(), $"{manifest.Name}: the frozen program gives another last map.");
        }
        else
        {
            var stored = manifest.Tensors.Single(tensor => tensor.Key is "output" or "logits");
            AssertTensor(manifest, stored, Run(manifest, module, single).First().Value, SinglePrecisionTolerance);
            AssertTensor(manifest, stored, predicted, SinglePrecisionTolerance);
        }

        foreach (var options in new[] { new OnnxOptions(), new OnnxOptions { FixedBatch = manifest.Input[0], FixedHeight = manifest.Input[2], FixedWidth = manifest.Input[3] } })
        {
            using var onnx = new OnnxCheck(program, options);
            Assert.InRange(onnx.Difference(single, predicted), 0, OnnxCheck.Tolerance);
        }
    }
}

/// <summary>A test that is skipped where vectors wait for a declaration, with their names.</summary>
internal sealed class NotDeclaredYetAttribute : FactAttribute
{
    public NotDeclaredYetAttribute()
    {
        if (VectorTests.NotDeclaredYet.ToArray() is { Length: > 0 } names)
            Skip = $"Not declared yet: {string.Join(", ", names)}.";
    }
}
