namespace Gald;

/// <summary>
/// A network that the compiler made from a declaration: a <c>Module&lt;Tensor, SegmentationOutput&gt;</c> that takes
/// N×3×H×W images (normalised, RGB) and knows its own description.
/// </summary>
public interface ISegmentationNetwork
{
    /// <summary>Stages, sizes and costs, known without an instance.</summary>
    static abstract NetworkDescription Description { get; }
}
