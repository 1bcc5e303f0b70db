using Gald.Data;
using Gald.Pictures;
using SkiaSharp;
using Xunit;

namespace Gald.Runtime.Tests.Data;

public sealed class FolderScenesTests : IDisposable
{
    private const int Height = 12, Width = 20;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1, PngBytes.Grey, 0)]
    [InlineData(2, PngBytes.Grey, 0)]
    [InlineData(4, PngBytes.Grey, 45455)]
    [InlineData(8, PngBytes.Grey, 0)]
    [InlineData(8, PngBytes.Grey, 100000)]
    [InlineData(1, PngBytes.Palette, 0)]
    [InlineData(4, PngBytes.Palette, 0)]
    [InlineData(8, PngBytes.Palette, 45455)]
    public void Labels_are_the_stored_values_bit_for_bit(int depth, byte kind, int gamma)
    {
        int[] ids = [.. Enumerable.Range(0, 16 * 17).Select(i => i % (1 << depth) % 255)];
        // Colours that have nothing to do with the ids, two of them the same.
        byte[] palette = [.. Enumerable.Range(0, 3 << depth).Select(i => (byte)(i / 6 * 37))];
        Image("a.png", 16, 17);
        Label("a", PngBytes.Write(ids, 17, depth, kind, palette, gamma));
        Assert.Equal(ids.Select(id => (byte)id), Load(ManyClasses).Labels);
    }

    [Fact]
    public void What_WriteLabelPng_writes_is_read_back()
    {
        byte[] ids = [.. Enumerable.Range(0, Height * Width).Select(i => (byte)(i % 255))];
        Image("a.png", Height, Width);
        ImageFiles.WriteLabelPng(folder.File("trainannot", "a.png"), ids, Height, Width);
        Assert.Equal(ids, Load(ManyClasses).Labels);
    }

    [Fact]
    public void Pixels_of_a_png_are_exact_and_ignored_ids_become_255()
    {
        var image = Image("a.png", Height, Width);
        Label("a", Ids(i => i % 2 == 0 ? 11 : i % 11));
        var scene = Load(ClassTable.CamVid);
        Assert.Equal(image.Pixels, scene.Pixels);
        Assert.Equal((Height, Width, "a.png"), (scene.Height, scene.Width, scene.Name));
        Assert.All(scene.Labels.Where((_, i) => i % 2 == 0), label => Assert.Equal(ClassTable.Ignored, label));
        Assert.Equal(1, scene.Labels[1]);
    }

    [Fact]
    public void Images_are_in_the_order_of_their_names_and_other_files_do_not_count()
    {
        foreach (var name in new[] { "b.PNG", "a10.jpg", "a2.png", "B.png" })
        {
            Image(name, Height, Width);
            Label(Path.GetFileNameWithoutExtension(name), Ids(_ => 0));
        }
        File.WriteAllText(folder.File("train", "Thumbs.db"), "");
        var scenes = Open(ClassTable.CamVid);
        Assert.Equal(["B.png", "a10.jpg", "a2.png", "b.PNG"], Enumerable.Range(0, scenes.Count).Select(i => scenes.Load(i).Name));
    }

    [Fact]
    public void An_unknown_id_is_named_with_its_file_and_place()
    {
        Image("a.png", Height, Width);
        Label("a", Ids(i => i == 2 * Width + 7 ? 42 : 0));
        Fails(() => Load(ClassTable.CamVid), "a.png", "the id 42", "column 7, row 2", "42 ignore");
    }

    [Fact]
    public void Sizes_that_differ_are_named()
    {
        Image("a.png", Height + 1, Width);
        Label("a", Ids(_ => 0));
        Fails(() => Load(ClassTable.CamVid), "a.png", "20×13", "20×12");
    }

    [Fact]
    public void A_label_that_loses_ids_is_refused()
    {
        Image("a.png", Height, Width);
        Label("a", PngBytes.Write([.. Enumerable.Range(0, Height * Width).Select(i => i + 100)], Width, 16, PngBytes.Grey, [], 0));
        Fails(() => Load(ClassTable.CamVid), "a.png", "16-bit", "column 16, row 7");
        File.WriteAllBytes(folder.File("trainannot", "a.png"), Jpeg(64, 64));
        Fails(() => Load(ClassTable.CamVid), "a.png", "is a JPEG image");
        File.WriteAllText(folder.File("trainannot", "a.png"), "GIF89a");
        Fails(() => Load(ClassTable.CamVid), "a.png", "not a PNG");
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.3)]
    [InlineData(0.9)]
    public void A_label_that_is_cut_off_is_refused(double share)
    {
        Image("a.png", 64, 64);
        var png = PngBytes.Write(Noise(64 * 64), 64, 8, PngBytes.Grey, [], 0);
        Label("a", png[..(int)(png.Length * share)]);
        Fails(() => Load(ManyClasses), "a.png", "cut off");
    }

    [Theory]
    [InlineData("a.jpg", 0.02)]
    [InlineData("a.jpg", 0.5)]
    [InlineData("a.jpg", 0.95)]
    [InlineData("a.png", 0.5)]
    [InlineData("a.png", 0)]
    public void An_image_that_is_cut_off_is_refused(string name, double share)
    {
        var whole = name.EndsWith(".jpg") ? Jpeg(64, 64) : PngBytes.Write(Noise(64 * 64 * 3), 64, 8, PngBytes.Colour, [], 0);
        File.WriteAllBytes(folder.File("train", name), whole[..(int)(whole.Length * share)]);
        Label("a", PngBytes.Write(new int[64 * 64], 64, 8, PngBytes.Grey, [], 0));
        Fails(() => Load(ClassTable.CamVid), name, "cut off");
    }

    [Fact]
    public void A_damaged_label_is_refused()
    {
        Image("a.png", 64, 64);
        var png = PngBytes.Write(Noise(64 * 64), 64, 8, PngBytes.Grey, [], 0);
        png[png.Length / 2] ^= 0xFF;
        Label("a", png);
        Fails(() => Load(ManyClasses), "a.png");
    }

    [Fact]
    public void A_missing_folder_or_label_and_an_empty_folder_are_named()
    {
        Fails(() => Open(ClassTable.CamVid), Path.Combine(folder.Path, "train"), "trainannot");
        Directory.CreateDirectory(Path.Combine(folder.Path, "train"));
        Fails(() => Open(ClassTable.CamVid), "There is no folder", "trainannot");
        Directory.CreateDirectory(Path.Combine(folder.Path, "trainannot"));
        Fails(() => Open(ClassTable.CamVid), "holds no images");
        Image("a.png", Height, Width);
        Fails(() => Open(ClassTable.CamVid), "has no label", Path.Combine("trainannot", "a.png"));
    }

    [Fact]
    public void Two_images_that_share_a_label_are_refused()
    {
        Image("a.png", Height, Width);
        Image("a.jpg", Height, Width);
        Label("a", Ids(_ => 0));
        Fails(() => Open(ClassTable.CamVid), "a.png", "a.jpg", "share the label");
    }

    private static ClassTable ManyClasses =>
        new([.. Enumerable.Range(0, 255).Select(i => new SceneClass($"class {i}", (byte)i, 0, 0))], []);

    private static void Fails(Action action, params string[] words)
    {
        var message = Assert.Throws<GaldException>(action).Message;
        Assert.All(words, word => Assert.Contains(word, message));
        Assert.DoesNotContain('\n', message);
    }

    private static int[] Noise(int count)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(255))];
    }

    private static byte[] Ids(Func<int, int> id) =>
        PngBytes.Write([.. Enumerable.Range(0, Height * Width).Select(id)], Width, 8, PngBytes.Grey, [], 0);

    private static byte[] Jpeg(int height, int width)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Pixels = [.. Noise(height * width).Select(i => new SKColor((byte)i, (byte)(i * 7), (byte)(i * 13)))];
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
        return data.ToArray();
    }

    private RgbImage Image(string name, int height, int width)
    {
        var path = folder.File("train", name);
        var image = new RgbImage(height, width, [.. Noise(height * width * 3).Select(i => (byte)i)]);
        if (Path.GetExtension(name).Equals(".jpg", StringComparison.OrdinalIgnoreCase))
            File.WriteAllBytes(path, Jpeg(height, width));
        else
            ImageFiles.WritePng(path, image);
        return image;
    }

    private void Label(string stem, byte[] png) => File.WriteAllBytes(folder.File("trainannot", stem + ".png"), png);

    private FolderScenes Open(ClassTable classes) => new(folder.Path, "train", classes);

    private LabelledImage Load(ClassTable classes) => Open(classes).Load(0);
}
