namespace Gald.FSharp.Tests.Parsing;

/// <summary>A project defines symbols in two properties, both of which the F# compiler heeds.</summary>
public sealed class SymbolsTests
{
    [Theory]
    [InlineData("", "", "")]
    [InlineData("DEBUG;TRACE", "", "DEBUG TRACE")]
    [InlineData("TRACE", "--warnon:1182 --define:SMALL -d:DEEP", "TRACE SMALL DEEP")]
    [InlineData("", "--define:\"SMALL\"\n  --undefine:A x--define:B", "SMALL")]
    public void Symbols_come_from_both_properties(string defineConstants, string otherFlags, string expected) =>
        Assert.Equal(expected, string.Join(' ', Symbols.Of(defineConstants, otherFlags)));
}
