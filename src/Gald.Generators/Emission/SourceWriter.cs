using System.Buffers;
using System.Runtime.CompilerServices;

namespace Gald.Generators.Emission;

/// <summary>
/// Writes indented text with line feeds, the same on every system. The text of a large network has 160,000 characters: all pieces of a line go straight into one
/// buffer, which the next writer uses again.
/// </summary>
internal sealed class SourceWriter : IDisposable
{
    private const int IndentationWidth = 4;

    private char[] buffer = ArrayPool<char>.Shared.Rent(1 << 12);
    private bool isInLine;
    private int depth;

    /// <summary>The characters written so far.</summary>
    public int Length { get; private set; }

    public void Line(string line = "")
    {
        Write(line);
        EndLine();
    }

    public void Line([InterpolatedStringHandlerArgument("")] Pieces line)
    {
        _ = line;
        EndLine();
    }

    public void Open(string? line = null)
    {
        if (line is not null)
            Line(line);
        OpenBrace();
    }

    public void Open([InterpolatedStringHandlerArgument("")] Pieces line)
    {
        Line(line);
        OpenBrace();
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

    /// <summary>Goes on with the line.</summary>
    public void Write([InterpolatedStringHandlerArgument("")] Pieces pieces) => _ = pieces;

    public void Write(string text) => Write(text, 0, text.Length);

    public void Write(string text, int start, int count)
    {
        if (count == 0)
            return;
        var at = Grow(count);
        text.CopyTo(start, buffer, at, count);
    }

    public void Write(char character, int count = 1)
    {
        if (count == 0)
            return;
        var at = Grow(count);
        buffer.AsSpan(at, count).Fill(character);
    }

    /// <summary>Writes a part of what another writer has.</summary>
    public void Write(SourceWriter other, int start, int count)
    {
        var at = Grow(count);
        Array.Copy(other.buffer, start, buffer, at, count);
    }

    /// <summary>Writes a whole number.</summary>
    public void Write(long number)
    {
        if (number < 0)
        {
            Write(number.ToString(CultureInfo.InvariantCulture));
            return;
        }

        var count = 1;
        for (var rest = number / 10; rest > 0; rest /= 10)
            count++;
        for (var (start, i) = (Grow(count), count - 1); i >= 0; i--, number /= 10)
            buffer[start + i] = (char)('0' + (number % 10));
    }

    public void EndLine()
    {
        MakeRoom(1);
        buffer[Length++] = '\n';
        isInLine = false;
    }

    public override string ToString() => new(buffer, 0, Length);

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(buffer);
        (buffer, Length) = ([], 0);
    }

    private void OpenBrace()
    {
        Line("{");
        depth++;
    }

    /// <summary>Makes room in the line, which begins with its indentation, and returns where it is.</summary>
    private int Grow(int count)
    {
        if (!isInLine)
        {
            isInLine = true;
            Write(' ', IndentationWidth * depth);
        }

        MakeRoom(count);
        Length += count;
        return Length - count;
    }

    private void MakeRoom(int count)
    {
        if (Length + count <= buffer.Length)
            return;
        var larger = ArrayPool<char>.Shared.Rent(Math.Max(Length + count, 2 * buffer.Length));
        Array.Copy(buffer, larger, Length);
        ArrayPool<char>.Shared.Return(buffer);
        buffer = larger;
    }

    /// <summary>An interpolated text, written piece by piece.</summary>
    [InterpolatedStringHandler]
    internal readonly struct Pieces
    {
        private readonly SourceWriter writer;

        public Pieces(int literals, int holes, SourceWriter writer)
        {
            _ = (literals, holes);
            this.writer = writer;
        }

        public void AppendLiteral(string text) => writer.Write(text);

        public void AppendFormatted(string? text) => writer.Write(text ?? "");

        public void AppendFormatted(long number) => writer.Write(number);

        public void AppendFormatted<T>(T text)
            where T : IText => text.WriteTo(writer);
    }
}

/// <summary>Something that is written piece by piece.</summary>
internal interface IText
{
    void WriteTo(SourceWriter writer);
}

/// <summary>Texts with something between them.</summary>
internal readonly struct Joined<T>(IReadOnlyList<T> items, Action<SourceWriter, T> write, string between = ", ") : IText
{
    public void WriteTo(SourceWriter writer)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                writer.Write(between);
            write(writer, items[i]);
        }
    }
}
