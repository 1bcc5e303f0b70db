using Gald.Generators.Shapes;

namespace Gald.Generators.Graph;

/// <summary>A parameter or a buffer of a block itself rather than of one of its layers.</summary>
/// <param name="Key">Its part of the state keys, such as <c>gamma</c>.</param>
/// <param name="Field">The name of the property through which it is read.</param>
/// <param name="Value">It, as an operand of the forward pass.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Start">What it begins with.</param>
/// <param name="IsTrained">Whether it is a parameter; a buffer is not trained.</param>
internal sealed record StateTensor(string Key, string Field, Value Value, Shape Shape, Start Start, bool IsTrained)
{
    /// <summary>The call that makes it.</summary>
    public Code Construct() => new Code.Call(
        $"Gald.Modules.Initial.{Start.Function}",
        [.. Start.Argument is { } argument ? new Argument[] { argument } : [], .. Shape.Extents.Select(extent => (Argument)extent)]);
}

/// <summary>What a parameter or buffer begins with: a function of <c>Gald.Modules.Initial</c>.</summary>
/// <param name="Function">Its name.</param>
/// <param name="Argument">A number that it takes in front of the lengths.</param>
internal sealed record Start(string Function, double? Argument = null)
{
    public static Start Zeros { get; } = new(nameof(Zeros));

    public static Start Ones { get; } = new(nameof(Ones));

    /// <summary>Uniformly distributed around 0, as far as PyTorch's convolutions begin.</summary>
    public static Start Uniform { get; } = new(nameof(Uniform));

    /// <summary>Uniformly distributed around 0, as far as PyTorch's stacked projections of attention begin.</summary>
    public static Start Glorot { get; } = new(nameof(Glorot));

    /// <summary>Columns of random directions and of length 1.</summary>
    public static Start UnitColumns { get; } = new(nameof(UnitColumns));

    public static Start Constant(double value) => new(nameof(Constant), value);

    /// <summary>Normally distributed around 0.</summary>
    public static Start Normal(double deviation) => new(nameof(Normal), deviation);
}
