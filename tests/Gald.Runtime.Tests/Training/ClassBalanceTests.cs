using Gald.Data;
using Gald.Training;
using Xunit;

namespace Gald.Runtime.Tests.Training;

public class ClassBalanceTests
{
    /// <summary>Two images of ten pixels: 6 of class 0 and 2 of class 1 in the first, 8 of class 0 in the second; 2 are ignored in each.</summary>
    private sealed class TwoImages : IScenes
    {
        public ClassTable Classes { get; } = new([new("A", 0, 0, 0), new("B", 1, 1, 1), new("C", 2, 2, 2)], []);
        public int Count => 2;
        public LabelledImage Load(int index) => new(
            $"{index}", 2, 5, new byte[30],
            index == 0 ? [0, 0, 0, 0, 0, 0, 1, 1, 255, 255] : [0, 0, 0, 0, 0, 0, 0, 0, 255, 255]);
    }

    [Theory]
    [InlineData(ClassWeighting.None, 1, 1, 1)]
    // Shares 14/16 and 2/8; their median is 9/16.
    [InlineData(ClassWeighting.MedianFrequency, 9.0 / 14, 9.0 / 4, 0)]
    [InlineData(ClassWeighting.RootMedianFrequency, 0.80178372573727, 1.5, 0)]
    // 1/ln(1.02 + 14/16) and 1/ln(1.02 + 2/16).
    [InlineData(ClassWeighting.InverseLog, 1.5644, 7.3853, 0)]
    public void WeightsFollowFromHowOftenClassesAre(ClassWeighting weighting, double first, double second, double absent)
    {
        var weights = ClassBalance.Weights(new TwoImages(), weighting);
        Assert.Equal(3, weights.Count);
        Assert.Equal(first, weights[0], 1e-3);
        Assert.Equal(second, weights[1], 1e-3);
        Assert.Equal(absent, weights[2]);
    }
}
