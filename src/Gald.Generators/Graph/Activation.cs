using Gald.Generators.Graph.Operations;

namespace Gald.Generators.Graph;

/// <summary>What becomes of a convolution's result, element by element; the members are those of the runtime's enumeration.</summary>
internal enum Activation
{
    None,
    Relu,
    Relu6,
    HardSwish,
}

/// <summary>Activations and the operations that they are.</summary>
internal static class Activations
{
    /// <summary>The activation that an operation is; none if it is another.</summary>
    public static Activation Of(Operation operation) => operation switch
    {
        Relu => Activation.Relu,
        Relu6 => Activation.Relu6,
        HardSwish => Activation.HardSwish,
        _ => Activation.None,
    };

    /// <summary>Applies an activation.</summary>
    public static Value Apply(this BlockBuilder block, Activation activation, Value x) => activation switch
    {
        Activation.Relu => block.Apply(new Relu(), x),
        Activation.Relu6 => block.Apply(new Relu6(), x),
        Activation.HardSwish => block.Apply(new HardSwish(), x),
        _ => x,
    };
}
