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
        ClassTable table = Read("# streets\n1 traffic sign 220 220 0  # small\n\n0 road 128 64 128\n7 ignore\n");
        Assert.Equal([new SceneClass("road", 128, 64, 128), new SceneClass("traffic sign", 220, 220, 0)], table.Classes);
        Assert.Equal([7, 255], table.IgnoredIds);
    }

    [Theory]
    [InlineData("0 road 1 2 3\n1 sky 1 2\n", "line 2")]
    [InlineData("0 road 1 2 3\n1 sky 1 2 256\n", "line 2")]
    [InlineData("0 road 1 2 3\n0 sky 1 2 3\n", "line 2")]
    [InlineData("0 road 1 2 3\n\nsky\n", "line 3")]
    [InlineData("0 road 1 2 3\n2 sky 1 2 3\n", "no class 1")]
    [InlineData("0 road 1 2 3\n1 road 1 2 3\n", "'road'")]
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
    public void A_missing_file_is_named() =>
        Assert.Contains("nowhere.txt", Assert.Throws<GaldException>(() => ClassTable.Read("nowhere.txt")).Message);

    private static ClassTable Read(string text)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("classes.txt");
        File.WriteAllText(path, text);
        return ClassTable.Read(path);
    }
}
