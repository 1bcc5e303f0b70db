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

    /// <summary>The front end that reads declarations defines symbols for editors by itself, which the compiler does not.</summary>
    [Fact]
    public void What_is_defined_without_a_word_is_what_the_compiler_defines()
    {
        string[] symbols = ["EDITING", "COMPILED", "INTERACTIVE", "DEBUG", "TRACE", "NETCOREAPP", "FSHARP"];
        var text = "namespace Streets\nopen Gald\n" + string.Concat(symbols.Select((symbol, index) =>
            $"#if {symbol} && !({symbol} && UNKNOWN)\n[<FeatureBlock(Channels = 7)>]\n#else\n[<FeatureBlock(Channels = 5)>]\n#endif\n[<Cgnl>]\ntype T{index} = class end\n"));
        var compiled = FSharpCompilation.Load(("Networks.fs", text));
        var read = ReadFiles.Of(text);

        Assert.All(symbols.Select((symbol, index) => (symbol, index)), one => Assert.Equal(
            (one.symbol, compiled.GetType($"Streets.T{one.index}")!.GetCustomAttributes(false).OfType<FeatureBlockAttribute>().Single().Channels),
            (one.symbol, (int)read.Find($"T{one.index}").Attributes[0].Arguments.Single(argument => argument.Name == "Channels").Numbers[0])));
    }
}
