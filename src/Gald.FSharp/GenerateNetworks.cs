using Gald.FSharp.Parsing;
using Gald.Generators.Diagnostics;
using Gald.Generators.Emission.FSharp;
using Microsoft.Build.Framework;

namespace Gald.FSharp;

/// <summary>
/// Writes the modules of the networks that F# files declare, and reports what is wrong with the declarations at their place.
/// What is wrong fails the build; in the builds of an editor it is a warning, and the module is a stub.
/// </summary>
public sealed class GenerateNetworks : Microsoft.Build.Utilities.Task
{
    /// <summary>The files, in the order of compilation. Their metadata GeneratedFile says where the modules go; a signature has none.</summary>
    [Required]
    public ITaskItem[] Declarations { get; set; } = [];

    /// <summary>A file that is written where nothing is left to say, so that the next build can skip the task.</summary>
    [Required]
    public string Stamp { get; set; } = "";

    /// <summary>The symbols for <c>#if</c>, separated by semicolons.</summary>
    public string DefineConstants { get; set; } = "";

    /// <summary>Further arguments of the F# compiler, which may define symbols too.</summary>
    public string OtherFlags { get; set; } = "";

    /// <summary>The version of F#; empty for the newest.</summary>
    public string LangVersion { get; set; } = "";

    /// <summary>Rules that are not reported.</summary>
    public string NoWarn { get; set; } = "";

    /// <summary>Rules that are errors.</summary>
    public string WarningsAsErrors { get; set; } = "";

    /// <summary>Rules that stay warnings.</summary>
    public string WarningsNotAsErrors { get; set; } = "";

    /// <summary>Whether all warnings are errors.</summary>
    public bool TreatWarningsAsErrors { get; set; }

    /// <summary>Whether an editor builds, to know the types.</summary>
    public bool DesignTime { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            File.Delete(Stamp);
            var defines = Symbols.Of(DefineConstants, OtherFlags);
            var items = Declarations.Where(item => item.GetMetadata("Extension") != ".fsi").GroupBy(PathOf).Select(same => same.First()).ToArray();
            var sources = items.Select(item => SourceParser.Parse(PathOf(item), File.ReadAllText(PathOf(item)), defines, LangVersion.Trim())).ToArray();
            var severities = new Severities(NoWarn, WarningsAsErrors, WarningsNotAsErrors, TreatWarningsAsErrors);
            var isSilent = true;
            foreach (var (item, file) in items.Zip(DeclarationFiles.Read(sources), (item, file) => (item, file)))
            {
                GeneratedFile.Write(Path.GetFullPath(item.GetMetadata("GeneratedFile")), FSharpFile.Print(file.Declarations));
                foreach (var finding in file.Findings)
                {
                    if (severities.Of(finding.Rule) is not { } severity)
                        continue;
                    isSilent &= severity == Severity.Info;
                    Report(finding, severity, PathOf(item));
                }
            }

            // An editor's build leaves what it says for a build that people read.
            if (!Log.HasLoggedErrors && (isSilent || !DesignTime))
                GeneratedFile.Write(Path.GetFullPath(Stamp), "");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.LogError(null, "GALDB05", null, null, 0, 0, 0, 0, "Gald could not read the declarations or write their modules: {0}", failure.Message);
        }
        catch (Exception failure)
        {
            Log.LogError(null, "GALDB06", null, null, 0, 0, 0, 0, "Gald failed on the declarations, which is a fault of its own: {0}: {1}; please report it at {2} with the declarations", failure.GetType().Name, failure.Message, ProjectAddress.Issues);
        }

        return !Log.HasLoggedErrors;
    }

    private static string PathOf(ITaskItem item) => item.GetMetadata("FullPath");

    private void Report(Finding finding, Severity severity, string path)
    {
        var (id, link, text) = (finding.Rule.Id, finding.Rule.HelpLink, finding.Message);
        var (line, column) = (finding.Range.StartLine, finding.Range.StartColumn + 1);
        var (endLine, endColumn) = (finding.Range.EndLine, finding.Range.EndColumn + 1);
        if (severity == Severity.Info)
            Log.LogMessage(null, id, null, path, line, column, endLine, endColumn, MessageImportance.Normal, text);
        else if (severity == Severity.Warning || DesignTime)
            Log.LogWarning(null, id, null, link, path, line, column, endLine, endColumn, text);
        else
            Log.LogError(null, id, null, link, path, line, column, endLine, endColumn, text);
    }
}
