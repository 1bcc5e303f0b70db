using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>
/// Watches the tensors that a thread makes, so that a forward pass or a constructor that ends in an exception leaves none to the garbage
/// collector: what is left of them when it is disposed is disposed too, unless <see cref="KeepAll"/> was called.
/// </summary>
/// <remarks>
/// A tensor that a stage by hand keeps for later calls is one of them: take it out with <c>DetachFromDisposeScope()</c>, as out of every
/// dispose scope of TorchSharp.
/// </remarks>
public sealed class TensorGuard : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    /// <summary>Leaves every tensor alive, in the dispose scope around this one if there is one.</summary>
    public void KeepAll() => scope.MoveToOuter((IEnumerable<IDisposable>)scope.DisposablesView);

    /// <summary>Leaves every tensor alive, in the dispose scope around this one if there is one.</summary>
    /// <param name="result">What the work ends with.</param>
    /// <returns>The same.</returns>
    public T Keep<T>(T result) where T : IDisposable
    {
        KeepAll();
        return result;
    }

    /// <summary>Ends the watch.</summary>
    public void Dispose() => scope.Dispose();
}
