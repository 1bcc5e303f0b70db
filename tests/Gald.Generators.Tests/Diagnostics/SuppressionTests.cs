using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Gald.Generators.Tests.Diagnostics;

/// <summary>Nothing turns an error off, for a stub would be left without a word; doubts are the user's to weigh.</summary>
public sealed class SuppressionTests
{
    private const string Wrong = """
        [SegmentationNetwork(Classes = 1, Height = 769, Width = 769)]
        [ResNet(50)]
        public partial class Streets;
        """;

    private const string Doubtful = """
        [SegmentationNetwork(Classes = 2)]
        [ResNet(50)]
        public partial class Streets;
        """;

    [Theory]
    [InlineData("#pragma warning disable GALD0101\n")]
    [InlineData("#pragma warning disable\n")]
    [InlineData("[assembly: System.Diagnostics.CodeAnalysis.SuppressMessage(\"Gald\", \"GALD0101\")]\n")]
    public void Nothing_in_the_source_hides_an_error(string before)
    {
        var run = GeneratorRun.Of($"using Gald;\n{before}{Wrong}\n");

        Assert.Equal("GALD0101", Assert.Single(run.Errors).Id);
        Assert.Empty(run.CompilerDiagnostics());
    }

    [Fact]
    public void A_pragma_hides_a_message()
    {
        Assert.Equal("GALD0108", Assert.Single(GeneratorRun.Of($"using Gald;\n{Doubtful}\n").Analyze()).Id);
        Assert.Empty(GeneratorRun.Of($"using Gald;\n#pragma warning disable GALD0108\n{Doubtful}\n#pragma warning restore GALD0108\n").Analyze());
    }

    /// <summary>An .editorconfig reaches the compiler as options of a tree, or of all; NoWarn as an option of the project.</summary>
    [Theory]
    [InlineData(ReportDiagnostic.Warn)]
    [InlineData(ReportDiagnostic.Suppress)]
    public void No_setting_hides_an_error_or_makes_it_less(ReportDiagnostic configured)
    {
        var compilation = GeneratorRun.Compilation("using Gald;\n" + Wrong);
        foreach (var options in new[]
        {
            compilation.Options.WithSyntaxTreeOptionsProvider(new OneSeverity("GALD0101", configured)),
            compilation.Options.WithSpecificDiagnosticOptions(ImmutableDictionary<string, ReportDiagnostic>.Empty.Add("GALD0101", configured)),
        })
        {
            Assert.Equal(DiagnosticSeverity.Error, Assert.Single(GeneratorRun.Of(compilation.WithOptions(options)).Errors).Severity);
        }
    }

    [Theory]
    [InlineData(ReportDiagnostic.Warn, DiagnosticSeverity.Warning)]
    [InlineData(ReportDiagnostic.Error, DiagnosticSeverity.Error)]
    [InlineData(ReportDiagnostic.Suppress, null)]
    public void An_editorconfig_changes_the_severity_of_a_message(ReportDiagnostic configured, DiagnosticSeverity? expected)
    {
        var compilation = GeneratorRun.Compilation("using Gald;\n" + Doubtful);
        var run = GeneratorRun.Of(compilation.WithOptions(
            compilation.Options.WithSyntaxTreeOptionsProvider(new OneSeverity("GALD0108", configured))));

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
            found = severity;
            return diagnosticId == id;
        }
    }
}
