using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;

namespace Gald.Generators.Lowering;

/// <summary>Steps that modules of attention have in common.</summary>
internal static class Attention
{
    /// <summary>A map as columns, one for each position: N×C×H×W to N×C×L with L = H·W.</summary>
    public static Value Columns(this BlockBuilder block, Value map, string? name = null) => block.Apply(Flatten.Positions, map, name);

    /// <summary>A map as rows, one for each position: N×C×H×W to N×L×C.</summary>
    public static Value Rows(this BlockBuilder block, Value map, string? name = null) => block.Transpose(block.Columns(map), name);

    /// <summary>B×R×C to B×C×R.</summary>
    public static Value Transpose(this BlockBuilder block, Value matrices, string? name = null) => block.Apply(Permute.Transpose, matrices, name);

    /// <summary>B×R×K times B×K×C.</summary>
    public static Value Product(this BlockBuilder block, Value left, Value right, string? name = null) =>
        block.Apply(new BatchMatrixProduct(), [left, right], name);

    /// <summary>How alike each row is to each column: N×L×K and N×K×M to the map of attention, N×L×M.</summary>
    public static Value Affinity(this BlockBuilder block, Value rows, Value columns) =>
        block.Apply(new BatchMatrixProduct { IsAttention = true }, [rows, columns], "affinity");

    /// <summary>Columns as the map of another's size: N×C×L to N×C×H×W.</summary>
    public static Value AsMap(this BlockBuilder block, Value columns, Value like, string? name = null) => block.Apply(Unflatten.Map, [columns, like], name);

    /// <summary>Rows as the map of another's size: N×L×C to N×C×H×W.</summary>
    public static Value RowsAsMap(this BlockBuilder block, Value rows, Value like, string? name = null) => block.AsMap(block.Transpose(rows), like, name);
}
