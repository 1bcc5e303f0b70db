using BitMiracle.LibTiff.Classic;
using Gald.Data;
using Gald.Pictures;
using SkiaSharp;
using Xunit;

namespace Gald.Runtime.Tests.Data;

/// <summary>Labels and images as people have them: whatever is read gives the right classes, and what could be wrong is refused.</summary>
public sealed class LabelKindsTests : IDisposable
{
    private const int Height = 12, Width = 20;
    private static readonly ClassTable Table = new([new("sky", 128, 128, 128), new("road", 128, 64, 128), new("car", 64, 0, 128)], []);
    private static readonly byte[] Ids = [.. Enumerable.Range(0, Height * Width).Select(i => (byte)(i / 7 % 3))];

    private readonly TemporaryFolder folder = new();

    public LabelKindsTests() => ImageFiles.WritePng(folder.File("train", "a.png"), new RgbImage(Height, Width, new byte[Height * Width * 3]));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Ids_in_three_equal_channels_are_ids()
    {
        Label(Colours(id => [id, id, id]));
        Assert.Equal(Ids, Load());
    }

    [Fact]
    public void The_colours_of_the_table_are_its_classes()
    {
        Label(Colours(id => [Table.Classes[id].Red, Table.Classes[id].Green, Table.Classes[id].Blue]));
        Assert.Equal(Ids, Load());
        File.Move(folder.File("trainannot", "a.png"), folder.File("trainannot", "a.PNG"));
        Assert.Equal(Ids, Load());
    }

    [Fact]
    public void Opaque_alpha_loses_nothing_and_transparency_is_refused()
    {
        Label(PngBytes.Write([.. Ids.SelectMany(id => new[] { id, 255 })], Width, 8, PngBytes.GreyAlpha, [], 0));
        Assert.Equal(Ids, Load());
        Label(PngBytes.Write([.. Ids.SelectMany(id => new[] { id, id, id, 255 })], Width, 8, PngBytes.ColourAlpha, [], 0));
        Assert.Equal(Ids, Load());
        Label(PngBytes.Write([.. Ids.SelectMany((id, i) => new[] { id, i == 23 ? 0 : 255 })], Width, 8, PngBytes.GreyAlpha, [], 0));
        Assert.Contains("transparent at column 3, row 1", Refusal());
    }

    [Fact]
    public void Greys_of_16_bits_are_ids()
    {
        Label(PngBytes.Write([.. Ids.Select(id => (int)id)], Width, 16, PngBytes.Grey, [], 0));
        Assert.Equal(Ids, Load());
    }

    [Fact]
    public void A_palette_in_the_tables_colours_but_in_another_order_is_refused_until_it_is_said_which_counts()
    {
        byte[] palette = [.. Table.Classes.Reverse().SelectMany(c => new[] { c.Red, c.Green, c.Blue })];
        Label(PngBytes.Write([.. Ids.Select(id => (int)id)], Width, 8, PngBytes.Palette, palette, 0));
        var message = Refusal();
        Assert.Contains("index 0 is 'sky' by its number and 'car' by its colour", message);
        Assert.Contains("--labels colours", message);
        Assert.Equal(Ids, Load(LabelValues.Ids));
        Assert.Equal(Ids.Select(id => (byte)(2 - id)), Load(LabelValues.Colours));
    }

    [Fact]
    public void A_colour_that_no_class_has_is_named_and_can_be_ignored()
    {
        var label = Colours(id => id == 2 ? [1, 2, 3] : [Table.Classes[id].Red, Table.Classes[id].Green, Table.Classes[id].Blue]);
        Label(label);
        var message = Refusal();
        Assert.Contains("the colour 1 2 3 at column 14, row 0", message);
        Assert.Contains("'ignore 1 2 3'", message);
        File.WriteAllText(folder.File("classes.txt"), "0 sky 128 128 128\n1 road 128 64 128\n2 car 64 0 128\nignore 1 2 3\n");
        var scenes = new FolderScenes(folder.Path, "train", ClassTable.Read(folder.File("classes.txt")));
        Assert.Equal(Ids.Select(id => id == 2 ? ClassTable.Ignored : id), scenes.Load(0).Labels);
    }

