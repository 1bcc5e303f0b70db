using Gald.Declarations.Tests.Reference;
using Gald.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Declarations.Tests.Checking;

/// <summary>Runs a generated module beside the same network written by hand, with the same weights.</summary>
internal static class Execution
{
    private const long Seed = 5;

    /// <summary>How much more a frozen program may round than the module: minimal filtering is five times as far off as a direct convolution.</summary>
    private const double MoreRounding = 10;

    /// <summary>What a sum in double precision may be off by, relative to the largest numbers in it.</summary>
    private const double Rounding = 1e-13;

    /// <summary>Random weights for a network.</summary>
    /// <param name="shapes">Its state without numbers.</param>
    public static IReadOnlyDictionary<string, Tensor> Fill(IReadOnlyDictionary<string, Tensor> shapes)
    {
        random.manual_seed(Seed);
        var made = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance);
        foreach (var (key, value) in shapes)
            made.TryAdd(value, Layers.Fill(key, value.shape));
        return shapes.ToDictionary(entry => entry.Key, entry => made[entry.Value]);
    }

    /// <summary>Runs one input in evaluation mode, in single precision as users do, and once more as the program that only predicts.</summary>
    public static void Evaluate(Subject subject, IReadOnlyDictionary<string, Tensor> state)
    {
        using var grad = no_grad();
        using var input = subject.Input(1);
        var layers = new Layers(CPU);
        layers.Take(state);
        var (expected, coarse) = ReferenceNetwork.Run(subject.Numbers, layers, input);

        using var module = subject.Make(state);
        module.eval();
        var shapes = WatchShapes(module);
        var before = Tensor.TotalCount;
        var (output, auxiliary) = Subject.Call(module, input);
        var results = auxiliary is null ? 1 : 2;
        Disagreement.When(Tensor.TotalCount - before > results, "No tensor is left of an evaluation", () => $"{Tensor.TotalCount - before - results} are, besides the results");
        CompareShapes(shapes, layers.ShapesOfOne);
        Disagreement.When(auxiliary is not null != coarse is not null, "Evaluation has the auxiliary logits of a coarse prediction only", () => $"{auxiliary is not null}");
        if (coarse is not null)
            Compare("coarse logits in evaluation", auxiliary!, coarse, 1e-3);
        Compare("results in evaluation", output, expected, 1e-3);
        before = Tensor.TotalCount;
        CompareFrozen(subject, state, module, input, output);
        CompareFile(subject, state, module);
        Disagreement.When(Tensor.TotalCount > before, "No tensor is left of a frozen program", () => $"{Tensor.TotalCount - before} are");
    }

    /// <summary>The program that only predicts gives what the module gives.</summary>
    private static void CompareFrozen(Subject subject, IReadOnlyDictionary<string, Tensor> state, nn.Module module, Tensor input, Tensor expected)
    {
        var (program, call) = subject.Freeze(module);
        using (program)
        {
            var before = Tensor.TotalCount;
            using var output = call(input);
            Disagreement.When(Tensor.TotalCount - before > 1, "No tensor is left of a prediction", () => $"{Tensor.TotalCount - before - 1} are, besides the result");
            using var difference = output - expected;
            using var error = difference.norm();
            using var norm = expected.norm();
            Disagreement.When(!output.shape.SequenceEqual(expected.shape), "A frozen program has the module's shape", () => string.Join('×', output.shape));
            Disagreement.When(
                !(error.ToDouble() <= 1e-4 * norm.ToDouble()) && !(error.ToDouble() <= MoreRounding * RoundingOf(subject, state, input, expected)),
                "A frozen program gives what the module gives", () => $"it differs by {error.ToDouble()} of {norm.ToDouble()}");
        }
    }

    /// <summary>
    /// How far single precision is off, in the norm: a group norm over a few numbers that are nearly alike makes much of what a convolution rounds.
    /// </summary>
    private static double RoundingOf(Subject subject, IReadOnlyDictionary<string, Tensor> state, Tensor input, Tensor single)
    {
        using var scope = NewDisposeScope();
        var layers = new Layers(CPU);
        layers.Load(state);
        var (exact, _) = ReferenceNetwork.Run(subject.Numbers, layers, input.to_type(ScalarType.Float64));
        return (exact - single).norm().ToDouble();
    }

    /// <summary>The ONNX file gives what the module gives, at three sizes; a stage written by hand has none.</summary>
    private static void CompareFile(Subject subject, IReadOnlyDictionary<string, Tensor> state, nn.Module module)
    {
        var (program, _) = subject.Freeze(module);
        using var held = program;
        var isOwn = subject.Declaration.Classes.Any(one => one.Work is not null);
        OnnxCheck file;
        try
        {
            file = new OnnxCheck((IOnnxExportable)program, new OnnxOptions());
        }
        catch (GaldException refused)
        {
            Disagreement.When(!isOwn, "A declared module can be exported", () => refused.Message);
            return;
        }

        using (file)
        {
            Disagreement.When(isOwn, "A stage written by hand cannot be exported", () => "it was");
            var ((height, width), smallest) = (subject.Size, subject.SmallestSide);
            foreach (var (batch, high, wide) in new[] { (1, smallest, smallest), (2, height, width), (1, smallest + 6, smallest + 13) })
            {
                using var images = randn(batch, subject.Numbers.Channels, high, wide);
                using var expected = Subject.Predict(module, images);
                var difference = file.Difference(images, expected);
                using var norm = expected.norm();
                Disagreement.When(
                    !(difference <= OnnxCheck.Tolerance) && !(difference * norm.ToDouble() <= MoreRounding * RoundingOf(subject, state, images, expected)),
                    "The ONNX file gives what the module gives", () => $"at {batch}×{subject.Numbers.Channels}×{high}×{wide} they differ by {difference} of their norm");
            }
        }
    }

    /// <summary>Takes a training step over two inputs in double precision: results, gradients and statistics are those of the reference.</summary>
    public static void Train(Subject subject, IReadOnlyDictionary<string, Tensor> state)
    {
        using var input = subject.Input(2, ScalarType.Float64);
        var layers = new Layers(CPU) { Training = true };
        layers.Load(state);
        random.manual_seed(Seed);
        var expected = ReferenceNetwork.Run(subject.Numbers, layers, input);
        var learns = expected.Result.requires_grad;
        if (learns)
            Loss(expected.Result, expected.Auxiliary).backward();

        using var module = subject.Make(state);
        module.to(ScalarType.Float64);
        module.train();
        var shapes = WatchShapes(module);
        random.manual_seed(Seed);
        var (output, auxiliary) = Subject.Call(module, input);
        CompareShapes(shapes, layers.ShapesOfOne);
        Disagreement.When(auxiliary is not null != expected.Auxiliary is not null, "Training has auxiliary logits if there is a head", () => $"{auxiliary is not null}");
        Compare("results in training", output, expected.Result, 1e-6);
        if (auxiliary is not null)
            Compare("auxiliary logits", auxiliary, expected.Auxiliary!, 1e-6);

        // A block of nothing but a stage without weights has nothing to learn.
        Disagreement.When(output.requires_grad != learns, "What has weights learns", () => $"{output.requires_grad}");
        if (learns)
            Loss(output, auxiliary).backward();
        // A batch norm over values that are nearly equal multiplies gradients by hundreds; the sum of large ones may be nothing but rounding.
        Disagreement.When(
            module.named_parameters().Any(one => one.parameter.grad is null != layers.State[one.name].grad is null), "What gets a gradient by hand gets one", () => "another does");
        var gradients = module.named_parameters().Where(one => one.parameter.grad is not null)
            .Select(one => (one.name, Found: one.parameter.grad!, Expected: layers.State[one.name].grad!)).ToArray();
        var rounding = gradients.Select(one => Rounding * one.Expected.abs().max().ToDouble()).DefaultIfEmpty().Max();
        foreach (var (name, found, wanted) in gradients)
            Compare("gradients", found, wanted, 1e-5, name, rounding);
        foreach (var (name, buffer) in module.named_buffers())
            Compare("statistics", buffer, layers.State[name], 1e-6, name);
    }

    /// <summary>Trains with a single input, which a batch norm over a single value does not allow.</summary>
    public static void TrainAlone(Subject subject, IReadOnlyDictionary<string, Tensor> state, bool works)
    {
        using var grad = no_grad();
        using var module = subject.Make(state);
        module.train();
        using var input = subject.Input(1);
        try
        {
            Subject.Call(module, input).Result.Dispose();
        }
        catch (GaldException refused)
        {
            Disagreement.When(works, "A batch of one can be trained", () => refused.Message);
            return;
        }

        Disagreement.When(!works, "A batch of one cannot be trained", () => "it was");
    }

    private static Tensor Loss(Tensor logits, Tensor? auxiliary) =>
        auxiliary is null ? logits.sin().sum() : logits.sin().sum() + auxiliary.sin().sum();

    private static Dictionary<string, long[]> WatchShapes(nn.Module network)
    {
        var shapes = new Dictionary<string, long[]>();
        foreach (var (name, module) in network.named_modules())
        {
            if (name.Length > 0 && module is nn.Module<Tensor, Tensor> layer)
            {
                layer.register_forward_hook((_, _, result) =>
                {
                    shapes[name] = result.shape;
                    return result;
                });
            }
        }

        return shapes;
    }

    /// <summary>A list of branches, whose stage ends with their concatenation.</summary>
    private const string Branches = "decode_head.aspp_modules";

    /// <summary>Stages that are no single module, or one that gives several maps.</summary>
    private static readonly string[] Lists =
        [
            "stem", "backbone.stem", "neck", Branches, "decode_head.1.object_context_block",
            .. new[] { "", "backbone." }.SelectMany(path => new[] { "transition1", "transition2", "transition3", "stage2", "stage3", "stage4" }.Select(stage => path + stage)),
            .. new[] { "", "backbone." }.SelectMany(path => Enumerable.Range(0, 4).Select(stage => $"{path}layers.{stage}")),
            // Behind maps that a backbone by itself gives only when all are asked for.
            "norm0", "norm1", "norm2",
            "decode_head", "decode_head.convs", "decode_head.lateral_convs", "decode_head.fpn_convs", "decode_head.scale_heads",
        ];

    /// <summary>The modules that ran, and what they gave.</summary>
    private static void CompareShapes(IReadOnlyDictionary<string, long[]> found, IReadOnlyDictionary<string, long[]> expected)
    {
        // Where the stem is no module of its own, it is a stage all the same, and so are lists of modules; a used trunk is one module behind
        // mmsegmentation's keys, and a head that usually reads several maps can be watched where it reads one.
        var left = found.Where(entry => entry.Key != Branches && (entry.Key is not ("backbone" or "decode_head") || expected.ContainsKey(entry.Key))).Select(Show).Order(StringComparer.Ordinal).ToArray();
        var right = expected.Where(entry => entry.Key != Branches && (!Lists.Contains(entry.Key) || found.ContainsKey(entry.Key))).Select(Show).Order(StringComparer.Ordinal).ToArray();
        Disagreement.When(!left.SequenceEqual(right), "Each module gives its shape", () =>
            $"not {string.Join(", ", left.Except(right).Take(5))} but {string.Join(", ", right.Except(left).Take(5))}");

        static string Show(KeyValuePair<string, long[]> entry) => $"{entry.Key}: {string.Join('×', entry.Value)}";
    }

    /// <param name="what">What is compared.</param>
    /// <param name="found">What the module gives.</param>
    /// <param name="expected">What the reference gives.</param>
    /// <param name="tolerance">The difference that is allowed, relative to the largest number.</param>
    /// <param name="detail">Which of them it is.</param>
    /// <param name="rounding">The difference that is allowed in any case.</param>
    private static void Compare(string what, Tensor found, Tensor expected, double tolerance, string detail = "", double rounding = 0)
    {
        Disagreement.When(!found.shape.SequenceEqual(expected.shape), $"The {what} have their shape", () =>
            $"{detail} {string.Join('×', found.shape)} instead of {string.Join('×', expected.shape)}");
        var (left, right) = (found.detach().to(ScalarType.Float64), expected.detach().to(ScalarType.Float64));
        var (distance, largest) = ((left - right).abs().max().ToDouble(), right.abs().max().ToDouble());
        Disagreement.When(!(distance <= Math.Max(tolerance * (largest + 0.01), rounding)), $"The {what} are those of the network written by hand", () =>
            $"{detail} they differ by {distance} where the largest is {largest} and rounding may be {rounding}");
    }
}
