using static TorchSharp.torch;

namespace Gald.Weights;

/// <summary>A tensor in a file: what is known before its numbers are read.</summary>
/// <param name="Type">Type of its elements.</param>
/// <param name="Shape">Its sizes, outermost first; empty for a scalar.</param>
public sealed record TensorEntry(ScalarType Type, IReadOnlyList<long> Shape)
{
    /// <summary>Number of its elements.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Number of its bytes.</summary>
    public long Bytes => Count * Type.ElementSize();

    /// <summary>Whether the other has the same type and sizes.</summary>
    public bool Equals(TensorEntry? other) => other is not null && Type == other.Type && Shape.SequenceEqual(other.Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Shape.Count);
}