    [Fact]
    public void A_black_mask_among_coloured_ones_is_not_class_0()
    {
        Label(Colours(_ => [0, 0, 0]));
        Assert.All(Load(), id => Assert.Equal(0, id));
        ImageFiles.WritePng(folder.File("train", "b.png"), new RgbImage(Height, Width, new byte[Height * Width * 3]));
        File.WriteAllBytes(folder.File("trainannot", "b.png"), Colours(id => [Table.Classes[id].Red, Table.Classes[id].Green, Table.Classes[id].Blue]));
        Assert.Contains("the colour 0 0 0", Refusal());
    }

    [Fact]
    public void A_grey_that_is_one_class_as_an_id_and_another_as_a_colour_is_refused()
    {
        var table = new ClassTable([new("a", 1, 1, 1), new("b", 0, 0, 0)], []);
        Label(Colours(_ => [1, 1, 1]));
        var message = Assert.Throws<GaldException>(() => new FolderScenes(folder.Path, "train", table).Load(0)).Message;
        Assert.Contains("is 'b' as an id and 'a' as a colour", message);
    }

    [Theory]
    [InlineData(8, Photometric.MINISBLACK)]
    [InlineData(16, Photometric.MINISBLACK)]
    [InlineData(8, Photometric.RGB)]
    public void Tiff_labels_and_images_are_read(int bits, Photometric photometric)
    {
        var channels = photometric == Photometric.RGB ? 3 : 1;
        File.Delete(folder.File("train", "a.png"));
        byte[] pixels = [.. Enumerable.Range(0, Height * Width * 3).Select(i => (byte)(i * 7))];
        WriteTiff(folder.File("train", "a.tif"), 8, 3, Photometric.RGB, pixels);
        WriteTiff(folder.File("trainannot", "a.tif"), bits, channels, photometric, [.. Ids.SelectMany(id => bits == 16 ? [id, (byte)0] : Enumerable.Repeat(id, channels))]);
        var scene = new FolderScenes(folder.Path, "train", Table).Load(0);
        Assert.Equal(pixels, scene.Pixels);
        Assert.Equal(Ids, scene.Labels);
        var whole = File.ReadAllBytes(folder.File("train", "a.tif"));
        File.WriteAllBytes(folder.File("train", "a.tif"), whole[..(whole.Length / 2)]);
        Assert.Contains("a.tif' is damaged or cut off", Refusal());
    }

    [Fact]
    public void Hidden_files_are_no_images_and_what_is_left_out_is_counted()
    {
        Label(Colours(id => [id, id, id]));
        foreach (var name in new[] { "._a.png", ".DS_Store", "Thumbs.db", "notes.txt", "b.gif" })
            File.WriteAllText(folder.File("train", name), "x");
        File.Copy(folder.File("trainannot", "a.png"), folder.File("trainannot", "z.png"));
        var scenes = new FolderScenes(folder.Path, "train", Table);
        Assert.Equal(1, scenes.Count);
        var said = Assert.Single(scenes.Remarks);
        Assert.Contains("2 files of other kinds (.gif, .txt), and 1 label without an image", said);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void A_photo_stands_upright_as_viewers_show_it(int orientation)
    {
        // Upright, the left upper quarter is red and the right upper one green; what is below is blue.
        var swaps = orientation >= 5;
        int height = swaps ? 48 : 32, width = swaps ? 32 : 48;
        using var bitmap = new SKBitmap(width, height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (up, left) = UprightOf(orientation, y, x, height, width);
                bitmap.SetPixel(x, y, up >= 16 ? SKColors.Blue : left < 24 ? SKColors.Red : SKColors.Lime);
            }
        }
        File.WriteAllBytes(folder.File("photo.jpg"), WithOrientation(bitmap, orientation));
        var upright = ImageFiles.Read(folder.File("photo.jpg"));
        Assert.Equal((32, 48), (upright.Height, upright.Width));
        Assert.Equal([(true, false, false), (false, true, false), (false, false, true)], new[] { (6, 10), (6, 38), (26, 24) }.Select(place =>
        {
            var at = 3 * (place.Item1 * 48 + place.Item2);
            return (upright.Pixels[at] > 200, upright.Pixels[at + 1] > 200, upright.Pixels[at + 2] > 200);
        }));
    }

