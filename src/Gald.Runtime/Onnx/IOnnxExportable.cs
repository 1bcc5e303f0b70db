namespace Gald.Onnx;

/// <summary>A program that only predicts, which can be written as an ONNX file: that of every generated network, block and stage.</summary>
public interface IOnnxExportable
{
    /// <summary>What the file takes and gives.</summary>
    OnnxSignature Signature { get; }

    /// <summary>Writes the program into an ONNX graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="input">N×C×H×W.</param>
    /// <returns>N×C×H×W.</returns>
    /// <exception cref="GaldException">A stage was written by hand.</exception>
    OnnxValue Export(OnnxGraph graph, OnnxValue input);
}

/// <summary>What a module takes and gives.</summary>
public sealed record OnnxSignature
{
    /// <summary>The name of the declared class, without its namespace.</summary>
    public required string Name { get; init; }

    /// <summary>The name of the input: <c>images</c> or <c>features</c>.</summary>
    public required string Input { get; init; }

    /// <summary>The name of the output: <c>logits</c> of a network, <c>output</c> of a block or a stage.</summary>
    public required string Output { get; init; }

    /// <summary>Channels of the input.</summary>
    public required int InputChannels { get; init; }

    /// <summary>Channels of the output; of a network, its classes.</summary>
    public required int OutputChannels { get; init; }

    /// <summary>The smallest height and width that it takes.</summary>
    public required int SmallestSide { get; init; }

    /// <summary>Positions of the input for each of the output, in both directions.</summary>
    public required int Stride { get; init; }

    /// <summary>Whether logits are to be resized to pixels with aligned corners (default), or with aligned outer edges.</summary>
    public bool AlignCorners { get; init; } = true;
}
