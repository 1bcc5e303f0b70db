namespace Gald.Networks.Tests.Parity.Architectures;

/// <summary>torchvision's segmentation networks.</summary>
internal static class Torchvision
{
    public static IReadOnlyDictionary<string, Func<Manifest, Parameters, DeclaredClass>> All { get; } = new Dictionary<string, Func<Manifest, Parameters, DeclaredClass>>
    {
        ["tv.fcn_resnet50"] = (manifest, p) => Declare(manifest, p, "50", "FcnHead"),
        ["tv.fcn_resnet101"] = (manifest, p) => Declare(manifest, p, "101", "FcnHead"),
        ["tv.deeplabv3_resnet50"] = (manifest, p) => Declare(manifest, p, "50", "DeepLabV3Head"),
        ["tv.deeplabv3_resnet101"] = (manifest, p) => Declare(manifest, p, "101", "DeepLabV3Head"),
        ["tv.deeplabv3_mobilenet_v3_large"] = (manifest, p) => Declare(manifest, p, "MobileNetV3(MobileNetV3Size.Large)", "DeepLabV3Head", auxiliaryStage: 2),
    };

    private static DeclaredClass Declare(Manifest manifest, Parameters p, string depth, string head) =>
        Declare(manifest, p, Backbones.Torchvision(depth, outputStride: 8, lastBlocks: 3), head, auxiliaryStage: 3);

    private static DeclaredClass Declare(Manifest manifest, Parameters p, string backbone, string head, int auxiliaryStage)
    {
        p.Ignore("function", "num_classes");
        string[] auxiliary = p.IsTrue("aux_loss") ? [$"AuxiliaryHead(Stage = {auxiliaryStage}, Dropout = 0.0)"] : [];
        return new(
            $"SegmentationNetwork(Classes = {manifest.Classes}, Height = {manifest.Input[2]}, Width = {manifest.Input[3]})",
            [backbone, $"{head}(Dropout = 0.0)", .. auxiliary]);
    }
}