    [Fact]
    public void A_photo_whose_label_was_drawn_as_it_is_stored_stays_so()
    {
        using var bitmap = new SKBitmap(Width, Height);
        File.Delete(folder.File("train", "a.png"));
        File.WriteAllBytes(folder.File("train", "a.jpg"), WithOrientation(bitmap, 6));
        Label(Colours(id => [id, id, id]));
        var stored = new FolderScenes(folder.Path, "train", Table).Load(0);
        Assert.Equal((Height, Width), (stored.Height, stored.Width));
        Label(PngBytes.Write([.. Ids.Select(id => (int)id)], Height, 8, PngBytes.Grey, [], 0));
        var upright = new FolderScenes(folder.Path, "train", Table).Load(0);
        Assert.Equal((Width, Height), (upright.Height, upright.Width));
    }

    [Fact]
    public void Cityscapes_label_ids_become_its_classes()
    {
        int[] ids = [.. Enumerable.Range(0, Height * Width).Select(i => i % 34)];
        Label(PngBytes.Write(ids, Width, 8, PngBytes.Grey, [], 0));
        var scenes = new FolderScenes(folder.Path, "train", ClassTable.Cityscapes);
        Assert.Contains("label ids", Assert.Single(scenes.Remarks));
        var labels = scenes.Load(0).Labels;
        Assert.Equal([255, 0, 1, 10, 13, 18], new[] { 0, 7, 8, 23, 26, 33 }.Select(id => (int)labels[id]));
        Label(PngBytes.Write([.. ids.Select(id => id % 19)], Width, 8, PngBytes.Grey, [], 0));
        Assert.Equal(7, new FolderScenes(folder.Path, "train", ClassTable.Cityscapes).Load(0).Labels[7]);
    }

    private static (int Y, int X) UprightOf(int orientation, int y, int x, int height, int width) => orientation switch
    {
        1 => (y, x),
        2 => (y, width - 1 - x),
        3 => (height - 1 - y, width - 1 - x),
        4 => (height - 1 - y, x),
        5 => (x, y),
        6 => (x, height - 1 - y),
        7 => (width - 1 - x, height - 1 - y),
        _ => (width - 1 - x, y),
    };

    /// <summary>A JPEG with an EXIF segment that holds nothing but the orientation.</summary>
    private static byte[] WithOrientation(SKBitmap bitmap, int orientation)
    {
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 95);
        byte[] exif = [.. "Exif\0\0"u8, .. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0];
        var jpeg = data.ToArray();
        return [.. jpeg[..2], 0xff, 0xe1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }

    private static void WriteTiff(string path, int bits, int channels, Photometric photometric, byte[] bytes)
    {
        using Tiff tiff = Tiff.Open(path, "w");
        tiff.SetField(TiffTag.IMAGEWIDTH, Width);
        tiff.SetField(TiffTag.IMAGELENGTH, Height);
        tiff.SetField(TiffTag.BITSPERSAMPLE, bits);
        tiff.SetField(TiffTag.SAMPLESPERPIXEL, channels);
        tiff.SetField(TiffTag.PHOTOMETRIC, photometric);
        tiff.SetField(TiffTag.PLANARCONFIG, PlanarConfig.CONTIG);
        tiff.SetField(TiffTag.COMPRESSION, Compression.LZW);
        tiff.SetField(TiffTag.ROWSPERSTRIP, 4);
        var row = Width * channels * bits / 8;
        for (var y = 0; y < Height; y++)
            tiff.WriteScanline(bytes[(y * row)..((y + 1) * row)], y);
    }

    private static byte[] Colours(Func<byte, int[]> colour) => PngBytes.Write([.. Ids.SelectMany(colour)], Width, 8, PngBytes.Colour, [], 0);

    private void Label(byte[] png) => File.WriteAllBytes(folder.File("trainannot", "a.png"), png);

    private byte[] Load() => Load(LabelValues.Automatic);

    private byte[] Load(LabelValues values) => new FolderScenes(folder.Path, "train", Table, new FolderOptions { Labels = values }).Load(0).Labels;

    private string Refusal() => Assert.Throws<GaldException>(() => Load()).Message;
}
