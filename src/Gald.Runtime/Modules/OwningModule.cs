using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>
/// A module that disposes more than what is registered in it, and gives the memory back to the system; networks that are declared in F# derive
/// from it. F# refuses every call of an object whose constructor failed, also that of its finalizer, which would end the process: so the
/// method that a class overrides is called when somebody disposes it, and by nobody else.
/// </summary>
/// <typeparam name="T">What it takes.</typeparam>
/// <typeparam name="TResult">What it gives.</typeparam>
public abstract class OwningModule<T, TResult> : nn.Module<T, TResult>
{
    /// <summary>A module without children.</summary>
    /// <param name="name">Its name.</param>
    protected OwningModule(string name) : base(name)
    {
    }

    /// <summary>Disposes the parts that are not registered; nothing by default.</summary>
    protected virtual void DisposeParts()
    {
    }

    /// <inheritdoc/>
    protected sealed override void Dispose(bool disposing)
    {
        if (disposing)
            DisposeParts();
        base.Dispose(disposing);
        LibTorch.ReturnFreedMemory();
    }
}
