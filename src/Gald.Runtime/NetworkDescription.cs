namespace Gald;

/// <summary>What the compiler knows about a network: its input, its stages and its cost.</summary>
public sealed record NetworkDescription
{
    private readonly IReadOnlyList<double>? auxiliaryWeights;

    /// <summary>The name of the declared class, without its namespace.</summary>
    public required string Name { get; init; }

    /// <summary>Number of classes, which is the number of channels of the logits.</summary>
    public required int Classes { get; init; }

    /// <summary>Whether the declaration states a size (default: it does); if not, sizes and costs are stated for 512×512 or, where that is too small, for the smallest input.</summary>
    public bool HasDeclaredSize { get; init; } = true;

    /// <summary>The input height in pixels for which sizes and costs are stated.</summary>
    public required int Height { get; init; }

    /// <summary>The input width in pixels for which sizes and costs are stated.</summary>
    public required int Width { get; init; }

    /// <summary>The smallest input height that the network accepts, in pixels.</summary>
    public required int MinimumHeight { get; init; }

    /// <summary>The smallest input width that the network accepts, in pixels.</summary>
    public required int MinimumWidth { get; init; }

    /// <summary>
    /// Whether logits are resized to pixels with aligned corners (default, as in the published GALD code), in the loss as in a prediction;
    /// otherwise the outer edges of pixels are aligned, which is mmsegmentation's default.
    /// </summary>
    public bool AlignCorners { get; init; } = true;

    /// <summary>
    /// The smallest side of an image, in pixels, from a given one on, at which logits and the maps of the backbone do not drift against the image.
    /// Convolutions of stride 2 that are padded alike on both sides have their centres on every s-th pixel, with s the largest stride of the backbone. Resizing
    /// with aligned corners puts the last centre on the last pixel, which is right for multiples of s and one more, such as 769 = 96·8 + 1;
    /// resizing with aligned edges is right for multiples of s. At other sides predictions lie beside what they are of, by up to s − 1 pixels
    /// at the image's end. The side itself where the stages of the backbone are not known.
    /// </summary>
    /// <param name="side">Height or width in pixels, at least 1.</param>
    public int AlignedSide(int side) => (int)Math.Min((((long)side - Remainder + Pitch - 1) / Pitch * Pitch) + Remainder, int.MaxValue);

    /// <summary>The aligned side nearest to a given one and not below a least one.</summary>
    internal int NearestAlignedSide(int side, int least)
    {
        var above = AlignedSide(side);
        return side - (above - Pitch) < above - side && above - Pitch >= least ? above - Pitch : above;
    }

    /// <summary>Whether an image of a size is known to let nothing drift.</summary>
    internal bool IsAligned(int height, int width) => Pitch > 1 && AlignedSide(height) == height && AlignedSide(width) == width;

    /// <summary>Pixels from one aligned side to the next: the largest stride of the backbone; 1 where its stages are not known.</summary>
    internal int Pitch => Stages.Where(IsOfBackbone).Select(stage => stage.Stride).DefaultIfEmpty(1).Max();

    private int Remainder => AlignCorners && Pitch > 1 ? 1 : 0;

    // What a head reduces further, such as a gate or the map of an aggregation, is smooth.
    private bool IsOfBackbone(StageDescription stage) => BackboneStages.SelectMany(known => known.Keys).Any(key => IsWithin(key, stage.Name) || IsWithin(stage.Name, key));

    private static bool IsWithin(string name, string outer) => name == outer || name.StartsWith(outer + ".", StringComparison.Ordinal);

    /// <summary>The weight of the auxiliary head's loss; 0 without such a head.</summary>
    public required double AuxiliaryWeight { get; init; }

    /// <summary>
    /// The weights of all further losses, in the order of <see cref="SegmentationOutput.Auxiliaries"/>. Default: that of the auxiliary head, if
    /// there is one.
    /// </summary>
    public IReadOnlyList<double> AuxiliaryWeights
    {
        get => auxiliaryWeights ?? (AuxiliaryWeight > 0 ? [AuxiliaryWeight] : []);
        init => auxiliaryWeights = value;
    }

    /// <summary>
    /// How many of the further logits, the first of them, are there in evaluation mode too: 1 with an [OcrHead], whose coarse prediction is one. Default 0.
    /// </summary>
    public int LastingAuxiliaries { get; init; }

