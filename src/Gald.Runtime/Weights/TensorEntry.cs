using static TorchSharp.torch;

namespace Gald.Weights;

/// <summary>A tensor in a file: its type, its shape and where its bytes are.</summary>
/// <param name="Type">Type of its elements.</param>
/// <param name="Shape">Its sizes, outermost first; empty for a scalar.</param>
/// <param name="Offset">Where its bytes begin, from the beginning of the file.</param>
/// <param name="Length">Number of its bytes.</param>
public sealed record TensorEntry(ScalarType Type, IReadOnlyList<long> Shape, long Offset, long Length);
