using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>Reads what a module has registered itself.</summary>
public static class ModuleState
{
    /// <summary>A parameter, which the module keeps.</summary>
    /// <param name="module">The module.</param>
    /// <param name="key">The parameter's key.</param>
    /// <exception cref="ArgumentException">There is none of that key.</exception>
    public static Parameter Parameter(nn.Module module, string key) =>
        module.get_parameter(key) ?? throw new ArgumentException($"{module.GetName()} has no parameter {key}.", nameof(key));

    /// <summary>A buffer, which the module keeps.</summary>
    /// <param name="module">The module.</param>
    /// <param name="key">The buffer's key.</param>
    /// <exception cref="ArgumentException">There is none of that key.</exception>
    public static Tensor Buffer(nn.Module module, string key) =>
        module.get_buffer(key) ?? throw new ArgumentException($"{module.GetName()} has no buffer {key}.", nameof(key));
}
