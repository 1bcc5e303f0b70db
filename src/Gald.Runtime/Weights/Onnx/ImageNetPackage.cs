using Gald.Data;

namespace Gald.Weights.Onnx;

/// <summary>
/// The models of the packages Microsoft.ML.DnnImageFeaturizer.ResNet18, ResNet50 and ResNet101, which a build copies beside the
/// application: <c>DnnImageModels/ResNet18Onnx/ResNet18.onnx</c>, and what prepares images for them.
/// </summary>
internal static class ImageNetPackage
{
    /// <summary>The model for a network's backbone, and how its input is prepared.</summary>
    /// <param name="backbone">The network's ResNet, or null if it has none.</param>
    /// <param name="networkName">The network's name, for messages.</param>
    /// <param name="application">The application's folder.</param>
    /// <exception cref="GaldException">There is none.</exception>
    public static (string Model, Normalization Normalization) Find(ResNetKeys? backbone, string networkName, string application)
    {
        if (backbone is null)
            throw new GaldException($"{networkName} has no ResNet under torchvision's names, so there are no ImageNet weights for it; leave --pretrained out, or give a file of weights.");
        // The package's ResNet-18 has a block more in its last stage than the usual one.
        var depth = backbone is { HasBottlenecks: false, Blocks: [2, 2, 2, 2 or 3] } ? 18 : backbone.Depth;
        if (depth is not (18 or 50 or 101))
            throw new GaldException($"There are packages with ImageNet weights for ResNet-18, 50 and 101, and {networkName} is made of a {backbone}; give a file of weights with --pretrained FILE.");
        string models = Path.Combine(application, "DnnImageModels"), model = Path.Combine(models, $"ResNet{depth}Onnx", $"ResNet{depth}.onnx");
        if (!File.Exists(model))
            throw new GaldException(
                $"There is no '{model}'; add a reference to the package Microsoft.ML.DnnImageFeaturizer.ResNet{depth} to the application's project, whose build copies it there, or give a file of weights with --pretrained FILE.");
        return (model, ImagePreparation.Read(Path.Combine(models, "ResNetPrepOnnx", "ResNetPreprocess.onnx")));
    }
}
