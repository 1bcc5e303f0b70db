using Gald.Generators.Graph;
using Gald.Generators.Shapes;

namespace Gald.Generators.Emission;

/// <summary>Code with shapes beside it, in one column.</summary>
/// <param name="shapes">The shape of a value.</param>
internal sealed class ShapeComments(Func<Value, Shape> shapes) : IDisposable
{
    /// <summary>Shapes stand beside the code at this column at the latest; after a longer line, right behind it.</summary>
    private const int WidestColumn = 72;

    private readonly List<(int Start, int Length, IReadOnlyList<Value> Values)> lines = [];
    private int start;

    /// <summary>The code; each line of it is followed by a call of <see cref="Beside"/>.</summary>
    public SourceWriter Code { get; } = new();

    /// <summary>Ends a line of code, beside which the shapes of values stand.</summary>
    public void Beside(IReadOnlyList<Value> values)
    {
        lines.Add((start, Code.Length - start - 1, values));
        start = Code.Length;
    }

    public void Print(SourceWriter writer)
    {
        var column = 0;
        foreach (var line in lines)
        {
            if (line.Values.Count > 0 && line.Length <= WidestColumn)
                column = Math.Max(column, line.Length);
        }

        foreach (var line in lines)
        {
            writer.Write(Code, line.Start, line.Length);
            for (var i = 0; i < line.Values.Count; i++)
            {
                if (i == 0)
                    writer.Write(' ', Math.Max(0, column - line.Length));
                writer.Write(i == 0 ? " // " : ", ");
                Write(writer, shapes(line.Values[i]));
            }

            writer.EndLine();
        }
    }

    public void Dispose() => Code.Dispose();

    private static void Write(SourceWriter writer, Shape shape)
    {
        for (var i = 0; i < shape.Rank; i++)
        {
            if (i > 0)
                writer.Write('×');
            if (shape.Extents[i].IsOpen)
                writer.Write(shape.Extents[i].ToString());
            else
                writer.Write(shape.Extents[i].Length);
        }
    }
}
