using System.CommandLine.Parsing;
using System.Globalization;

namespace Gald.Commands;

/// <summary>A size in pixels on the command line, <c>HEIGHTxWIDTH</c>.</summary>
internal sealed record PixelSize(int Height, int Width)
{
    public static PixelSize? Parse(ArgumentResult argument)
    {
        var text = argument.Tokens.Single().Value;
        var parts = text.Split('x', 'X', '×');
        if (parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var height) && height > 0
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var width) && width > 0)
            return new PixelSize(height, width);
        argument.AddError($"'{text}' is no size; write height and width in pixels, such as 360x480.");
        return null;
    }
}
