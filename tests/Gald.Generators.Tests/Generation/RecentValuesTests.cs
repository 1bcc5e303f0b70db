namespace Gald.Generators.Tests.Generation;

public sealed class RecentValuesTests
{
    [Fact]
    public void Remembers_the_latest_and_never_more_than_twice_its_capacity()
    {
        var values = new RecentValues<int, string>(capacity: 10);
        for (var key = 0; key < 1000; key++)
        {
            values.Add(key, $"{key}");
            Assert.All(Enumerable.Range(Math.Max(0, key - 9), Math.Min(key + 1, 10)), known => Assert.Equal($"{known}", values.Find(known)));
            Assert.True(values.Count <= 20, $"{values.Count} values are remembered.");
        }

        Assert.Null(values.Find(0));
    }

    [Fact]
    public void Remembers_what_is_asked_for()
    {
        var values = new RecentValues<int, string>(capacity: 10);
        values.Add(-1, "first");
        for (var key = 0; key < 1000; key++)
        {
            values.Add(key, "other");
            Assert.Equal("first", values.Find(-1));
        }
    }
}
