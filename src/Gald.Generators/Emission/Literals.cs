namespace Gald.Generators.Emission;

/// <summary>Constants that C# and F# write in the same way.</summary>
internal static class Literals
{
    /// <summary>A double that reads back as the same number.</summary>
    public static string Of(double number)
    {
        // Not "R", whose digits depend on the runtime that the compiler runs on.
        var text = new[] { "G15", "G16", "G17" }
            .Select(format => number.ToString(format, CultureInfo.InvariantCulture))
            .First(digits => double.Parse(digits, CultureInfo.InvariantCulture) == number);
        return text.Any(character => character is '.' or 'E') ? text : text + ".0";
    }

    public static string Of(bool truth) => truth ? "true" : "false";

    public static string Of(string text) => $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";
}
