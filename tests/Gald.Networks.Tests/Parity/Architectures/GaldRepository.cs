namespace Gald.Networks.Tests.Parity.Architectures;

/// <summary>What the published GALD repository has: networks, their blocks, and operators that it does not use itself.</summary>
internal static class GaldRepository
{
    public static IReadOnlyDictionary<string, Func<Manifest, Parameters, DeclaredClass>> All { get; } = new Dictionary<string, Func<Manifest, Parameters, DeclaredClass>>
    {
        ["GALD_res50"] = (manifest, _) => Network(manifest, 50),
        ["GALD_res101"] = (manifest, _) => Network(manifest, 101),
        ["DualSeg_res50"] = (manifest, _) => SisterNetwork(manifest, 50),
        ["DualSeg_res101"] = (manifest, _) => SisterNetwork(manifest, 101),
        ["blk.SpatialCGNL"] = (manifest, _) => Block(manifest, "Cgnl(Downsample = 1)"),
        ["blk.LocalAttenModule"] = (manifest, _) => Block(manifest, "LocalDistribution(Residual = Residual.Single)"),
        ["blk.GALDBlock"] = (manifest, _) => Block(manifest, "Cgnl", "LocalDistribution"),
        ["op.A2Block"] = (manifest, _) => Block(manifest, "DoubleAttention"),
        ["op.ASPPModule"] = (manifest, _) => Block(manifest, "AtrousPyramid(Form = PyramidForm.Gald, Channels = 64, OutputChannels = 128)"),
        ["op.PSPModule"] = (manifest, _) => Block(manifest, "PyramidPooling(Form = PyramidForm.Gald, OutputChannels = 64, Padding = 1)"),
    };

    private static DeclaredClass Network(Manifest manifest, int depth) => new(
        $"SegmentationNetwork(Classes = {manifest.Classes}, Height = {manifest.Input[2]}, Width = {manifest.Input[3]})",
        $"ResNet({depth})", "Cgnl", "LocalDistribution", $"AuxiliaryHead{(manifest.Trains ? "(Dropout = 0.0)" : "")}");

    /// <summary>DGCNet, whose auxiliary head has no ReLU.</summary>
    private static DeclaredClass SisterNetwork(Manifest manifest, int depth) => new(
        $"SegmentationNetwork(Classes = {manifest.Classes}, Height = {manifest.Input[2]}, Width = {manifest.Input[3]})",
        $"ResNet({depth})", "DualGraph", $"AuxiliaryHead(Relu = false{(manifest.Trains ? ", Dropout = 0.0" : "")})");

    private static DeclaredClass Block(Manifest manifest, params string[] stages) => Blocks.Declare(manifest, stages);
}
