using Gald.Declarations.Tests.Reference;
using Gald.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Declarations.Tests.Checking;

/// <summary>Runs a generated network beside the same network written by hand, with the same weights.</summary>
internal static class Execution
{
    private const long Seed = 5;

    /// <summary>Random weights for a network.</summary>
    /// <param name="shapes">Its state without numbers.</param>
    public static IReadOnlyDictionary<string, Tensor> Fill(IReadOnlyDictionary<string, Tensor> shapes)
    {
        random.manual_seed(Seed);
        return shapes.ToDictionary(entry => entry.Key, entry => Layers.Fill(entry.Key, entry.Value.shape));
    }

    /// <summary>Runs one image in evaluation mode, in single precision as users do.</summary>
    public static void Evaluate(Type type, Numbers numbers, NetworkDescription description, IReadOnlyDictionary<string, Tensor> state)
    {
        using var grad = no_grad();
        using var images = randn(1, 3, description.Height, description.Width);
        var layers = new Layers(CPU);
        layers.Take(state);
        var expected = ReferenceNetwork.Run(numbers, layers, images).Logits;

        using var network = Make(type, state);
        network.eval();
        var shapes = WatchShapes(network);
        using var output = network.call(images);
        CompareShapes(shapes, layers.Shapes);
        Disagreement.When(output.HasAuxiliary, "Evaluation has no auxiliary logits", () => "it has");
        Compare("logits in evaluation", output.Logits, expected, 1e-3);
        Predict(network, description);
    }

    /// <summary>The frozen program and the ONNX file give what the network gives, at three sizes.</summary>
    private static void Predict(nn.Module<Tensor, SegmentationOutput> network, NetworkDescription description)
    {
        using var frozen = ((IFreezable)network).Freeze();
        using var file = new OnnxCheck(frozen, new OnnxOptions());
        foreach (var (batch, height, width) in new[]
        {
            (1, description.MinimumHeight, description.MinimumWidth), (2, description.Height, description.Width), (1, description.MinimumHeight + 6, description.MinimumWidth + 13),
        })
        {
            using var images = randn(batch, 3, height, width);
            using var expected = network.call(images);
            using var logits = frozen.call(images);
            Compare("logits of the frozen program", logits, expected.Logits, 1e-4);
            var difference = file.Difference(images, expected.Logits);
            Disagreement.When(!(difference <= OnnxCheck.Tolerance), "The ONNX file gives the logits", () =>
                $"at {batch}×3×{height}×{width} they differ by {difference} of their norm");
        }
    }

    /// <summary>Takes a training step over two images in double precision: logits, gradients and statistics are those of the reference.</summary>
    public static void Train(Type type, Numbers numbers, NetworkDescription description, IReadOnlyDictionary<string, Tensor> state)
    {
        using var images = randn([2, 3, description.Height, description.Width], ScalarType.Float64);
        var layers = new Layers(CPU) { Training = true };
        layers.Load(state);
        random.manual_seed(Seed);
        var expected = ReferenceNetwork.Run(numbers, layers, images);
        Loss(expected.Logits, expected.Auxiliary).backward();

        using var network = Make(type, state);
        network.to(ScalarType.Float64);
        network.train();
        var shapes = WatchShapes(network);
        random.manual_seed(Seed);
        using var output = network.call(images);
        CompareShapes(shapes, layers.Shapes);
        Disagreement.When(output.HasAuxiliary != expected.Auxiliary is not null, "Training has auxiliary logits if there is a head", () => $"{output.HasAuxiliary}");
        Compare("logits in training", output.Logits, expected.Logits, 1e-6);
        if (output.HasAuxiliary)
            Compare("auxiliary logits", output.Auxiliary, expected.Auxiliary!, 1e-6);
        Loss(output.Logits, output.HasAuxiliary ? output.Auxiliary : null).backward();
        foreach (var (name, parameter) in network.named_parameters())
            Compare("gradients", parameter.grad!, layers.State[name].grad!, 1e-5, name);
        foreach (var (name, buffer) in network.named_buffers())
            Compare("statistics", buffer, layers.State[name], 1e-6, name);
    }

    /// <summary>Trains with a single image, which a batch norm over a single value does not allow.</summary>
    public static void TrainAlone(Type type, NetworkDescription description, IReadOnlyDictionary<string, Tensor> state, bool works)
    {
        using var grad = no_grad();
        using var network = Make(type, state);
        network.train();
        using var image = randn(1, 3, description.Height, description.Width);
        try
        {
            network.call(image).Dispose();
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

    private static nn.Module<Tensor, SegmentationOutput> Make(Type type, IReadOnlyDictionary<string, Tensor> state)
    {
        var network = (nn.Module<Tensor, SegmentationOutput>)Activator.CreateInstance(type)!;
        network.load_state_dict(state.ToDictionary(entry => entry.Key, entry => entry.Value));
        return network;
    }

    private static Dictionary<string, long[]> WatchShapes(nn.Module network)
    {
        var shapes = new Dictionary<string, long[]>();
        foreach (var (name, module) in network.named_modules())
        {
            if (module is nn.Module<Tensor, Tensor> layer)
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

    /// <summary>The modules that ran, and what they gave.</summary>
    private static void CompareShapes(IReadOnlyDictionary<string, long[]> found, IReadOnlyDictionary<string, long[]> expected)
    {
        // The pooling of the stem is no module.
        var left = found.Select(Show).Order(StringComparer.Ordinal).ToArray();
        var right = expected.Where(entry => entry.Key != "stem").Select(Show).Order(StringComparer.Ordinal).ToArray();
        Disagreement.When(!left.SequenceEqual(right), "Each module gives its shape", () =>
            $"not {string.Join(", ", left.Except(right).Take(5))} but {string.Join(", ", right.Except(left).Take(5))}");

        static string Show(KeyValuePair<string, long[]> entry) => $"{entry.Key}: {string.Join('×', entry.Value)}";
    }

    private static void Compare(string what, Tensor found, Tensor expected, double tolerance, string detail = "")
    {
        Disagreement.When(!found.shape.SequenceEqual(expected.shape), $"The {what} have their shape", () =>
            $"{detail} {string.Join('×', found.shape)} instead of {string.Join('×', expected.shape)}");
        var (left, right) = (found.detach().to(ScalarType.Float64), expected.detach().to(ScalarType.Float64));
        var (distance, largest) = ((left - right).abs().max().ToDouble(), right.abs().max().ToDouble());
        Disagreement.When(!(distance <= tolerance * (largest + 0.01)), $"The {what} are those of the network written by hand", () =>
            $"{detail} they differ by {distance} where the largest is {largest}");
    }
}
