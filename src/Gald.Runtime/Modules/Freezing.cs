using Gald.Computing;
using TorchSharp.Modules;

namespace Gald.Modules;

/// <summary>
/// The freezing that goes on on a thread. Generated programs make their layers by <c>Freeze()</c>, which takes no options; the layers find
/// them here, and say that they were made.
/// </summary>
internal sealed class Freezing : IDisposable
{
    [ThreadStatic]
    private static Freezing? current;

    private readonly Freezing? outer = current;
    private readonly IDisposable apart = HeapMemory.PlaceApart();
    private readonly FreezingOptions options;
    private readonly List<(Conv2d Source, FoldedConv2d Convolution)> made = [];

    /// <summary>Begins; disposing it ends it.</summary>
    public Freezing(FreezingOptions options)
    {
        this.options = options;
        current = this;
    }

    /// <summary>The options of the freezing that goes on, or the defaults.</summary>
    public static FreezingOptions Options => current?.options ?? new FreezingOptions();

    /// <summary>The convolutions that were made, each with the module that it is a copy of.</summary>
    public IReadOnlyList<(Conv2d Source, FoldedConv2d Convolution)> Made => made;

    /// <summary>Notes a convolution.</summary>
    public static void Note(Conv2d source, FoldedConv2d convolution) => current?.made.Add((source, convolution));

    public void Dispose()
    {
        current = outer;
        apart.Dispose();
    }
}
