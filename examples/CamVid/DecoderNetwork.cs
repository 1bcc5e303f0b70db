using Gald;
using Gald.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace CamVid;

/// <summary>
/// A network written by hand around generated parts: a ResNet-18 whose stages all are used, GALD on the last one's map, and a decoder that
/// brings poles and signs back from the finer maps, as those of FPN and SwiftNet do: at each step the map is upsampled, a 1×1 projection of
/// the backbone's map of that size is added, and a 3×3 convolution mixes them. Images are enlarged first: what is one pixel wide is hardly seen
/// by a backbone that was trained on larger things.
/// </summary>
public abstract class DecoderNetwork : nn.Module<Tensor, SegmentationOutput>
{
    private const int Classes = 11, Context = 128, Fine = 64, Finest = 32;

    // Training crops are of images scaled by 1.2 in the mean, so that things are learned larger than they are: they are predicted enlarged more
    // (Touvron et al., NeurIPS 2019).
    private const double Enlargement = 1.5, PredictionEnlargement = 2.25;

    private readonly IBackbone trunk;
    private readonly NormedConvolution reduce;
    private readonly nn.Module<Tensor, Tensor>? context;
    private readonly Merge? merge16;
    private readonly Merge merge8, merge4, merge2;
    private readonly nn.Module<Tensor, Tensor> classifier, auxiliary;

    /// <summary>The network with fresh weights.</summary>
    /// <param name="trunk">A generated ResNet-18 with torchvision's stem; its layers become this network's, under the same names.</param>
    /// <param name="context">GALD, or null for none.</param>
    protected DecoderNetwork(IBackbone trunk, nn.Module<Tensor, Tensor>? context) : base(nameof(DecoderNetwork))
    {
        this.trunk = trunk;
        foreach (var (name, layer) in ((nn.Module)trunk).named_children())
            register_module(name, layer);
        reduce = Add("reduce", new NormedConvolution(512, Context, 3));
        this.context = context is null ? null : Add("context", context);
        merge16 = trunk is Trunk32 ? Add("merge16", new Merge(Context, 256, Context)) : null;
        merge8 = Add("merge8", new Merge(Context, 128, Context));
        merge4 = Add("merge4", new Merge(Context, 64, Fine));
        merge2 = Add("merge2", new Merge(Fine, 64, Finest));
        classifier = Add("classifier", nn.Conv2d(Finest, Classes, kernel_size: 1));
        auxiliary = Add("auxiliary", nn.Conv2d(Context, Classes, kernel_size: 1));

        T Add<T>(string name, T module)
            where T : nn.Module
        {
            register_module(name, module);
            return module;
        }
    }

    /// <inheritdoc/>
    protected override void RegisterComponents() { }

    /// <summary>N×3×H×W images to logits of three quarters of H and W in training, with auxiliary logits of the context map, and of nine eighths in prediction.</summary>
    public override SegmentationOutput forward(Tensor images)
    {
        var factor = training ? Enlargement : PredictionEnlargement;
        using var large = nn.functional.interpolate(
            images, size: [Enlarged(images.shape[2], factor), Enlarged(images.shape[3], factor)], mode: InterpolationMode.Bilinear, align_corners: true);
        using var maps = trunk.Maps(large);
        using var reduced = reduce.call(maps[3]);
        using var global = context is null ? reduced.alias() : context.call(reduced);
        using var m16 = merge16 is null ? global.alias() : merge16.call(global, maps[2]);
        using var m8 = merge8.call(m16, maps[1]);
        using var m4 = merge4.call(m8, maps[0]);
        using var m2 = merge2.call(m4, maps.Stem);
        var logits = classifier.call(m2);
        return training ? new SegmentationOutput(logits, auxiliary.call(global)) : new SegmentationOutput(logits);
    }

    // A multiple of 32 and one more: a convolution of stride 2 then has its centres on every second pixel from the first to the last, and upsampling with
    // aligned corners puts them back where they were. Otherwise maps drift by up to a pixel across the image, and a pole is only a few wide.
    private static long Enlarged(long side, double factor) => 32 * (long)Math.Round((factor * side - 1) / 32) + 1;

    /// <summary>What the runtime needs to know.</summary>
    protected static NetworkDescription Describe(string name, int stride) => new()
    {
        Name = name,
        Classes = Classes,
        Height = 360,
        Width = 480,
        MinimumHeight = stride * GaldBlock.SmallestMap,
        MinimumWidth = stride * GaldBlock.SmallestMap,
        AuxiliaryWeight = 0.4,
        BackboneStages = [new("conv1", "bn1", "layer1"), new("layer2"), new("layer3"), new("layer4")],
        Stages = [],
        Parameters = 0,
        MultiplyAdds = 0,
    };
}

/// <summary>Convolution, batch norm, ReLU; keeps H×W.</summary>
public sealed class NormedConvolution : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> conv;
    private readonly BatchNorm2d norm;

    /// <summary>The layers with fresh weights.</summary>
    /// <param name="channels">Channels that come in.</param>
    /// <param name="outputs">Channels that go out.</param>
    /// <param name="kernel">Size of the kernel, odd.</param>
    public NormedConvolution(int channels, int outputs, int kernel) : base(nameof(NormedConvolution))
    {
        conv = nn.Conv2d(channels, outputs, kernel_size: kernel, padding: kernel / 2, bias: false);
        norm = new BatchNorm2d(outputs);
        register_module("conv", conv);
        register_module("norm", norm);
    }

    /// <inheritdoc/>
    protected override void RegisterComponents() { }

    /// <inheritdoc/>
    public override Tensor forward(Tensor map)
    {
        using var convolved = conv.call(map);
        var result = norm.call(convolved);
        return result.relu_();
    }
}

/// <summary>A step of the decoder: a coarse map, upsampled, plus a projection of a fine one, mixed.</summary>
public sealed class Merge : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> project;
    private readonly BatchNorm2d norm;
    private readonly NormedConvolution mix;

    /// <summary>The step with fresh weights.</summary>
    /// <param name="coarse">Channels of the coarse map.</param>
    /// <param name="fine">Channels of the fine map.</param>
    /// <param name="outputs">Channels of the result.</param>
    public Merge(int coarse, int fine, int outputs) : base(nameof(Merge))
    {
        project = nn.Conv2d(fine, coarse, kernel_size: 1, bias: false);
        norm = new BatchNorm2d(coarse);
        mix = new NormedConvolution(coarse, outputs, 3);
        register_module("project", project);
        register_module("norm", norm);
        register_module("mix", mix);
    }

    /// <inheritdoc/>
    protected override void RegisterComponents() { }

    /// <summary>N×C×h×w and N×F×H×W to N×O×H×W.</summary>
    public override Tensor forward(Tensor coarse, Tensor fine)
    {
        using var projected = project.call(fine);
        using var normed = norm.call(projected);
        using var upsampled = nn.functional.interpolate(coarse, size: fine.shape[2..], mode: InterpolationMode.Bilinear, align_corners: true);
        using var sum = normed.add_(upsampled, Scalars.One);
        return mix.call(sum);
    }
}
