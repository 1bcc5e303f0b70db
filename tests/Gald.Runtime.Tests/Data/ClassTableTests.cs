using System.Text.Json;
using Gald.Data;
using Xunit;

namespace Gald.Runtime.Tests.Data;

public class ClassTableTests
{
    [Fact]
    public void Built_in_tables_have_the_published_sizes_and_distinct_colours()
    {
        foreach (var (table, count) in new[] { (ClassTable.CamVid, 11), (ClassTable.Cityscapes, 19), (ClassTable.StreetScenes, 8) })
        {
            Assert.Equal(count, table.Count);
            Assert.Equal(count, table.Classes.Select(c => (c.Red, c.Green, c.Blue)).Distinct().Count());
        }
        Assert.Equal([11, 255], ClassTable.CamVid.IgnoredIds);
    }

    [Fact]
    public void Json_gives_back_an_equal_table()
    {
        var copy = JsonSerializer.Deserialize<ClassTable>(JsonSerializer.Serialize(ClassTable.CamVid));
        Assert.Equal(ClassTable.CamVid, copy);
        Assert.Equal(ClassTable.CamVid.GetHashCode(), copy!.GetHashCode());
        Assert.NotEqual(ClassTable.Cityscapes, copy);
    }

    [Fact]
    public void A_file_may_hold_comments_empty_lines_names_of_several_words_and_ids_in_any_order()
    {
        var table = Read("# streets\n1 traffic sign 220 220 0  # small\n\n0 road 128 64 128\n7 ignore\n");
        Assert.Equal([new SceneClass("road", 128, 64, 128), new SceneClass("traffic sign", 220, 220, 0)], table.Classes);
        Assert.Equal([7, 255], table.IgnoredIds);
    }

    [Theory]
    [InlineData("0 road 1 2 3\n1 sky 1 2\n", "line 2")]
    [InlineData("0 road 1 2 3\n1 sky 1 2 256\n", "line 2")]
    [InlineData("0 road 1 2 3\n0 sky 1 2 3\n", "line 2")]
    [InlineData("0 road 1 2 3\n\nsky\n", "line 3")]
    [InlineData("0 road 1 2 3\n1 road 1 2 3\n", "2 to 255 classes")]
    [InlineData("0 road 1 2 3\n3-1 sky 1 2 3\n", "line 2")]
    [InlineData("0 road 1 2 3\n1,0 sky 1 2 3\n", "line 2")]
    [InlineData("ignore 1 2\n", "line 1")]
    [InlineData("0 road 1 2 3\n", "2 to 255 classes")]
    [InlineData("", "2 to 255 classes")]
    [InlineData("0 road 1 2 3\n1 sky 1 2 3\n1 ignore\n", "both the class 'sky' and ignored")]
    public void A_wrong_file_is_named_with_what_is_wrong(string text, string expected)
    {
        var error = Assert.Throws<GaldException>(() => Read(text));
        Assert.Contains(expected, error.Message);
        Assert.Contains("classes.txt", error.Message);
    }

    [Fact]
    public void Ids_may_begin_anywhere_have_gaps_and_be_several_of_one_class()
    {
        var table = Read("0 ignore\n7,8 road 128 64 128\n23 sky 70 130 180\n26 car 0 0 142\n27-28 car 0 0 70\nignore 9 9 9\n255 thing 1 1 1\n");
        Assert.Equal(["road", "sky", "car", "thing"], table.Classes.Select(c => c.Name));
        Assert.Equal([0], table.IgnoredIds);
        var meanings = table.Meanings();
        Assert.Equal([255, -1, 0, 0, 1, 2, 2, 2, 3], new[] { 0, 1, 7, 8, 23, 26, 27, 28, 255 }.Select(id => (int)meanings[id]));
        var colours = table.ColourMeanings();
        Assert.Equal([2, 2, 255], new[] { 0x00008E, 0x000046, 0x090909 }.Select(colour => (int)colours[colour]));
        Assert.Equal(table, JsonSerializer.Deserialize<ClassTable>(JsonSerializer.Serialize(table)));

        var others = Read("0 a 1 1 1\n1 b 2 2 2\n* ignore\n").Meanings();
        Assert.Equal([0, 1, 255, 255], new[] { 0, 1, 77, 255 }.Select(id => (int)others[id]));
    }

    [Fact]
    public void Tables_differ_by_names_and_not_by_colours_or_ignored_ids()
    {
        var table = Read("0 a 1 1 1\n1 b 2 2 2\n");
        Assert.Null(table.DifferenceFrom(Read("5 a 9 9 9\n6 b 2 2 2\n0 ignore\n")));
        Assert.Equal("class 1 is 'b' instead of 'c'", table.DifferenceFrom(Read("0 a 1 1 1\n1 c 2 2 2\n")));
        Assert.Equal("2 classes instead of 19", table.DifferenceFrom(ClassTable.Cityscapes));
    }

    [Fact]
    public void The_palette_of_Pascal_Voc_is_the_published_one()
    {
        Assert.Equal([0x000000, 0x800000, 0x008000, 0x808000, 0x000080], ClassTable.PascalVoc.Classes.Take(5).Select(c => c.Colour));
        Assert.Equal(0x004080, ClassTable.PascalVoc.Classes[20].Colour);
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains("nowhere.txt", Assert.Throws<GaldException>(() => ClassTable.Read("nowhere.txt")).Message);

    private static ClassTable Read(string text)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("classes.txt");
        File.WriteAllText(path, text);
        return ClassTable.Read(path);
    }
}
