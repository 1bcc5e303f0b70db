using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>Reads what a module has registered itself.</summary>
public static class ModuleState
{
    /// <summary>A parameter, which the module keeps.</summary>
    /// <param name="owner">The module.</param>
    /// <param name="key">The parameter's key.</param>
    /// <exception cref="ArgumentException">There is none of that key.</exception>
    public static Parameter Parameter(nn.Module owner, string key) =>
        owner.get_parameter(key) ?? throw new ArgumentException($"{owner.GetName()} has no parameter {key}.", nameof(key));

    /// <summary>A buffer, which the module keeps.</summary>
    /// <param name="owner">The module.</param>
    /// <param name="key">The buffer's key.</param>
    /// <exception cref="ArgumentException">There is none of that key.</exception>
    public static Tensor Buffer(nn.Module owner, string key) =>
        owner.get_buffer(key) ?? throw new ArgumentException($"{owner.GetName()} has no buffer {key}.", nameof(key));
}
