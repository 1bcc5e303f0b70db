namespace Gald.Data;

/// <summary>What a label file holds: a number for each pixel, perhaps with a palette, or a colour.</summary>
/// <param name="Height">Height in pixels.</param>
/// <param name="Width">Width in pixels.</param>
internal abstract record StoredLabel(int Height, int Width);

/// <summary>A label of numbers.</summary>
/// <param name="Height">Height in pixels.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Ids">Height×Width, row-major.</param>
/// <param name="Palette">The colour of each number, red·65536 + green·256 + blue; null when the file has none.</param>
internal sealed record NumberedLabel(int Height, int Width, byte[] Ids, int[]? Palette) : StoredLabel(Height, Width);

/// <summary>A label of colours.</summary>
/// <param name="Height">Height in pixels.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Colours">Height×Width, row-major, red·65536 + green·256 + blue.</param>
internal sealed record ColouredLabel(int Height, int Width, int[] Colours) : StoredLabel(Height, Width);
