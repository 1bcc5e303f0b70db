using Gald.Data;
using Gald.Pictures;
using Gald.Runtime.Tests.Data;
using Xunit;

namespace Gald.Runtime.Tests.Pictures;

public class PicturesTests
{
    private static readonly LabelledImage Scene = new SyntheticScenes(1, 192, 256, 3).Load(0);
    private static readonly RgbImage Image = new(192, 256, Scene.Pixels);

    [Fact]
    public void A_png_is_read_back_and_no_part_of_it_is_left_beside_it()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("deep", "down", "picture.png");
        File.WriteAllText(path, "what was there before");
        ImageFiles.WritePng(path, Image);
        Assert.Equal(Image.Pixels, ImageFiles.Read(path).Pixels);
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void A_picture_that_cannot_be_written_or_read_says_so()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("file");
        File.WriteAllText(file, "no image");
        var below = Path.Combine(file, "a.png");
        Assert.Contains("cannot be written", Assert.Throws<GaldException>(() => ImageFiles.WritePng(below, Image)).Message);
        Assert.Contains("not an image", Assert.Throws<GaldException>(() => ImageFiles.Read(file)).Message);
        Assert.Contains("There is no file", Assert.Throws<GaldException>(() => ImageFiles.Read(file + "x")).Message);
    }

    [Fact]
    public void Labels_have_the_colours_of_their_classes_and_ignored_ones_are_black()
    {
        var picture = LabelPictures.Colour([0, 3, 255, 8], 2, 2, ClassTable.CamVid);
        Assert.Equal([128, 128, 128, 128, 64, 128, 0, 0, 0, 64, 0, 128], picture.Pixels);
        var overlay = LabelPictures.Overlay(new RgbImage(1, 2, [100, 100, 100, 10, 20, 30]), [3, 255], ClassTable.CamVid, 0.5);
        Assert.Equal([114, 82, 114, 10, 20, 30], overlay.Pixels);
    }

    [Fact]
    public void A_comparison_shows_image_truth_prediction_and_legend()
    {
        byte[] wrong = [.. Scene.Labels.Select(_ => (byte)4)];
        ComparisonRow row = new() { Image = Image, Truth = Scene.Labels, Prediction = wrong, Caption = "first" };
        var all = Comparison.Draw([row, row], ClassTable.StreetScenes, new() { Title = "Title" });
        // Shown at twice their size, three in a row, two rows.
        Assert.InRange(all.Width, 3 * 512, 3 * 512 + 100);
        Assert.InRange(all.Height, 2 * 384 + 100, 2 * 384 + 250);
        var car = ClassTable.StreetScenes.Classes[4];
        Assert.True(Count(all, car) >= 2 * 512 * 384);
        Assert.All(ClassTable.StreetScenes.Classes, entry => Assert.True(Count(all, entry) >= 200, entry.Name));

        var present = Comparison.Draw(
            [new() { Image = Image, Prediction = wrong }], ClassTable.StreetScenes, new() { LegendOfAllClasses = false });
        Assert.InRange(present.Width, 2 * 512, 2 * 512 + 100);
        Assert.Equal(0, Count(present, ClassTable.StreetScenes.Classes[5]));
        var overlay = Comparison.Draw([row], ClassTable.StreetScenes, new() { Overlay = true });
        Assert.InRange(Count(overlay, car), 1, 10_000);
    }

    [Fact]
    public void Predictions_of_several_networks_stand_side_by_side_under_their_headings()
    {
        byte[] cars = [.. Scene.Labels.Select(_ => (byte)4)], people = [.. Scene.Labels.Select(_ => (byte)5)];
        ComparisonRow row = new() { Image = Image, Truth = Scene.Labels, Prediction = cars, FurtherPredictions = [people] };
        var both = Comparison.Draw([row], ClassTable.StreetScenes, new() { PredictionHeadings = ["First", "Second"], LegendOfAllClasses = false });
        Assert.InRange(both.Width, 4 * 512, 4 * 512 + 120);
        Assert.All([cars, people], labels => Assert.True(Count(both, ClassTable.StreetScenes.Classes[labels[0]]) >= 512 * 384));
        Assert.Contains(
            "2 predictions, and the options have 1 heading", Assert.Throws<ArgumentException>(() => Comparison.Draw([row], ClassTable.StreetScenes, new())).Message);
    }

    [Fact]
    public void Words_are_drawn_with_the_embedded_font()
    {
        ComparisonRow row = new() { Image = Image, Prediction = Scene.Labels };
        var without = Comparison.Draw([row], ClassTable.StreetScenes, new());
        var title = "Ä title − 1 × 2 → long " + new string('x', 500);
        var with = Comparison.Draw([row], ClassTable.StreetScenes, new() { Title = title });
        var added = Dark(with) - Dark(without);
        Assert.InRange(added, 500, 20_000);
        Assert.Equal(without.Width, with.Width);

        static int Dark(RgbImage image) => image.Pixels.Chunk(3).Take(image.Width * 56).Count(p => p[0] < 80 && p[1] < 80 && p[2] < 80);
    }

    [Theory]
    [InlineData(8192, 16)]
    [InlineData(1, 3000)]
    [InlineData(3000, 1)]
    [InlineData(3000, 4000)]
    public void A_comparison_of_images_of_any_size_is_of_a_size_to_look_at(int height, int width)
    {
        var image = new RgbImage(height, width, new byte[height * width * 3]);
        ComparisonRow row = new() { Image = image, Truth = new byte[height * width], Prediction = new byte[height * width] };
        var picture = Comparison.Draw([row, row, row, row], ClassTable.CamVid, new() { Title = "Large" });
        Assert.InRange(picture.Width, 300, 3 * 1024 + 100);
        Assert.InRange(picture.Height, 100, 4 * 1040 + 300);
    }

    [Fact]
    public void Letters_that_no_font_has_become_boxes_and_end_nothing()
    {
        ComparisonRow row = new() { Image = Image, Prediction = Scene.Labels };
        var classes = new ClassTable([.. ClassTable.StreetScenes.Classes.Select((c, i) => c with { Name = $"道路 {i} \U0001F697" })], []);
        RgbImage with = Comparison.Draw([row], classes, new() { Title = "街景 שלום" }), without = Comparison.Draw([row], ClassTable.StreetScenes, new() { Title = "." });
        Assert.InRange(Dark(with) - Dark(without), 100, 5000);

        static int Dark(RgbImage image) => image.Pixels.Chunk(3).Take(image.Width * 56).Count(p => p[0] < 80 && p[1] < 80 && p[2] < 80);
    }

    [Fact]
    public void A_loss_curve_shows_losses_and_scores_and_stands_what_is_not_a_number()
    {
        LossPoint[] losses = [.. Enumerable.Range(0, 200).Select(i => new LossPoint(i, i == 50 ? double.NaN : 2 / (1 + i / 20.0)))];
        var alone = LossCurve.Draw("Losses", losses, []);
        var both = LossCurve.Draw("Losses", losses, [new(100, 0.5), new(199, 0.7)]);
        var blue = new SceneClass("loss", 0x1f, 0x5f, 0xa8);
        var orange = new SceneClass("score", 0xc2, 0x57, 0x1a);
        Assert.True(Count(alone, blue) > 500);
        Assert.Equal(0, Count(alone, orange));
        Assert.True(Count(both, orange) > 200);
        Assert.Equal((540, 960), (both.Height, both.Width));
        LossCurve.Draw("", [], []);
        LossCurve.Draw("", [new(0, 1)], []);
        LossCurve.Draw("", [new(0, double.NaN)], [new(0, 0.1)]);
    }

    private static int Count(RgbImage image, SceneClass colour) =>
        image.Pixels.Chunk(3).Count(p => p[0] == colour.Red && p[1] == colour.Green && p[2] == colour.Blue);
}
