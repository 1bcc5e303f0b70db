using System.Collections;
using static TorchSharp.torch;

namespace Gald;

/// <summary>
/// The maps of all stages of a backbone, N×C×H×W each, from fine to coarse; a generated backbone's own has a property with the name and the shape of each.
/// Whoever asks a backbone for them owns them, and disposes all at once.
/// </summary>
public abstract class FeatureMaps : IReadOnlyList<Tensor>, IDisposable
{
    private readonly Tensor[] stages;
    private readonly Tensor? stem;

    /// <summary>The maps of a backbone.</summary>
    /// <param name="stages">The map behind each stage, from fine to coarse.</param>
    protected FeatureMaps(Tensor[] stages) => this.stages = [.. stages];

    /// <summary>The maps of a backbone whose stem has one besides.</summary>
    /// <param name="stem">The map in front of the stem's pooling, finer than those of the stages.</param>
    /// <param name="stages">The map behind each stage, from fine to coarse.</param>
    protected FeatureMaps(Tensor stem, Tensor[] stages) : this(stages) => this.stem = stem;

    /// <summary>How many stages there are.</summary>
    public int Count => stages.Length;

    /// <summary>Whether <see cref="Stem"/> is there: a ResNet's, whose stem ends with a pooling.</summary>
    public bool HasStem => stem is not null;

    /// <summary>The map in front of the stem's pooling, N×C×H/2×W/2 of a ResNet: finer than those of the stages, none of which it is.</summary>
    /// <exception cref="InvalidOperationException">There is none; ask <see cref="HasStem"/> first.</exception>
    public Tensor Stem => stem ?? throw new InvalidOperationException("This backbone's stem has no map in front of its stages' ones; only a ResNet's has.");

    /// <summary>The map of a stage.</summary>
    /// <param name="index">The stage, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such stage.</exception>
    public Tensor this[int index] => index >= 0 && index < stages.Length ? stages[index]
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"The backbone has {stages.Length} stages, counted from 0 here.");

    /// <summary>The maps of the stages, from fine to coarse.</summary>
    public IEnumerator<Tensor> GetEnumerator() => ((IEnumerable<Tensor>)stages).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Releases all maps.</summary>
    public void Dispose()
    {
        stem?.Dispose();
        foreach (var map in stages)
            map.Dispose();
        GC.SuppressFinalize(this);
    }
}
