using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>The making of a module's children one after the other: when one of them fails, those in front of it are disposed.</summary>
public sealed class Construction
{
    private readonly List<IDisposable> made = [];

    /// <summary>Makes a child.</summary>
    /// <param name="make">Makes it. What it throws is thrown on, once all children in front of it are disposed.</param>
    public T Of<T>(Func<T> make) where T : IDisposable
    {
        using var scope = NewDisposeScope();
        try
        {
            var child = make();
            var tensors = scope.DisposablesView;
            made.Add(child);
            made.AddRange(tensors);
            scope.MoveToOuter((IEnumerable<IDisposable>)tensors);
            return child;
        }
        catch
        {
            Undo([.. made]);
            throw;
        }
    }

    /// <summary>Disposes what a constructor has made when it fails.</summary>
    /// <param name="made">Children, parameters and buffers; null for those that it did not come to.</param>
    public static void Undo(params IDisposable?[] made)
    {
        foreach (var child in made)
            child?.Dispose();
    }
}
