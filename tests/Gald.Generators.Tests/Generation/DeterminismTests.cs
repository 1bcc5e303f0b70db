using System.Globalization;

namespace Gald.Generators.Tests.Generation;

/// <summary>The same declaration gives the same text, byte for byte.</summary>
public sealed class DeterminismTests
{
    private const string Source = """
        using Gald;

        [SegmentationNetwork(Classes = 1900, Height = 1025, Width = 2049)]
        [ResNet(50)]
        [Cgnl]
        [LocalDistribution(Bias = false)]
        [AuxiliaryHead(Dropout = 0.05, Weight = 1e-7)]
        public partial class Intıl;
        """;

    private static readonly string Expected = Assert.Single(GeneratorRun.Of(Source).Files).Value;

    /// <summary>Arabic and Turkish conventions by hand, for the tests run without the system's cultures.</summary>
    [Fact]
    public void In_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("")
            {
                NumberFormat = new NumberFormatInfo
                {
                    NegativeSign = "\u061C-",
                    NumberDecimalSeparator = "\u066B",
                    NumberGroupSeparator = "\u066C",
                    NativeDigits = ["٠", "١", "٢", "٣", "٤", "٥", "٦", "٧", "٨", "٩"],
                    DigitSubstitution = DigitShapes.NativeNational,
                },
            };
            Assert.Equal(Expected, Assert.Single(GeneratorRun.Of(Source).Files).Value);
            var error = Assert.Single(GeneratorRun.Of(Source.Replace("0.05", "-0.05")).Analyze());
            Assert.Contains("but is -0.05;", error.GetMessage(), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void With_every_line_ending()
    {
        Assert.Equal(Expected, Assert.Single(GeneratorRun.Of(Source.Replace("\n", "\r\n")).Files).Value);
        Assert.DoesNotContain('\r', Expected);
    }

    [Fact]
    public void Whatever_the_order_of_the_attributes()
    {
        var lines = Source.Split('\n');
        var shuffled = string.Join('\n', [.. lines[..2], .. lines[2..^1].Reverse(), lines[^1]]);

        Assert.Equal(Expected, Assert.Single(GeneratorRun.Of(shuffled).Files).Value);
    }

    [Theory]
    [InlineData("0.1", "0.1")]
    [InlineData("0.30000000000000004", "0.30000000000000004")]
    [InlineData("1.0 / 3", "0.3333333333333333")]
    [InlineData("1", "1.0")]
    [InlineData("1e-7", "1E-07")]
    [InlineData("1e22", "1E+22")]
    public void Doubles_read_back_as_they_were(string written, string printed)
    {
        var text = Assert.Single(GeneratorRun.Of(Source.Replace("1e-7", written)).Files).Value;

        Assert.Contains($"AuxiliaryWeight = {printed},", text, StringComparison.Ordinal);
    }
}
