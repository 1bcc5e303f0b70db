using Gald.Generators;
using Gald.Generators.Diagnostics;

namespace Gald.FSharp.Tests.Parsing;

/// <summary>A project's properties about warnings hold for our rules as for the F# compiler's.</summary>
public sealed class SeveritiesTests
{
    private const string Error = "GALD0101";
    private const string Warning = "GALD0303";
    private const string Info = "GALD0108";

    [Theory]
    [InlineData(Error, "", "", "", false, "Error")]
    [InlineData(Error, Error, "", Error, false, "Error")]
    [InlineData(Warning, "", "", "", false, "Warning")]
    [InlineData(Warning, "", "", "", true, "Error")]
    [InlineData(Warning, "", "", Warning, true, "Warning")]
    [InlineData(Warning, "FS0025;gald0303, NU1701", "", "", false, null)]
    [InlineData(Warning, Warning, "", "", true, null)]
    [InlineData(Warning, "", "3239;GALD0303", "", false, "Error")]
    [InlineData(Warning, Warning, Warning, "", false, "Error")]
    [InlineData(Warning, "", Warning, Warning, true, "Warning")]
    [InlineData(Info, "", "", "", true, "Info")]
    [InlineData(Info, "", Info, "", false, "Error")]
    [InlineData(Info, Info, "", "", true, null)]
    public void A_rule_is_reported_as_the_project_wants(string id, string noWarn, string asErrors, string notAsErrors, bool all, string? expected) =>
        Assert.Equal(
            expected is null ? null : Enum.Parse<Severity>(expected),
            new Severities(noWarn, asErrors, notAsErrors, all).Of(NetworkCompiler.Rules.Single(rule => rule.Id == id)));
}
