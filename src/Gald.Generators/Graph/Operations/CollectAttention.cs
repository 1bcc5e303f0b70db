using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>
/// softmax(q·k)·v for prediction: what rows B×L×d make of columns B×d×M and rows B×M×d, block by block, so that the map of attention, B×L×M, is
/// never there as a whole.
/// </summary>
internal sealed record CollectAttention : Operation
{
    private const int MostQueries = 256, MostKeys = 512;

    public override Kept Kept => Kept.Nothing;

    public override bool SharesMemory => false;

    public override Shape Infer(IReadOnlyList<Shape> inputs) =>
        new BatchMatrixProduct().Infer([new BatchMatrixProduct().Infer([inputs[0], inputs[1]]), inputs[2]]);

    /// <summary>The queries times what the library divides them by, and the logarithm of each row's sum.</summary>
    public override long BytesBeside(Shape result) =>
        checked(sizeof(float) * (result.ElementsPerImage + (result.ElementsPerImage / result.Extents[2].Length)));

    /// <summary>What libtorch computes a block in.</summary>
    public override long ScratchBytes(Shape result) => checked(sizeof(float) * MostQueries * (MostKeys + 2 + result.Extents[2].Length));

    public override Code Invoke(IReadOnlyList<Value> inputs) => new Code.Call("Gald.Modules.Attention.Collect", inputs[0], inputs[1], inputs[2]);

    public override Code Export(IReadOnlyList<Value> inputs) => new Code.Node("Collect", inputs[0], inputs[1], inputs[2]);
}
