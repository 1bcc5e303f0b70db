using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>
/// Everything times one number that is learnt (γ of attention modules) and begins at 0, so that the branch that it ends adds nothing at
/// first. Its state key is <c>scale</c>, as in mmcv.
/// </summary>
public sealed class Scale : nn.Module<Tensor, Tensor>
{
    /// <summary>A factor of 0.</summary>
    public Scale() : base(nameof(Scale)) => register_parameter("scale", new Parameter(zeros([], ScalarType.Float32)));

    /// <summary>γ, a single number of rank 0.</summary>
    public Parameter Factor => get_parameter("scale")!;

    /// <summary>A tensor of any shape to one of the same shape.</summary>
    /// <param name="input">Of any shape.</param>
    public override Tensor forward(Tensor input) => input.mul(Factor);

    /// <summary>Does nothing: the constructor registers everything.</summary>
    protected override void RegisterComponents() { }
}
