namespace Gald.Modules.Winograd;

/// <summary>A convolution with 3×3 taps and stride 1.</summary>
/// <param name="Inputs">Channels of its input.</param>
/// <param name="Outputs">Channels of its result.</param>
/// <param name="Padding">Positions that are added at each side, in height and width.</param>
/// <param name="Dilation">Positions between two taps, in height and width.</param>
internal sealed record TapGeometry(int Inputs, int Outputs, (int Height, int Width) Padding, (int Height, int Width) Dilation)
{
    public int HeightOf(int inputHeight) => inputHeight + 2 * Padding.Height - 2 * Dilation.Height;

    public int WidthOf(int inputWidth) => inputWidth + 2 * Padding.Width - 2 * Dilation.Width;
}

/// <summary>A tile of a result: its image, and the row and column of its first position.</summary>
internal readonly record struct Tile(int Image, int Row, int Column);

/// <summary>
/// How a result is cut into tiles of m×m. A dilated convolution is d·d independent ones, each of which sees every d-th row and column, so the
/// positions of a tile are that far from each other.
/// </summary>
internal sealed class TileMap
{
    public TileMap(TapGeometry geometry, (int Images, int Height, int Width) input, int side)
    {
        Input = input;
        Side = side;
        Height = geometry.HeightOf(input.Height);
        Width = geometry.WidthOf(input.Width);
        var tiles = new List<Tile>();
        for (var image = 0; image < input.Images; image++)
        {
            for (var firstRow = 0; firstRow < Math.Min(geometry.Dilation.Height, Height); firstRow++)
            {
                for (var firstColumn = 0; firstColumn < Math.Min(geometry.Dilation.Width, Width); firstColumn++)
                {
                    for (var row = firstRow; row < Height; row += side * geometry.Dilation.Height)
                    {
                        for (var column = firstColumn; column < Width; column += side * geometry.Dilation.Width)
                            tiles.Add(new Tile(image, row, column));
                    }
                }
            }
        }
        Tiles = [.. tiles];
    }

    /// <summary>Images, rows and columns of the input that it is for.</summary>
    public (int Images, int Height, int Width) Input { get; }

    /// <summary>m.</summary>
    public int Side { get; }

    /// <summary>Rows of the result.</summary>
    public int Height { get; }

    /// <summary>Columns of the result.</summary>
    public int Width { get; }

    public Tile[] Tiles { get; }

    /// <summary>The number of tiles, without making them.</summary>
    public static long Count(TapGeometry geometry, (int Images, int Height, int Width) input, int side)
    {
        return input.Images
            * Along(geometry.HeightOf(input.Height), geometry.Dilation.Height)
            * Along(geometry.WidthOf(input.Width), geometry.Dilation.Width);

        // The first (length mod d) of the d grids have a position more than the others.
        long Along(int length, int dilation)
        {
            long longer = length % dilation;
            return longer * Tiles(length / dilation + 1) + (dilation - longer) * Tiles(length / dilation);
        }

        long Tiles(int length) => (length + side - 1) / side;
    }
}
