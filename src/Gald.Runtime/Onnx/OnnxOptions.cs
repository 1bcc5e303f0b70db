using Gald.Data;

namespace Gald.Onnx;

/// <summary>How an ONNX file is written, and what it says of itself.</summary>
public sealed record OnnxOptions
{
    /// <summary>Options that are all at their defaults.</summary>
    public OnnxOptions()
    {
    }

    /// <summary>A copy, of which an initialiser may set some anew: in F#, <c>OnnxOptions(options, FixedBatch = 1)</c>.</summary>
    /// <param name="options">What is copied.</param>
    public OnnxOptions(OnnxOptions options)
    {
        FixedBatch = options.FixedBatch;
        FixedHeight = options.FixedHeight;
        FixedWidth = options.FixedWidth;
        Classes = options.Classes;
        Normalization = options.Normalization;
        AlignedStride = options.AlignedStride;
    }

    /// <summary>Images in a batch; 0, the default, leaves the number to whoever runs the file.</summary>
    public int FixedBatch { get; init; }

    /// <summary>Height of the input; 0, the default, leaves it open from the smallest one up.</summary>
    public int FixedHeight { get; init; }

    /// <summary>Width of the input; 0, the default, leaves it open from the smallest one up.</summary>
    public int FixedWidth { get; init; }

    /// <summary>The classes that a network tells apart, for the file's metadata; null, the default, leaves them out.</summary>
    public ClassTable? Classes { get; init; }

    /// <summary>How pixels become the input, for the file's metadata; null, the default, leaves it out.</summary>
    public Normalization? Normalization { get; init; }

    /// <summary>
    /// Pixels from one side at which predictions are not displaced to the next (<see cref="NetworkDescription.AlignedSide"/>), for the metadata of a file whose
    /// images are to be padded to such sides; 1 leaves it out, and so does a fixed size. 0, the default, is that of a network which was trained on such crops,
    /// where the network itself is written, and otherwise leaves it out.
    /// </summary>
    public int AlignedStride { get; init; }

    /// <exception cref="GaldException">They do not fit the module.</exception>
    internal void Check(OnnxSignature module)
    {
        if (FixedBatch < 0)
            throw new GaldException($"The batch of an ONNX file is at least 1, or 0 for any, not {FixedBatch}.");
        foreach (var (name, side) in new[] { ("height", FixedHeight), ("width", FixedWidth) })
        {
            if (side != 0 && side < module.SmallestSide)
                throw new GaldException($"{module.Name} takes inputs from {module.SmallestSide}×{module.SmallestSide} up, not of {name} {side}; choose a larger one, or 0 for any.");
        }
        if (AlignedStride < 0)
            throw new GaldException($"The aligned stride of an ONNX file is at least 1 (for none), or 0 for the network's own, not {AlignedStride}.");
        if (Classes is not null && Classes.Count != module.OutputChannels)
            throw new GaldException($"{module.Name} gives {module.OutputChannels} channels, but the table has {Classes.Count} classes; give the table that the network was trained with.");
    }
}
