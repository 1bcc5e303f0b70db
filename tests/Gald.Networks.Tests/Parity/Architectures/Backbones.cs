namespace Gald.Networks.Tests.Parity.Architectures;

/// <summary>Backbones alone: those of mmsegmentation, and torchvision's classifiers without their last layer.</summary>
internal static class Backbones
{
    public static IReadOnlyDictionary<string, Func<Manifest, Parameters, DeclaredClass>> All { get; } = new Dictionary<string, Func<Manifest, Parameters, DeclaredClass>>
    {
        ["bb.resnet_v1c"] = (_, p) => SegmentationNetworks.Backbone(p).Alone(),
        ["bb.resnet_v1d"] = (_, p) => SegmentationNetworks.Backbone(p).Alone(),
        ["bb.hrnet"] = (_, p) => HrNets.Backbone(p).Alone(),
        ["bb.tv_resnet"] = (_, p) => Layers(ResNet(p.Text("function"), p), p),
        ["bb.tv_resnext"] = (_, p) => Layers(ResNet(p.Text("function"), p), p),
        ["bb.tv_wide_resnet"] = (_, p) => Layers(ResNet(p.Text("function"), p), p),
    };

    /// <summary>A ResNet, ResNeXt or Wide ResNet by the name of torchvision's function.</summary>
    public static string ResNet(string function, Parameters p)
    {
        var shape = function["torchvision.models.".Length..] switch
        {
            "resnet18" => "18",
            "resnet34" => "34",
            "resnet50" => "50",
            "resnet101" => "101",
            "resnet152" => "152",
            "resnext50_32x4d" => "50, Groups = 32, WidthPerGroup = 4",
            "resnext101_32x8d" => "101, Groups = 32, WidthPerGroup = 8",
            "resnext101_64x4d" => "101, Groups = 64, WidthPerGroup = 4",
            "wide_resnet50_2" => "50, WidthPerGroup = 128",
            "wide_resnet101_2" => "101, WidthPerGroup = 128",
            _ => throw new NotDeclarableException($"There is no declaration for {function}."),
        };
        var outputStride = !p.IsNull("replace_stride_with_dilation") ? p.Truths("replace_stride_with_dilation") switch
        {
            [false, false, false] => 32,
            [false, false, true] => 16,
            [false, true, true] => 8,
            var other => throw new NotDeclarableException($"A ResNet that dilates {string.Join(", ", other)} cannot be declared."),
        }
        : 32;
        return Torchvision(shape, outputStride, function.EndsWith("18", StringComparison.Ordinal) ? 2 : 3);
    }

    /// <summary>torchvision halves the dilation of the first block of a dilated stage, and has no multi-grid.</summary>
    public static string Torchvision(string shape, int outputStride, int lastBlocks) =>
        $"ResNet({shape}, OutputStride = {outputStride}, Stem = Stem.Torchvision, ContractDilation = true, MultiGrid = [{string.Join(", ", Enumerable.Repeat(1, lastBlocks))}])";

    /// <summary>A ResNet, whose maps are what some of its layers give.</summary>
    private static DeclaredClass Layers(string backbone, Parameters p) =>
        new DeclaredBackbone(backbone, [.. p.Texts("layers").Select(layer => Stage(layer, "layer1", "layer2", "layer3", "layer4"))], 4).Alone();

    /// <summary>The stage that a layer is.</summary>
    public static int Stage(string layer, params string[] stages) => Array.IndexOf(stages, layer) is var index and >= 0 ? index + 1
        : throw new NotDeclarableException($"What the layer {layer} gives is no map of the backbone, only {string.Join(", ", stages)}.");
}
