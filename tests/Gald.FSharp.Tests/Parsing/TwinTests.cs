using Gald.Generators.Tests.Diagnostics;

namespace Gald.FSharp.Tests.Parsing;

/// <summary>A declaration that is wrong in C# is wrong in F# by the same rule, in the same words, at the same place.</summary>
public sealed class TwinTests
{
    /// <summary>Rules about the C# class itself; and about constructors, which look different in F# and have tests of their own.</summary>
    private static readonly string[] NotInBoth = ["GALD0001", "GALD0002", "GALD0003", "GALD0004", "GALD0005", "GALD0006", "GALD0124"];

    private static readonly Dictionary<string, (DiagnosticCase Case, string Text, string Marked)> Twins = DiagnosticCase.All
        .Where(one => !NotInBoth.Contains(one.Id))
        .Select(one => (Case: one, Twin: FSharpTwin.Of(one.Wrong)))
        .Where(one => one.Twin is not null)
        .ToDictionary(one => one.Case.ToString(), one => (one.Case, one.Twin!.Value.Text, one.Twin.Value.Marked));

    public static TheoryData<string> Cases => [.. Twins.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_wrong_declaration_gives_its_message_under_the_number_and_nothing_else(string name)
    {
        var (expected, text, marked) = Twins[name];
        var read = ReadFiles.Of(text);

        var finding = Assert.Single(read.Files[0].Findings);
        Assert.Equal((expected.Id, expected.Message, marked), (finding.Rule.Id, finding.Message, ReadFiles.TextOf(text, finding)));
    }

    [Fact]
    public void Every_other_rule_has_a_twin() =>
        Assert.Empty(DiagnosticCase.All.Select(one => one.Id).Except(NotInBoth).Except(Twins.Values.Select(twin => twin.Case.Id)));
}
