namespace Gald.Generators.Diagnostics;

/// <summary>Where the project is on the web: its pages, which messages link to, and where faults are reported.</summary>
internal static class ProjectAddress
{
    public const string Repository = "https://github.com/gald-net/gald";

    public const string Issues = Repository + "/issues";

    /// <summary>The folder with a page for each rule.</summary>
    public const string Diagnostics = Repository + "/blob/main/docs/diagnostics";
}
