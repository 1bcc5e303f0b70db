namespace Gald.Generators.Emission;

/// <summary>Code with shapes beside it, in one column.</summary>
internal static class ShapeComments
{
    /// <summary>Shapes stand beside the code at this column at the latest; after a longer line, right behind it.</summary>
    private const int WidestColumn = 72;

    public static void Print(SourceWriter writer, IReadOnlyList<(string Text, string? Shape)> lines)
    {
        var column = lines
            .Where(line => line.Shape is not null && line.Text.Length <= WidestColumn)
            .Select(line => line.Text.Length)
            .Append(0)
            .Max();
        foreach (var (text, shape) in lines)
            writer.Line(shape is null ? text : $"{text.PadRight(column)} // {shape}");
    }
}
