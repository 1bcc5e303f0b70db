using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>The size of the input that a declaration is checked for.</summary>
internal sealed record InputSize(int Height, int Width, Place HeightPlace, Place WidthPlace)
{
    /// <summary>The largest side that a module is described for.</summary>
    public const int LargestSide = 16384;

    /// <summary>The side of the input for which an open size is described, unless more is needed.</summary>
    public const int Example = 512;

    public static readonly Rule Half = new(
        "GALD0107", "Half an input size", "{0} states the {1} of its input but not the {2}; add {3} = …, or state neither");

    public static readonly Rule NotStated = new(
        "GALD0108", "The input size is open",
        "{0} states no Height and Width, so no size is checked: it takes every input from {1}×{1} up, and refuses smaller ones when it runs",
        Severity.Info);

    /// <summary>The size that an attribute states; null if it states none.</summary>
    public static InputSize? Read(ArgumentReader arguments, string name)
    {
        var (hasHeight, hasWidth) = (arguments.Has("Height"), arguments.Has("Width"));
        var height = arguments.Integer("Height", 769, 1, LargestSide);
        var width = arguments.Integer("Width", 769, 1, LargestSide);
        if (hasHeight && hasWidth)
            return new InputSize(height, width, arguments.Place("Height"), arguments.Place("Width"));
        if (hasHeight)
            arguments.Problems.Report(Half, arguments.Place("Height"), name, "height", "width", "Width");
        if (hasWidth)
            arguments.Problems.Report(Half, arguments.Place("Width"), name, "width", "height", "Height");
        return null;
    }

    /// <summary>Where the sides are written that are too small.</summary>
    public IEnumerable<Place> PlacesBelow(int smallest)
    {
        if (Height < smallest)
            yield return HeightPlace;
        if (Width < smallest)
            yield return WidthPlace;
    }
}