    /// <summary>
    /// The stages of the backbone, first to last, by their modules: what is pretrained, has the backbone's learning rate, and can be frozen. Empty (default) where
    /// they are not known, as of a network that is written by hand; then what stands below <c>backbone</c> and torchvision's names of a ResNet count.
    /// </summary>
    public IReadOnlyList<BackboneStage> BackboneStages { get; init; } = [];

    /// <summary>The stages from input to logits; the auxiliary head, if there is one, comes last.</summary>
    public required IReadOnlyList<StageDescription> Stages { get; init; }

    /// <summary>Trainable numbers, the auxiliary head's included.</summary>
    public required long Parameters { get; init; }

    /// <summary>Multiply-adds of one evaluation of one image of the declared size, at most <see cref="long.MaxValue"/>; the auxiliary head does not run then.</summary>
    public required long MultiplyAdds { get; init; }

    /// <summary>
    /// The largest sum, in bytes, of tensors that are alive at one time while the frozen program predicts one image of the declared size in
    /// float32, at most <see cref="long.MaxValue"/>: feature maps, its copy of the image, and what an operation allocates while it runs. The
    /// program's own weights come on top, and so does the inside of stages that were written by hand. On the CPU the first prediction of each size
    /// repacks the weights; while one layer is repacked, both copies are in memory. A convolution of two maps reads them where they are, as minimal
    /// filtering does; where it runs directly, it concatenates them first. 0 (default) where it is not known.
    /// </summary>
    public long PeakActivationBytes { get; init; }

    /// <summary>
    /// The memory, in bytes for each thread, in which a frozen program's convolutions compute by minimal filtering, at most: one piece for all of
    /// them, kept from one prediction to the next, for images of any size. 0 where no convolution can run so, and (default) where it is not known.
    /// </summary>
    public long ScratchBytesPerThread { get; init; }

    /// <summary>
    /// What autograd keeps, in bytes, between the forward and the backward pass of a training step, for each image of the declared size in
    /// float32, the image and the auxiliary head included; at most <see cref="long.MaxValue"/>. Weights, gradients and the loss come on
    /// top, and so does what stages keep that were written by hand. 0 (default) where it is not known.
    /// </summary>
    public long TrainingActivationBytes { get; init; }

    /// <summary>
    /// Multiply-adds that a training step makes a second time in the backward pass, for each image of the declared size, at most
    /// <see cref="long.MaxValue"/>: what <c>[SegmentationNetwork(Recompute = …)]</c> costs. Default 0.
    /// </summary>
    public long RecomputedMultiplyAdds { get; init; }

    /// <summary>
    /// What autograd keeps, in bytes for each image of the declared size, of the block that is being computed again in the backward pass: that of the
    /// largest, beside <see cref="TrainingActivationBytes"/>, which has the blocks' inputs only. Default 0.
    /// </summary>
    public long RecomputedActivationBytes { get; init; }
}

/// <summary>A stage of a backbone: what leads to one of its maps, and to none before it.</summary>
public sealed class BackboneStage
{
    /// <summary>A stage.</summary>
    /// <param name="keys">What the names of its modules' state begin with, such as <c>backbone.layer1</c>.</param>
    public BackboneStage(params string[] keys) => Keys = [.. keys];

    /// <summary>What the names of its modules' state begin with.</summary>
    public IReadOnlyList<string> Keys { get; }
}

/// <summary>One stage of a network at the declared input size.</summary>
public sealed record StageDescription
{
    /// <summary>The name of the module in the network's state, such as <c>layer3</c> or <c>head.a2block</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What the stage is, such as <c>6 bottlenecks, dilation 2</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Channels of its output.</summary>
    public required int Channels { get; init; }

    /// <summary>Input pixels per output position.</summary>
    public required int Stride { get; init; }

    /// <summary>Height of its output.</summary>
    public required int Height { get; init; }

    /// <summary>Width of its output.</summary>
    public required int Width { get; init; }

    /// <summary>Trainable numbers.</summary>
    public required long Parameters { get; init; }

    /// <summary>Multiply-adds for one image, at most <see cref="long.MaxValue"/>.</summary>
    public required long MultiplyAdds { get; init; }
}
