using System.Text.RegularExpressions;
using FSharp.Compiler.CodeAnalysis;
using FSharp.Compiler.Syntax;
using FSharp.Compiler.Text;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Control;

namespace Gald.FSharp.Parsing;

/// <summary>A file of declarations as text and as F#'s syntax tree.</summary>
/// <param name="Path">Its path, as errors name it.</param>
/// <param name="Text">Its lines.</param>
/// <param name="Contents">Its namespaces and modules; none for a signature file.</param>
/// <param name="IsBroken">Whether F# does not parse it, so that the tree may lack a part; the F# compiler says why.</param>
internal sealed record SourceFile(string Path, ISourceText Text, IReadOnlyList<SynModuleOrNamespace> Contents, bool IsBroken);

/// <summary>Parses F#, and no more than that: nothing is resolved or checked.</summary>
internal static class SourceParser
{
    /// <summary>A symbol that this front end defines by itself and the compiler does not. It defines COMPILED too, as the compiler does.</summary>
    private const string EditorSymbol = "EDITING";

    private static readonly Regex Condition = new(@"^[ \t]*#(if|elif)\b.*$", RegexOptions.Multiline);

    private static readonly Lazy<FSharpChecker> Checker = new(() =>
        FSharpChecker.Create(null, null, null, null, null, null, null, null, null, null, null, null, null, null, null));

    /// <summary>Parses a file as a project sees it.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="text">What is in it.</param>
    /// <param name="defines">The symbols that <c>#if</c> finds defined.</param>
    /// <param name="languageVersion">The version of F#, as in <c>LangVersion</c>; empty for the compiler's own.</param>
    public static SourceFile Parse(string path, string text, IEnumerable<string> defines, string languageVersion)
    {
        var symbols = defines.ToArray();
        var source = SourceText.ofString(symbols.Contains(EditorSymbol) ? text : WithoutEditorSymbol(text));
        var options = new FSharpParsingOptions(
            sourceFiles: [path],
            applyLineDirectives: true,
            conditionalDefines: ListModule.OfSeq(symbols),
            diagnosticOptions: FSharpParsingOptions.Default.DiagnosticOptions,
            langVersionText: languageVersion.Length == 0 ? FSharpParsingOptions.Default.LangVersionText : languageVersion,
            isInteractive: false,
            compilingFSharpCore: false,
            // Only the last file of an application may lack a namespace, and this is never the last.
            isExe: false);
        var result = FSharpAsync.RunSynchronously(Checker.Value.ParseFile(path, source, options, false, null), null, null);
        var contents = result.ParseTree is ParsedInput.ImplFile implementation ? implementation.Item.Contents : null;
        return new SourceFile(path, source, contents is null ? [] : [.. contents], result.ParseHadErrors);
    }

    /// <summary>The text with another symbol of the same length, which nobody defines, in its conditions.</summary>
    private static string WithoutEditorSymbol(string text) =>
        Condition.Replace(text, line => Regex.Replace(line.Value, $@"\b{EditorSymbol}\b", "_DITING"));
}
