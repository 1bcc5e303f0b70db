using Gald.Onnx;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>What becomes of a convolution's result, element by element.</summary>
public enum Activation
{
    /// <summary>x.</summary>
    None,

    /// <summary>max(0, x).</summary>
    Relu,

    /// <summary>min(max(0, x), 6).</summary>
    Relu6,

    /// <summary>x·min(max(0, x + 3), 6)/6 (Howard et al., ICCV 2019).</summary>
    HardSwish,
}

/// <summary>How an activation is computed.</summary>
internal static class Activations
{
    /// <summary>Overwrites a result with its activation.</summary>
    /// <param name="activation">The activation.</param>
    /// <param name="result">Of any shape; nobody else reads it.</param>
    public static void Overwrite(this Activation activation, Tensor result)
    {
        switch (activation)
        {
            case Activation.Relu:
                result.relu_();
                break;
            case Activation.Relu6:
                result.relu6_();
                break;
            case Activation.HardSwish:
                result.hardswish_();
                break;
        }
    }

    /// <summary>Writes the activation of a value into an ONNX graph.</summary>
    /// <param name="activation">The activation.</param>
    /// <param name="graph">The part of the graph that it belongs to.</param>
    /// <param name="value">The value.</param>
    public static OnnxValue Export(this Activation activation, OnnxGraph graph, OnnxValue value) => activation switch
    {
        Activation.Relu => graph.Relu(value),
        Activation.Relu6 => graph.Relu6(value),
        Activation.HardSwish => graph.HardSwish(value),
        _ => value,
    };
}
