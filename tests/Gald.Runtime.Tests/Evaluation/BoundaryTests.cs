using Gald.Data;
using Gald.Evaluation;
using Xunit;

namespace Gald.Runtime.Tests.Evaluation;

public class BoundaryTests
{
    /// <summary>A picture in letters: a digit is a class, a dot an ignored pixel.</summary>
    private static byte[] Labels(params string[] rows) =>
        [.. string.Concat(rows).Select(letter => letter == '.' ? ClassTable.Ignored : (byte)(letter - '0'))];

    private static BoundaryScores Score(byte[] truth, byte[] prediction, int width)
    {
        var meter = new BoundaryMeter(2);
        meter.Add(truth, prediction, truth.Length / width, width);
        return meter.Scores();
    }

    [Fact]
    public void TheBoundaryLiesLeftAndAboveOfTheChange()
    {
        var inside = Labels("00000", "01100", "01100", "00000").Select(id => id == 1).ToArray();
        // As the DAVIS code: XOR with the right, lower and lower right neighbour; the last row looks right only, the last column down only.
        Assert.Equal([0, 1, 2, 5, 7, 10, 11, 12], new Boundary(inside, 4, 5).Pixels);
    }

    [Fact]
    public void APerfectPredictionAndAnAbsentClassCountOne()
    {
        var truth = Labels("0011", "0011");
        var scores = Score(truth, truth, 4);
        Assert.All(scores.MeanF1, f1 => Assert.Equal(1, f1));
        Assert.Equal(1, scores.SegNetBf);
        var one = Labels("0000", "0000");
        // No class has a boundary: nothing to find, nothing found.
        Assert.All(Score(one, one, 4).ClassF1[0], f1 => Assert.Equal(1, f1));
    }

    [Fact]
    public void AnInventedRegionCountsNothing()
    {
        var scores = Score(Labels("0000", "0000", "0000"), Labels("0000", "0110", "0000"), 4);
        Assert.Equal(0, scores.ClassF1[^1][1]);
        // The other class has a boundary in the prediction alone.
        Assert.Equal(0, scores.ClassF1[^1][0]);
        Assert.Equal(0, scores.SegNetBf);
    }

    [Fact]
    public void IgnoredPixelsAreInNeitherRegion()
    {
        var scores = Score(Labels("00..", "00.."), Labels("0011", "0011"), 4);
        // Class 1 is nowhere, class 0 ends where the labels end.
        Assert.Equal([1, 1], scores.ClassF1[0]);
    }

    [Fact]
    public void ABoundaryThatIsOffByTwoPixelsIsRightWithinTwo()
    {
        // 300×400 has a diagonal of 500: distances of 1, 1, 2 and 3 pixels, and 3.75 for SegNet's.
        byte[] truth = new byte[300 * 400], prediction = new byte[300 * 400];
        for (var i = 0; i < truth.Length; i++)
        {
            truth[i] = (byte)(i % 400 < 200 ? 0 : 1);
            prediction[i] = (byte)(i % 400 < 202 ? 0 : 1);
        }
        var scores = Score(truth, prediction, 400);
        Assert.Equal([0, 0, 1, 1], scores.MeanF1);
        Assert.Equal(1, scores.SegNetBf);
    }

    [Fact]
    public void NoPixelIsPairedTwice()
    {
        // Of three pixels in a row, one is near all of the other boundary's, which is longer.
        bool[] Line(int first, int last) => [.. Enumerable.Range(0, 400).Select(i => i / 20 == 10 && i % 20 >= first && i % 20 <= last)];
        Boundary few = new(Line(5, 5), 20, 20), many = new(Line(2, 14), 20, 20);
        Assert.Equal(many.Pixels.Count, many.CountNear(few, 20));
        Assert.Equal(few.Pixels.Count, many.CountMatches(few, 20));
        Assert.Equal(few.Pixels.Count, few.CountMatches(many, 20));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AMatchingIsTheLargest(int seed)
    {
        var random = new Random(seed);
        int left = 7, right = 6;
        int[][] partners = [.. Enumerable.Range(0, left).Select(_ => Enumerable.Range(0, right).Where(_ => random.Next(3) == 0).ToArray())];
        Assert.Equal(Largest(0, 0), new Matching(partners, right).Size());

        int Largest(int node, int taken) => node == left
            ? 0
            : partners[node].Where(partner => (taken >> partner & 1) == 0).Select(partner => 1 + Largest(node + 1, taken | 1 << partner)).Append(Largest(node + 1, taken)).Max();
    }

    [Fact]
    public void RegionsCountForTheirSize()
    {
        // A class of 1600 pixels, of which half is found, and one pixel of it that is invented in the other's region.
        const int Width = 60, Height = 50;
        byte[] truth = new byte[Width * Height], prediction = new byte[Width * Height];
        for (var y = 0; y < 40; y++)
        {
            truth.AsSpan(y * Width, 40).Fill(1);
            prediction.AsSpan(y * Width, 20).Fill(1);
        }
        prediction[45 * Width + 50] = 1;
        var meter = new RegionSizeMeter(2);
        meter.Add(truth, prediction, Height, Width);
        Assert.Equal(0.5, meter.ClassIou(RegionSize.Medium)[1], 12);
        // The invented pixel is a small region, and nothing small of the class is there.
        Assert.Equal(0, meter.ClassIou(RegionSize.Small)[1]);
        Assert.True(double.IsNaN(meter.ClassIou(RegionSize.Large)[1]));
        Assert.True(double.IsNaN(meter.MeanIou(RegionSize.Large)));
        // 1399 right, 1 missed, and 800 wrong ones in a region of 2199.
        Assert.Equal(1399.0 / 2200, meter.ClassIou(RegionSize.Medium)[0], 12);
    }
}
