using Spectre.Console;

namespace Gald.Commands;

/// <summary>Lines of text on the console, as they are.</summary>
internal static class ConsoleLines
{
    public static void WriteLines(this IAnsiConsole console, IEnumerable<string> lines)
    {
        foreach (var line in lines)
            console.WriteLine(line);
    }
}
