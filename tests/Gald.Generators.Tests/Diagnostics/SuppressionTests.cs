using Microsoft.CodeAnalysis;

namespace Gald.Generators.Tests.Diagnostics;

/// <summary>Users may turn off a rule where they know better, or make it a warning.</summary>
public sealed class SuppressionTests
{
    private const string Wrong = """
        [SegmentationNetwork(Classes = 1, Height = 769, Width = 769)]
        [ResNet(50)]
        public partial class Streets;
        """;

    [Fact]
    public void A_pragma_hides_an_error_and_leaves_the_stub()
    {
        var run = GeneratorRun.Of($"using Gald;\n#pragma warning disable GALD0101\n{Wrong}\n#pragma warning restore GALD0101\n");

        Assert.Empty(run.Analyze());
        Assert.Empty(run.CompilerDiagnostics());
        Assert.Contains("The declaration of Streets has errors", Assert.Single(run.Files).Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pragma_for_one_rule_leaves_the_others() => Assert.Equal(
        "GALD0101",
        Assert.Single(GeneratorRun.Of($"using Gald;\n#pragma warning disable GALD0201\n{Wrong}").Analyze()).Id);

    /// <summary>An .editorconfig reaches the compiler as options of a tree.</summary>
    [Theory]
    [InlineData(ReportDiagnostic.Warn, DiagnosticSeverity.Warning)]
    [InlineData(ReportDiagnostic.Suppress, null)]
    public void An_editorconfig_changes_the_severity(ReportDiagnostic configured, DiagnosticSeverity? expected)
    {
        var compilation = GeneratorRun.Compilation("using Gald;\n" + Wrong);
        var run = GeneratorRun.Of(compilation.WithOptions(
            compilation.Options.WithSyntaxTreeOptionsProvider(new OneSeverity("GALD0101", configured))));

        Assert.Equal(expected, run.Analyze().SingleOrDefault()?.Severity);
    }

    private sealed class OneSeverity(string id, ReportDiagnostic severity) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(
            SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic found)
        {
            found = severity;
            return diagnosticId == id;
        }

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic found)
        {
            found = ReportDiagnostic.Default;
            return false;
        }
    }
}
