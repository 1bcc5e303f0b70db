using System.Reflection;
using Gald.Checkpoints;
using Gald.Commands;
using Xunit;

namespace Gald.Runtime.Tests.Architecture;

/// <summary>Which part of the runtime may know which, and what a program carries that only predicts.</summary>
public class LayersTests
{
    private static readonly Assembly Prediction = typeof(Checkpoint).Assembly;
    private static readonly Assembly Training = typeof(GaldProgram).Assembly;

    /// <summary>From the bottom to the top: each namespace may use those in front of it. In the namespace Gald is what all may use.</summary>
    private static readonly string[] Order =
    [
        "Gald.Runtime/Gald.Computing",
        "Gald.Runtime/Gald.Distributed",
        "Gald.Runtime/Gald.Data",
        "Gald.Runtime/Gald.Onnx",
        "Gald.Runtime/Gald.Modules",
        "Gald.Runtime/Gald.Weights",
        "Gald.Runtime/Gald.Pictures",
        "Gald.Runtime/Gald.Evaluation",
        "Gald.Runtime/Gald.Checkpoints",
        "Gald.Training/Gald.Data",
        "Gald.Training/Gald.Pictures",
        "Gald.Training/Gald.Distributed",
        "Gald.Training/Gald.Evaluation",
        "Gald.Training/Gald.Checkpoints",
        "Gald.Training/Gald.Training",
        "Gald.Training/Gald.Commands",
    ];

    [Fact]
    public void NamespacesDependOneWay()
    {
        var uses = from type in Prediction.GetTypes().Concat(Training.GetTypes())
                   let layer = LayerOf(type)
                   where layer is not null
                   from used in UsedTypes.Of(type)
                   let other = LayerOf(used)
                   where other is not null && Array.IndexOf(Order, other) > Array.IndexOf(Order, layer)
                   select $"{layer} uses {other}: {type} uses {used}";

        Assert.Equal("", string.Join('\n', uses.Distinct().Order()));
    }

    [Fact]
    public void EveryNamespaceHasItsPlace()
    {
        var layers = Prediction.GetTypes().Concat(Training.GetTypes()).Select(LayerOf).OfType<string>().Distinct();

        Assert.Equal(Order.Order(), layers.Order());
    }

    /// <summary>A service has no use for plots, a console or fonts.</summary>
    [Fact]
    public void WhoOnlyPredictsCarriesNoPlotsNoConsoleAndNoFonts()
    {
        Assert.Equal(
            ["BitMiracle.LibTiff.NET", "Google.Protobuf", "ICSharpCode.SharpZipLib", "SkiaSharp", "TorchSharp"],
            Prediction.GetReferencedAssemblies().Select(assembly => assembly.Name!).Where(name => !name.StartsWith("System.", StringComparison.Ordinal)).Order());
        Assert.Empty(Prediction.GetManifestResourceNames());
    }

    /// <summary>Assembly and namespace, without what the compiler adds; null for the namespace Gald and for other libraries.</summary>
    private static string? LayerOf(Type type) =>
        (type.Assembly == Prediction || type.Assembly == Training) && type.Namespace?.Split('.') is ["Gald", var part, ..]
            ? $"{type.Assembly.GetName().Name}/Gald.{part}"
            : null;
}
