using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>A convolution for inference: a copy of a module's weights, with the batch norm behind it folded in.</summary>
/// <param name="Convolution">The convolution.</param>
/// <param name="Source">The path to its module.</param>
/// <param name="Norm">The path to the module of its batch norm; null without one.</param>
internal sealed record FoldedConv2d(Conv2d Convolution, string Source, string? Norm) : Layer
{
    /// <summary>What follows.</summary>
    public Activation Activation { get; init; }

    /// <summary>Whether its input is two maps, one behind the other along the channels.</summary>
    public bool Joins { get; init; }

    /// <summary>Whether a second map is added to the result before its activation.</summary>
    public bool Adds { get; init; }

    public override string ModuleType => "Gald.Modules.FoldedConv2d";

    public override Kept Kept => Kept.Nothing;

    public override bool SharesMemory => false;

    public override long BytesBeside(Shape result) => Convolution.BytesBeside(result);

    public override Shape Infer(IReadOnlyList<Shape> inputs) => Convolution.Infer([Joins ? new Concatenate().Infer(inputs) : inputs[0]]);

    public override Code Wrap(Code call, IReadOnlyList<Value> inputs) =>
        ((Code.FieldCall)call) with { Method = Joins ? "callJoined" : Adds ? "callWithResidual" : "call" };

    public override Code WrapExport(Code nodes) =>
        ((Code.FieldNodes)nodes) with { Method = Joins ? "ExportJoined" : Adds ? "ExportWithResidual" : "Export" };

    /// <summary>
    /// What the runtime's minimal filtering takes for a block of tiles with 36 products each, on a processor with vectors of 512 bits: the factors of
    /// 64 channels of the tiles, those of the weights between 64 channels and 64, and the sums.
    /// </summary>
    public override long ScratchBytes(Shape result)
    {
        const int Products = 36, Channels = 64, MostTiles = 96, MostSums = 96 * 512;
        if (!Convolution.CanBeFiltered)
            return 0;
        var columns = (Convolution.Outputs.Length + Channels - 1) / Channels * Channels;
        var tiles = Math.Max(12, Math.Min(MostTiles, MostSums / columns));
        return checked(sizeof(float) * Products * ((tiles * Channels) + (Channels * Channels) + (tiles * columns) + Channels + columns));
    }

    public override Code Construct()
    {
        Argument[] modules = Norm is null ? [new Code.Source(Source)] : [new Code.Source(Source), new Code.Source(Norm)];
        if (!Convolution.PadsAsTensorFlow && (Activation is Activation.None or Activation.Relu))
            return new Code.New(ModuleType, Activation == Activation.Relu ? [.. modules, new("relu", true)] : modules);
        Argument[] activated = [.. modules, new(null, new Code.Member($"Gald.Modules.Activation.{Activation}"))];
        return new Code.New(ModuleType, Convolution.PadsAsTensorFlow ? [.. activated, new("samePadding", true)] : activated);
    }
}
