using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gald.Runtime.Tests;

/// <summary>A network small enough to train in a test, with all that matters to a trainer: statistics, dropout, an auxiliary head.</summary>
internal sealed class TinyNetwork : Module<Tensor, SegmentationOutput>, ISegmentationNetwork
{
    private readonly Conv2d stem = Conv2d(3, 8, 3, stride: 2, padding: 1);
    private readonly Gald.Modules.BatchNorm2d norm = new(8);
    private readonly Conv2d body = Conv2d(8, 8, 3, stride: 2, padding: 1);
    private readonly Conv2d head = Conv2d(8, 3, 1);
    private readonly Dropout2d dropout = Dropout2d(0.2);
    private readonly Conv2d auxiliary = Conv2d(8, 3, 1);

    public TinyNetwork() : base("TinyNetwork")
    {
        RegisterComponents();
    }

    public static NetworkDescription Description { get; } = new()
    {
        Name = "TinyNetwork",
        Classes = 3,
        HasDeclaredSize = true,
        Height = 24,
        Width = 32,
        MinimumHeight = 16,
        MinimumWidth = 16,
        AuxiliaryWeight = 0.4,
        Parameters = 100,
        MultiplyAdds = 1_000,
        PeakActivationBytes = 12_300_000,
        TrainingActivationBytes = 45_600,
        BackboneStages = [new BackboneStage("stem")],
        Stages =
        [
            new StageDescription
            {
                Name = "stem", Kind = "convolution", Channels = 8, Stride = 2, Height = 12, Width = 16, Parameters = 224, MultiplyAdds = 41_472,
            },
        ],
    };

    public override SegmentationOutput forward(Tensor input)
    {
        using var convolved = stem.call(input);
        using var normalised = norm.call(convolved);
        using var early = functional.relu(normalised);
        using var late = body.call(early);
        using var active = functional.relu(late);
        var logits = head.call(active);
        if (!training)
            return new SegmentationOutput(logits);
        using var dropped = dropout.call(early);
        return new SegmentationOutput(logits, auxiliary.call(dropped));
    }
}

/// <summary>A network of other keys and shapes than <see cref="TinyNetwork"/>, with as many classes.</summary>
internal sealed class OtherNetwork : Module<Tensor, SegmentationOutput>, ISegmentationNetwork
{
    private readonly Conv2d stem = Conv2d(3, 4, 3, stride: 2, padding: 1);
    private readonly Conv2d classifier = Conv2d(4, 3, 1);

    public OtherNetwork() : base("OtherNetwork")
    {
        RegisterComponents();
    }

    public static NetworkDescription Description { get; } = TinyNetwork.Description with { Name = "OtherNetwork", AuxiliaryWeight = 0 };

    public override SegmentationOutput forward(Tensor input)
    {
        using var features = stem.call(input);
        return new SegmentationOutput(classifier.call(features));
    }
}

/// <summary>A network whose description asks for more memory than any machine has.</summary>
internal sealed class HugeNetwork() : Module<Tensor, SegmentationOutput>("HugeNetwork"), ISegmentationNetwork
{
    public static NetworkDescription Description { get; } = TinyNetwork.Description with { Name = "HugeNetwork", TrainingActivationBytes = 1L << 50 };

    public override SegmentationOutput forward(Tensor input) => throw new InvalidOperationException("It is refused before its first step.");
}
