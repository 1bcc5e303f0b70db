using System.Globalization;

namespace Gald.Commands;

/// <summary>Large numbers for people: three digits that count, and thousands, millions or milliards as K, M, G, T.</summary>
internal static class Numbers
{
    public static string Short(long number)
    {
        double value = number;
        int unit = 0;
        while (value >= 999.5 && unit < 4)
        {
            value /= 1000;
            unit++;
        }
        string format = unit == 0 || value >= 99.95 ? "0" : value >= 9.995 ? "0.0" : "0.00";
        return value.ToString(format, CultureInfo.InvariantCulture) + new[] { "", " K", " M", " G", " T" }[unit];
    }
}
