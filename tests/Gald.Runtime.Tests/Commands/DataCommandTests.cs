using Gald.Data;
using Gald.Pictures;
using Xunit;
using static Gald.Runtime.Tests.CommandLine;

namespace Gald.Runtime.Tests.Commands;

/// <summary>What is wrong with data is said before a network learns from it, and what can be read is.</summary>
[Collection(SerialCollection.Name)]
public sealed class DataCommandTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();
    private readonly string before = Directory.GetCurrentDirectory();

    public DataCommandTests()
    {
        Directory.SetCurrentDirectory(temporary.Path);
        Write("train", id => id);
        Write("val", id => id);
        Table("0 Sky 10 60 220\n1 Ground 90 90 90\n2 Block 220 40 30\n");
    }

    public void Dispose()
    {
        Directory.SetCurrentDirectory(before);
        temporary.Dispose();
    }

    private void Table(string text) => File.WriteAllText(temporary.File("data", "classes.txt"), text);

    private void Write(string split, Func<byte, byte> label)
    {
        var scenes = new BlockScenes(3, 30, 36, seed: split.Length);
        for (var i = 0; i < scenes.Count; i++)
        {
            var scene = scenes.Load(i);
            ImageFiles.WritePng(temporary.File("data", split, $"{i}.png"), new RgbImage(scene.Height, scene.Width, scene.Pixels));
            ImageFiles.WriteLabelPng(temporary.File("data", split + "annot", $"{i}.png"), [.. scene.Labels.Select(label)], scene.Height, scene.Width);
        }
    }

    [Fact]
    public void A_binary_mask_of_0_and_255_is_not_trained_on_as_if_it_were_empty()
    {
        Write("train", id => id == 0 ? (byte)0 : (byte)255);
        var error = Fail("train", "--data", "data");
        Assert.Contains("hold 'Sky' alone, so there is nothing to tell apart; the id 255", error);
        Assert.Contains("'255 Ground 90 90 90'", error);
        Assert.Contains("'255 Ground 90 90 90'", Run("check", "--data", "data").Output);
        Assert.False(Directory.Exists("runs"));

        // As the sentence says; a third class that is never there is warned of.
        Table("0 Sky 10 60 220\n255 Ground 90 90 90\n2 Block 220 40 30\n");
        Write("val", id => id == 0 ? (byte)0 : (byte)255);
        var output = Succeed("train", "--data", "data");
        Assert.Contains("1 of 3 classes ('Block') are in none of the 3 labels of 'train', so they are not learned", output);
        Assert.Contains("No label holds 'Block': 1 of 3 classes", Succeed("evaluate", "--data", "data", "--json", "s.json"));
        Assert.Matches("\"meanIouClasses\": [23]", File.ReadAllText("s.json"));
    }

    [Fact]
    public void Labels_that_are_all_ignored_are_refused()
    {
        Write("val", _ => 255);
        Assert.Contains("All pixels of the 3 labels of 'val' are ignored", Fail("train", "--data", "data"));
    }

    [Fact]
    public void Check_tells_everything_at_once_and_draws_it()
    {
        Assert.Contains("Nothing is wrong.", Succeed("check", "--data", "data"));
        var picture = ImageFiles.Read("check.png");
        Assert.True(picture.Height > 3 * 300 && picture.Width > 3 * 300);

        File.WriteAllText("data/train/0.png", "no image");
        ImageFiles.WriteLabelPng("data/trainannot/1.png", [.. Enumerable.Repeat((byte)77, 30 * 36)], 30, 36);
        ImageFiles.WriteLabelPng("data/valannot/2.png", new byte[10], 2, 5);
        var (exitCode, output, errors) = Run("check", "--data", "data", "--out", "pictures/c.png");
        Assert.Equal((1, ""), (exitCode, errors));
        foreach (var said in new[] { "0.png", "1 label of 'train' has the value 77", "'77 ignore'", "2.png", "36×30", "3 things are wrong", "Ground" })
            Assert.Contains(said, output);
        Assert.True(File.Exists("pictures/c.png"));
        Assert.Contains("--data", Fail("check"));
        Assert.Contains("There is no folder 'nowhere'", Fail("check", "--data", "nowhere"));
    }

    [Fact]
    public void A_run_goes_on_with_more_ignored_ids_and_other_colours_but_not_with_other_classes()
    {
        Succeed("train", "--data", "data", "--out", "run");
        Table("0 Sky 1 1 1\n1 Ground 90 90 90\n2 Block 220 40 30\n9 ignore\n");
        Succeed("train", "--data", "data", "--out", "run", "--resume", "--steps", "3");
        Table("0 Sky 1 1 1\n1 Floor 90 90 90\n2 Block 220 40 30\n");
        Assert.Contains("class 1 is 'Floor' instead of 'Ground'", Fail("train", "--data", "data", "--out", "run", "--resume", "--steps", "4"));
    }

    [Fact]
    public void What_fails_before_the_first_step_leaves_nothing_behind()
    {
        for (var i = 0; i < 3; i++)
            File.WriteAllText($"data/train/{i}.png", i == 0 ? "no image" : "neither");
        Fail("train", "--data", "data", "--out", "run");
        Assert.False(Directory.Exists("run"));
        Write("train", id => id);
        Succeed("train", "--data", "data", "--out", "run");
    }

    [Fact]
    public void Long_names_and_odd_images_are_predicted_and_what_is_none_is_counted()
    {
        Succeed("train", "--data", "data", "--out", "run");
        string longest = new('x', 240), longer = new string('ü', 120) + "y";
        ImageFiles.WritePng(temporary.File("photos", longest + ".png"), new RgbImage(16, 16, new byte[768]));
        ImageFiles.WritePng(temporary.File("photos", longer + ".png"), new RgbImage(16, 16, new byte[768]));
        ImageFiles.WritePng(temporary.File("photos", "narrow.png"), new RgbImage(1, 3000, new byte[9000]));
        File.WriteAllText(temporary.File("photos", "._narrow.png"), "AppleDouble");
        File.WriteAllText(temporary.File("photos", "notes.txt"), "");
        var output = Succeed("predict", "photos", "--weights", "run/best.safetensors", "--out", "out");
        Assert.Contains("3 of 3 images", output);
        Assert.Contains("Left out: 1 file", output);
        Assert.True(File.Exists($"out/{longest}.comparison.png"));
        Assert.Equal(9, Directory.GetFiles("out").Length);
    }
}
