using Gald.Data;
using Gald.Evaluation;
using Xunit;

namespace Gald.Runtime.Tests.Evaluation;

public class InstanceIouTests
{
    private static readonly ClassTable Three = new([new("road", 1, 1, 1), new("car", 2, 2, 2), new("person", 3, 3, 3)], []);

    [Fact]
    public void EachThingCountsAlikeAndACrowdForNothing()
    {
        var meter = new InstanceIouMeter(Three);
        // Two cars of four pixels and of one; a car of a crowd; an ignored pixel.
        byte[] truth = [1, 1, 1, 1, 1, 1, 0, 0, 0, 0, ClassTable.Ignored, 0];
        int[] things = [7, 7, 7, 7, 9, 0, 0, 0, 0, 0, 9, 0];
        byte[] prediction = [1, 1, 0, 2, 1, 1, 1, 1, 1, 0, 1, 0];
        meter.Add(truth, things, prediction);
        var scores = meter.Scores();

        // The mean size is 2.5: half of the one and all of the other are found, of both together, and three pixels invented.
        Assert.Equal(2.5 * (0.5 + 1) / (2.5 * 2 + 3), scores.ClassIou[1], 12);
        Assert.True(double.IsNaN(scores.ClassIou[0]));
        // Invented, but there is none.
        Assert.True(double.IsNaN(scores.ClassIou[2]));
        Assert.Equal(scores.ClassIou[1], scores.MeanIou, 12);
        Assert.Equal([0, 2, 0], scores.Things);
        Assert.Equal(2.5, scores.ThingPixels[1], 12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void WhereThingsAreOfOneSizeItIsTheIou(int seed)
    {
        var random = new Random(seed);
        InstanceIouMeter meter = new(Three);
        ConfusionMatrix matrix = new(3);
        for (var image = 0; image < 5; image++)
        {
            // Runs of ten pixels are things; numbers begin anew in each image and are shared by classes.
            byte[] truth = [.. Enumerable.Range(0, 60).Select(_ => (byte)random.Next(3)).SelectMany(id => Enumerable.Repeat(id, 10))];
            int[] things = [.. Enumerable.Range(0, 600).Select(i => truth[i] == 0 ? 0 : 1 + i / 10)];
            byte[] prediction = [.. truth.Select(id => random.Next(3) == 0 ? (byte)random.Next(3) : id)];
            meter.Add(truth, things, prediction);
            matrix.Add(truth, prediction);
        }
        var (scores, iou) = (meter.Scores(), matrix.Scores().ClassIou);
        Assert.Equal(iou[1], scores.ClassIou[1], 12);
        Assert.Equal(iou[2], scores.ClassIou[2], 12);
        Assert.Equal((iou[1] + iou[2]) / 2, scores.MeanIou, 12);
    }

    [Theory]
    [InlineData(1024, 2048, 12794.0202738185)]
    // Its sizes are of its images; in smaller ones, things are smaller.
    [InlineData(512, 1024, 5050)]
    public void CityscapesThingsAreWeighedByItsSizes(int height, int width, double size)
    {
        var car = ClassTable.Cityscapes.Classes.Select((c, id) => (c.Name, id)).First(pair => pair.Name == "Car").id;
        byte[] truth = new byte[height * width], prediction = new byte[height * width];
        var things = new int[height * width];
        // A car of 10,000 pixels, of which 4,000 are found, and one of 100, of which 90 are; 700 pixels are invented.
        truth.AsSpan(0, 10100).Fill((byte)car);
        things.AsSpan(0, 10000).Fill(26001);
        things.AsSpan(10000, 100).Fill(26002);
        prediction.AsSpan(0, 4000).Fill((byte)car);
        prediction.AsSpan(10000, 90 + 10 + 700).Fill((byte)car);
        prediction.AsSpan(10000, 10).Clear();
        var meter = new InstanceIouMeter(ClassTable.CityscapesLabelIds);
        meter.Add(truth, things, prediction);

        double found = 4000 * (size / 10000) + 90 * (size / 100), missed = 6000 * (size / 10000) + 10 * (size / 100);
        Assert.Equal(found / (found + missed + 700), meter.Scores().ClassIou[car], 12);
        Assert.Equal(height == 1024, meter.Scores().HasCityscapesSizes);
    }
}
