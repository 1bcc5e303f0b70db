using System.Runtime.CompilerServices;

namespace Gald.Declarations.Tests.Checking;

/// <summary>The pages about the rules.</summary>
internal static class Pages
{
    private static readonly HashSet<string> Explained =
        [.. Directory.GetFiles(Folder(), "GALD*.md").Where(SaysWhy).Select(path => Path.GetFileNameWithoutExtension(path))];

    /// <summary>Whether a rule's page says why it is an error although libtorch might accept it.</summary>
    public static bool SayWhy(string id) => Explained.Contains(id);

    private static bool SaysWhy(string path) => File.ReadAllText(path).Contains("## Why it is an error", StringComparison.Ordinal);

    private static string Folder([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "docs", "diagnostics"));
}
