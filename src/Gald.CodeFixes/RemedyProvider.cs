using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Gald.CodeFixes;

/// <summary>Offers the changes that a message of the compiler names.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemedyProvider))]
public sealed class RemedyProvider : CodeFixProvider
{
    /// <summary>The property of a diagnostic that holds its changes, one a line.</summary>
    private const string Property = "Remedies";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(
        "GALD0001", "GALD0002", "GALD0004", "GALD0010", "GALD0016", "GALD0101", "GALD0104", "GALD0105", "GALD0107", "GALD0109", "GALD0113", "GALD0123", "GALD0133",
        "GALD0201", "GALD0202", "GALD0203", "GALD0204", "GALD0211", "GALD0212", "GALD0213", "GALD0302", "GALD0303",
        "GALD0501", "GALD0502", "GALD0503", "GALD0504", "GALD0505", "GALD0601", "GALD0602");

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root)
            return;
        foreach (var diagnostic in context.Diagnostics)
        {
            if (!diagnostic.Properties.TryGetValue(Property, out var changes) || changes is null)
                continue;
            var marked = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            foreach (var change in changes.Split('\n').Select(Change.Parse))
            {
                if (change.Apply(root, marked) is not { } changed)
                    continue;
                context.RegisterCodeFix(
                    CodeAction.Create(
                        change.Title,
                        _ => Task.FromResult(context.Document.WithSyntaxRoot(changed)),
                        // What removes something, or a size that others depend on, is for each place to decide.
                        change.IsSafe ? change.Title : $"{change.Title} at {diagnostic.Location.SourceSpan}"),
                    diagnostic);
            }
        }
    }
}
