using Gald.Data;
using Gald.Weights.Onnx;
using static TorchSharp.torch;

namespace Gald.Weights;

/// <summary>
/// An ONNX file with a ResNet in it: the numbers of its convolutions and batch norms, found by how they are connected, under
/// torchvision's names. Batch norms that were folded into convolutions come back as such that change nothing but add the bias.
/// </summary>
public sealed class OnnxFile : WeightsFile
{
    private readonly IReadOnlyDictionary<string, LayerTensor> tensors;
    private readonly Dictionary<string, int> positions;

    private OnnxFile(string path, OnnxNodes nodes, ResidualNetwork backbone) : base(path)
    {
        tensors = backbone.State();
        positions = tensors.Keys.Select((name, position) => (name, position)).ToDictionary(pair => pair.name, pair => pair.position, StringComparer.Ordinal);
        AllEntries = tensors.ToDictionary(pair => pair.Key, pair => new TensorEntry(ScalarType.Float32, pair.Value.Shape), StringComparer.Ordinal);
        Metadata = nodes.Metadata;
        Normalization = ImagePreparation.Of(nodes, backbone.Input);
        Unwrapped = backbone.Remarks;
    }

    /// <inheritdoc/>
    public override string Format => "ONNX";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Metadata { get; }

    /// <inheritdoc/>
    internal override IReadOnlyDictionary<string, TensorEntry> AllEntries { get; }

    private protected override IReadOnlyList<string> Unwrapped { get; }

    internal override Normalization? Normalization { get; }

    internal static OnnxFile Read(string path, FileStream stream)
    {
        using (stream)
        {
            OnnxNodes nodes = OnnxNodes.Read(stream);
            return new OnnxFile(path, nodes, ResidualNetwork.Find(nodes));
        }
    }

    /// <inheritdoc/>
    internal override Tensor ReadFull(string fullName) => Opening.Guard(Path, () =>
    {
        var stored = tensors[fullName];
        return tensor(stored.Numbers(), [.. stored.Shape], ScalarType.Float32);
    });

    internal override long PositionFull(string fullName) => positions[fullName];

    /// <inheritdoc/>
    public override void Dispose() { }
}
