using System.Text;

namespace Gald.Generators.Emission;

/// <summary>Writes indented text with line feeds, the same on every system.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder text = new();
    private int depth;

    public void Line(string line = "")
    {
        if (line.Length > 0)
            text.Append(' ', 4 * depth).Append(line);
        text.Append('\n');
    }

    public void Open(string? line = null)
    {
        if (line is not null)
            Line(line);
        Line("{");
        depth++;
    }

    public void Close(string end = "}")
    {
        depth--;
        Line(end);
    }

    /// <summary>The next lines are one step further in.</summary>
    public void Indent() => depth++;

    /// <summary>Ends <see cref="Indent"/>.</summary>
    public void Outdent() => depth--;

    public override string ToString() => text.ToString();
}
