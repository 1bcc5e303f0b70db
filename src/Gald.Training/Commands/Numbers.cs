using System.CommandLine.Parsing;
using System.Globalization;

namespace Gald.Commands;

/// <summary>Numbers as people write and read them, alike in every language of the system.</summary>
internal static class Numbers
{
    /// <summary>A number on the command line, with a decimal point.</summary>
    public static double? Parse(ArgumentResult argument)
    {
        var text = argument.Tokens.Single().Value;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return number;
        argument.AddError($"'{text}' is no number; write one such as 0.5, with a decimal point.");
        return null;
    }

    /// <summary>Three significant digits, with K, M, G or T for thousands, millions, billions or trillions.</summary>
    public static string Short(long number)
    {
        double value = number;
        var unit = 0;
        while (value >= 999.5 && unit < 4)
        {
            value /= 1000;
            unit++;
        }
        var format = unit == 0 || value >= 99.95 ? "0" : value >= 9.995 ? "0.0" : "0.00";
        return value.ToString(format, CultureInfo.InvariantCulture) + new[] { "", " K", " M", " G", " T" }[unit];
    }
}
