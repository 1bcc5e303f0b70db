using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gald.Runtime.Tests;

/// <summary>
/// A network that answers every input with random logits of about an eighth of its size, and remembers both, so that a test can
/// form the prediction in its own way. It can be frozen, and then answers the same.
/// </summary>
internal sealed class RandomLogits : Module<Tensor, SegmentationOutput>, IFreezable
{
    private readonly Generator generator = new(7, CPU);

    public RandomLogits(int classes) : base("RandomLogits")
    {
        Description = TinyNetwork.Description with { Name = "RandomLogits", Classes = classes };
        register_parameter("unused", new TorchSharp.Modules.Parameter(zeros(1)));
    }

    public NetworkDescription Description { get; }

    public List<(Tensor Input, Tensor Logits)> Calls { get; } = [];

    public List<FrozenLogits> Programs { get; } = [];

    public override SegmentationOutput forward(Tensor input) => new(Answer(input));

    public IFrozenNetwork Freeze()
    {
        Programs.Add(new FrozenLogits(this));
        return Programs[^1];
    }

    private Tensor Answer(Tensor input)
    {
        var shape = input.shape;
        var logits = randn([shape[0], Description.Classes, (shape[2] + 7) / 8, (shape[3] + 7) / 8], generator: generator);
        Calls.Add((input.clone(), logits.clone()));
        return logits;
    }

    internal sealed class FrozenLogits(RandomLogits network) : IFrozenNetwork
    {
        public Gald.Onnx.OnnxSignature Signature => throw new NotSupportedException();

        public Gald.Onnx.OnnxValue Export(Gald.Onnx.OnnxGraph graph, Gald.Onnx.OnnxValue input) => throw new NotSupportedException();

        public bool IsDisposed { get; private set; }

        public NetworkDescription Description => network.Description;

        public Tensor call(Tensor images)
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            return network.Answer(images);
        }

        public void Dispose() => IsDisposed = true;
    }
}
