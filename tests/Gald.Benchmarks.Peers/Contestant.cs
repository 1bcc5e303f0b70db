using Gald;
using Gald.Training;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Contestants;

/// <summary>One way to run the network: what it does once, after it is set up.</summary>
internal static class Contestant
{
    /// <summary>Sets up a contestant.</summary>
    /// <param name="name">Which.</param>
    /// <param name="network">The network's name.</param>
    /// <param name="threads">Threads of ONNX Runtime; libtorch's are set already.</param>
    /// <param name="images">N×3×H×W.</param>
    /// <param name="trains">Whether it takes training steps.</param>
    /// <param name="file">The ONNX file, for the contestant that runs one.</param>
    /// <returns>One run, and what is to be disposed at the end.</returns>
    public static (Action Run, IDisposable Held) Create(string name, string network, int threads, long[] images, bool trains, string? file) => (name, trains) switch
    {
        ("module", false) => Module(network, images),
        ("frozen", false) => Frozen(network, images),
        ("handwritten", false) => HandWrittenInference(network, images),
        ("onnxruntime", false) => OnnxRuntime(threads, images, file ?? throw new GaldException("The contestant onnxruntime needs a file.")),
        ("module", true) => ModuleTraining(network, images),
        ("handwritten", true) => HandWrittenTraining(network, images),
        _ => throw new GaldException($"There is no contestant '{name}' for this work."),
    };

    private static (Action, IDisposable) Module(string name, long[] shape)
    {
        var network = Networks.Create(name);
        network.eval();
        var images = randn(shape);
        return (() =>
        {
            using var inference = inference_mode();
            using var packed = MemoryLayout.ChannelsLast(images);
            using var output = network.call(packed);
        }, network);
    }

    private static (Action, IDisposable) Frozen(string name, long[] shape)
    {
        Gald.IFrozenNetwork program;
        using (var network = Networks.Create(name))
            program = ((IFreezable)network).Freeze(new FreezingOptions { ConsumesNetwork = true });
        var images = randn(shape);
        return (() => program.call(images).Dispose(), program);
    }

    private static (Action, IDisposable) HandWrittenInference(string name, long[] shape)
    {
        var network = new HandWritten(Networks.ClassesOf(name));
        network.eval();
        var images = randn(shape);
        return (() =>
        {
            using var grad = no_grad();
            using var scope = NewDisposeScope();
            network.call(images);
        }, network);
    }

    private static (Action, IDisposable) OnnxRuntime(int threads, long[] shape, string file)
    {
        using var options = new SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1 };
        var session = new InferenceSession(file, options);
        var sides = Array.ConvertAll(shape, side => (int)side);
        var numbers = new float[sides.Aggregate(1, (product, side) => product * side)];
        var random = new Random(1);
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = (float)(random.NextDouble() * 4 - 2);
        var input = NamedOnnxValue.CreateFromTensor(session.InputNames[0], new DenseTensor<float>(numbers, sides));
        return (() => session.Run([input]).Dispose(), session);
    }

    /// <summary>A step of our trainer.</summary>
    private static (Action, IDisposable) ModuleTraining(string name, long[] shape)
    {
        var network = Networks.Create(name);
        var (images, labels) = Batch(name, shape);
        var batch = new Gald.Data.Batch(0, images, labels);
        var options = new TrainingOptions { Momentum = 0.9, WeightDecay = 5e-4, Loss = new SegmentationLossOptions { Ohem = false } };
        var descent = new GradientDescent(network, new SegmentationLoss(options.Loss, 0.4), options);
        return (() => descent.Step(batch, 0.001), network);
    }

    private static (Action, IDisposable) HandWrittenTraining(string name, long[] shape)
    {
        var network = new HandWritten(Networks.ClassesOf(name));
        var (images, labels) = Batch(name, shape);
        var optimizer = optim.SGD(network.parameters(), 0.001, momentum: 0.9, weight_decay: 5e-4);
        return (() =>
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var (logits, auxiliary) = network.call(images);
            using Scalar weight = 0.4;
            (Loss(logits) + Loss(auxiliary!) * weight).backward();
            optimizer.step();
        }, network);

        torch.Tensor Loss(torch.Tensor logits) => nn.functional.cross_entropy(
            nn.functional.interpolate(logits, size: [shape[2], shape[3]], mode: InterpolationMode.Bilinear, align_corners: true), labels);
    }

    private static (torch.Tensor Images, torch.Tensor Labels) Batch(string name, long[] shape) =>
        (randn(shape), randint(0, Networks.ClassesOf(name), [shape[0], shape[2], shape[3]], ScalarType.Int64));
}
