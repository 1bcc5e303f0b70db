using System.Globalization;
using BitMiracle.LibTiff.Classic;

namespace Gald.Pictures;

/// <summary>The first page of a TIFF file, from its bytes; the path is for messages only.</summary>
internal sealed class TiffFile : IDisposable
{
    private readonly string path;
    private readonly Tiff tiff;
    private readonly Source source;

    private TiffFile(string path, Tiff tiff, Source source)
    {
        (this.path, this.tiff, this.source) = (path, tiff, source);
        (Height, Width) = (Number(TiffTag.IMAGELENGTH, 0), Number(TiffTag.IMAGEWIDTH, 0));
        if (Height < 1 || Width < 1)
            throw Damaged();
        if ((long)Height * Width * 4 > Array.MaxLength)
            throw new GaldException($"The image '{path}' of {Width}×{Height} pixels is too large to be read here; give a smaller one, or parts of it.");
    }

    public int Height { get; }

    public int Width { get; }

    /// <summary>As in EXIF.</summary>
    public int Orientation => Number(TiffTag.ORIENTATION, Pictures.Orientation.Upright);

    public static bool IsTiff(ReadOnlySpan<byte> bytes) => bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8) || bytes.StartsWith("II+\0"u8) || bytes.StartsWith("MM\0+"u8);

    /// <exception cref="GaldException">It is damaged, or too large.</exception>
    public static TiffFile Open(string path, byte[] bytes)
    {
        Complaints.Listen();
        var source = new Source(bytes);
        var tiff = Tiff.ClientOpen(path, "r", source, new TiffStream()) ?? throw Damaged(path, source);
        try
        {
            return new TiffFile(path, tiff, source);
        }
        catch
        {
            tiff.Dispose();
            throw;
        }
    }

    /// <summary>The colours as they are stored, whatever the orientation. 16-bit channels keep their upper half; transparency is left out.</summary>
    /// <exception cref="GaldException">It is damaged, or of a kind that is not read.</exception>
    public RgbImage Read()
    {
        // The library turns by halves only; as stored, it turns nothing.
        if (!tiff.RGBAImageOK(out var why))
            throw new GaldException($"The TIFF '{path}' is of a kind that is not read ({why}); store it with 8 or 16 bits a channel, as grey, palette or RGB.");
        var raster = new int[Height * Width];
        if (!tiff.ReadRGBAImageOriented(Width, Height, raster, (BitMiracle.LibTiff.Classic.Orientation)Orientation, stopOnError: true))
            throw Damaged();
        var pixels = new byte[raster.Length * 3];
        for (var i = 0; i < raster.Length; i++)
        {
            pixels[3 * i] = (byte)Tiff.GetR(raster[i]);
            pixels[3 * i + 1] = (byte)Tiff.GetG(raster[i]);
            pixels[3 * i + 2] = (byte)Tiff.GetB(raster[i]);
        }
        return new RgbImage(Height, Width, pixels);
    }

    /// <summary>The stored numbers of a file with one channel of 8 or 16 bits; null when it has another form.</summary>
    /// <exception cref="GaldException">It is damaged.</exception>
    public ushort[]? ReadNumbers()
    {
        var bits = Number(TiffTag.BITSPERSAMPLE, 1);
        if (Number(TiffTag.SAMPLESPERPIXEL, 1) != 1 || bits is not (8 or 16) || Number(TiffTag.SAMPLEFORMAT, 1) != (int)SampleFormat.UINT)
            return null;
        var size = bits / 8;
        var numbers = new ushort[Height * Width];
        var tiled = tiff.IsTiled();
        var blockWidth = tiled ? Number(TiffTag.TILEWIDTH, 0) : Width;
        var blockHeight = tiled ? Number(TiffTag.TILELENGTH, 0) : 1;
        var block = new byte[tiled ? tiff.TileSize() : Math.Max(tiff.ScanlineSize(), Width * size)];
        if (blockWidth < 1 || blockHeight < 1 || block.Length < blockWidth * blockHeight * size)
            throw Damaged();
        for (var top = 0; top < Height; top += blockHeight)
        {
            for (var left = 0; left < Width; left += blockWidth)
            {
                if (tiled ? tiff.ReadTile(block, 0, left, top, 0, 0) < 0 : !tiff.ReadScanline(block, top))
                    throw Damaged();
                for (var y = top; y < Math.Min(top + blockHeight, Height); y++)
                {
                    for (var x = left; x < Math.Min(left + blockWidth, Width); x++)
                    {
                        var at = ((y - top) * blockWidth + x - left) * size;
                        numbers[y * Width + x] = size == 1 ? block[at] : BitConverter.ToUInt16(block, at);
                    }
                }
            }
        }
        return numbers;
    }

    public void Dispose() => tiff.Dispose();

    private int Number(TiffTag tag, int otherwise) => tiff.GetFieldDefaulted(tag) is [var value, ..] ? value.ToInt() : otherwise;

    private GaldException Damaged() => Damaged(path, source);

    private static GaldException Damaged(string path, Source source) =>
        new($"The TIFF '{path}' is damaged or cut off{(source.FirstComplaint is string first ? $" ({first})" : "")}; copy it again.");

    /// <summary>A file's bytes, and what the library says of them.</summary>
    private sealed class Source(byte[] bytes) : MemoryStream(bytes)
    {
        public string? FirstComplaint { get; set; }
    }

    /// <summary>Keeps what the library says of our files, instead of printing it; there is one handler in a process.</summary>
    private sealed class Complaints : TiffErrorHandler
    {
        private static readonly TiffErrorHandler? Before = Tiff.SetErrorHandler(new Complaints());

        /// <summary>Puts the handler in its place.</summary>
        public static void Listen() => _ = Before;

        public override void ErrorHandlerExt(Tiff tif, object clientData, string method, string format, params object[] args)
        {
            if (clientData is Source source)
                source.FirstComplaint ??= string.Format(CultureInfo.InvariantCulture, format, args).TrimEnd('.');
            else
                Before?.ErrorHandlerExt(tif, clientData, method, format, args);
        }

        public override void ErrorHandler(Tiff tif, string method, string format, params object[] args)
        {
            if (tif?.Clientdata() is not Source)
                Before?.ErrorHandler(tif, method, format, args);
        }

        public override void WarningHandler(Tiff tif, string method, string format, params object[] args)
        {
            if (tif?.Clientdata() is not Source)
                Before?.WarningHandler(tif, method, format, args);
        }

        public override void WarningHandlerExt(Tiff tif, object clientData, string method, string format, params object[] args)
        {
            if (clientData is not Source)
                Before?.WarningHandlerExt(tif, clientData, method, format, args);
        }
    }
}
