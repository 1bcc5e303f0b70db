using Gald.Data;
using Xunit;

namespace Gald.Runtime.Tests.Data;

public class AugmentationTests
{
    private static readonly ChannelScale AsIs = new(0, 1);
    private static readonly Normalization Plain = new() { Order = ChannelOrder.Rgb, Red = AsIs, Green = AsIs, Blue = AsIs };

    [Fact]
    public void Image_and_label_stay_aligned()
    {
        var scene = Encoded(90, 130);
        var checkedPixels = 0;
        for (var trial = 0; trial < 60; trial++)
        {
            var options = new BatchOptions
            {
                CropHeight = 40 + trial,
                CropWidth = 150 - trial,
                Normalization = Plain,
                Augmentation = new() { Brightness = 0, Contrast = 0, Saturation = 0 },
            };
            var (input, labels) = Crop(scene, options, trial);
            int width = options.CropWidth, area = options.CropHeight * width;
            for (var y = 1; y < options.CropHeight - 1; y++)
            {
                for (var x = 1; x < width - 1; x++)
                {
                    // Within a block, its colour is its label; beyond the image there is neither.
                    var at = y * width + x;
                    var label = labels[at];
                    if (!Around(at, width).All(i => labels[i] == label))
                        continue;
                    checkedPixels++;
                    var outside = label == ClassTable.Ignored;
                    Assert.Equal(outside ? 0 : 10 * label + 5, input[at], 1e-3);
                    Assert.Equal(outside ? 0 : 255 - 10 * label, input[area + at], 1e-3);
                    Assert.Equal(outside ? 0 : 3 * label, input[2 * area + at], 1e-3);
                }
            }
        }
        Assert.True(checkedPixels > 100_000, $"{checkedPixels} pixels were checked");
    }

    [Fact]
    public void Without_augmentation_a_crop_is_a_part_of_the_image()
    {
        var scene = Random(20, 30);
        var options = new BatchOptions { CropHeight = 8, CropWidth = 9, Normalization = Plain, Augmentation = AugmentationOptions.None };
        var places = new HashSet<(int, int)>();
        for (var trial = 0; trial < 200; trial++)
        {
            var (input, labels) = Crop(scene, options, trial);
            var matches = from top in Enumerable.Range(0, 13)
                          from left in Enumerable.Range(0, 22)
                          where Matches(scene, top, left, input, labels)
                          select (top, left);
            places.Add(Assert.Single(matches));
        }
        Assert.Contains(places, place => place.Item1 == 0);
        Assert.Contains(places, place => place.Item1 == 12);
        Assert.Contains(places, place => place.Item2 == 0);
        Assert.Contains(places, place => place.Item2 == 21);

        static bool Matches(LabelledImage scene, int top, int left, float[] input, long[] labels)
        {
            for (var i = 0; i < labels.Length; i++)
            {
                var at = (top + i / 9) * scene.Width + left + i % 9;
                if (labels[i] != scene.Labels[at] || input[i] != scene.Pixels[3 * at] || input[2 * 72 + i] != scene.Pixels[3 * at + 2])
                    return false;
            }
            return true;
        }
    }

    [Fact]
    public void A_flip_mirrors_image_and_labels()
    {
        var scene = Random(7, 9);
        var options = new BatchOptions { CropHeight = 7, CropWidth = 9, Normalization = Plain, Augmentation = AugmentationOptions.None };
        var flipped = options with { Augmentation = AugmentationOptions.None with { FlipProbability = 1 } };
        var (input, labels) = Crop(scene, options, 0);
        var (mirrored, mirroredLabels) = Crop(scene, flipped, 0);
        Assert.Equal(labels.Chunk(9).SelectMany(row => row.Reverse()), mirroredLabels);
        Assert.Equal(input.Chunk(9).SelectMany(row => row.Reverse()), mirrored);
    }

    [Fact]
    public void A_crop_larger_than_the_image_is_padded_with_the_mean_and_ignored_labels()
    {
        var scene = Random(10, 12);
        var options = new BatchOptions { CropHeight = 16, CropWidth = 20, Augmentation = AugmentationOptions.None };
        var (input, labels) = Crop(scene, options, 4);
        Assert.Equal(10 * 12, labels.Count(label => label != ClassTable.Ignored));
        Assert.Equal(scene.Labels.Select(label => (long)label), labels.Where(label => label != ClassTable.Ignored));
        for (var i = 0; i < input.Length; i++)
            if (labels[i % labels.Length] == ClassTable.Ignored)
                Assert.Equal(0, input[i]);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.37)]
    [InlineData(2)]
    [InlineData(1.63)]
    public void Scaling_keeps_the_mean_of_the_image(double scale)
    {
        // Every pixel counts when an image shrinks: a plain bilinear filter would miss most of this one's stripes.
        var scene = Random(101, 143);
        int height = (int)Math.Round(101 * scale), width = (int)Math.Round(143 * scale);
        var options = new BatchOptions
        {
            CropHeight = height,
            CropWidth = width,
            Normalization = Plain,
            Augmentation = AugmentationOptions.None with { ScaleMinimum = scale, ScaleMaximum = scale },
        };
        var (input, labels) = Crop(scene, options, 0);
        Assert.DoesNotContain(ClassTable.Ignored, labels);
        Assert.Equal(scene.Pixels.Average(value => value), input.Average(), 1.0);
        if (scale == 0.5)
        {
            var deviation = Math.Sqrt(input.Select(value => Math.Pow(value - 127, 2)).Average());
            Assert.InRange(deviation, 20, 45);
        }
    }

    [Fact]
    public void Colours_change_within_their_limits_and_labels_do_not()
    {
        var scene = Random(16, 16);
        var options = new BatchOptions { CropHeight = 16, CropWidth = 16, Normalization = Plain, Augmentation = AugmentationOptions.None };
        var (original, labels) = Crop(scene, options, 0);
        for (var trial = 0; trial < 20; trial++)
        {
            var (brighter, same) = Crop(scene, options with { Augmentation = AugmentationOptions.None with { Brightness = 0.3 } }, trial);
            Assert.Equal(labels, same);
            // One factor for all pixels that are not saturated.
            var brightest = Array.IndexOf(original, original.Where(v => v < 190).Max());
            double factor = brighter[brightest] / original[brightest];
            Assert.InRange(factor, 0.7, 1.3);
            for (var i = 0; i < original.Length; i++)
                Assert.Equal(Math.Clamp(original[i] * factor, 0, 255), brighter[i], 0.01);

            var extreme = options with { Augmentation = AugmentationOptions.None with { Saturation = 1, Contrast = 1 } };
            var (grey, _) = Crop(scene, extreme, trial);
            Assert.All(grey, value => Assert.InRange(value, 0, 255));
        }
    }

    [Fact]
    public void RotationTurnsImageAndLabelsTogether()
    {
        float[] input = [.. Enumerable.Range(0, 3 * 5 * 5).Select(i => (float)(i % 25))];
        byte[] labels = [.. Enumerable.Range(0, 25).Select(i => (byte)i)];
        Rotation.Apply(90, input, labels, 5, 5);
        // Clockwise: the left column, from the bottom, is the top row.
        Assert.Equal([20, 15, 10, 5, 0], labels[..5]);
        for (var i = 0; i < 75; i++)
            Assert.Equal(labels[i % 25], input[i], 1e-4f);
    }

    [Fact]
    public void WhatIsTurnedInFromBeyondTheCropIsIgnored()
    {
        float[] input = [.. Enumerable.Repeat(2f, 3 * 20 * 30)];
        var labels = new byte[20 * 30];
        Rotation.Apply(-20, input, labels, 20, 30);
        Assert.Equal((ClassTable.Ignored, 0f), (labels[0], input[0]));
        Assert.Equal((0, 2f), (labels[10 * 30 + 15], input[10 * 30 + 15]));
        Assert.All(Enumerable.Range(0, 600), i => Assert.Equal(labels[i] == ClassTable.Ignored ? 0 : 2f, input[i]));
    }

    [Fact]
    public void ABlurredCropIsSmootherAndKeepsItsLabels()
    {
        var scene = Random(40, 50);
        BatchOptions sharp = new() { CropHeight = 40, CropWidth = 50, Normalization = Plain, Augmentation = AugmentationOptions.None };
        var (original, labels) = Crop(scene, sharp, 3);
        var (blurred, same) = Crop(scene, sharp with { Augmentation = AugmentationOptions.None with { BlurProbability = 1 } }, 3);
        Assert.Equal(labels, same);
        Assert.True(Roughness(blurred) < 0.8 * Roughness(original));
        Assert.Equal(original.Average(), blurred.Average(), 3.0);

        static double Roughness(float[] values) => values.Zip(values.Skip(1), (a, b) => Math.Abs(a - b)).Average();
    }

    [Fact]
    public void CropsThatFocusOnClassesShowRareOnes()
    {
        var scene = Random(60, 80);
        Array.Clear(scene.Labels);
        scene.Labels[17 * 80 + 60] = 3;
        BatchOptions anywhere = new() { CropHeight = 12, CropWidth = 14, Normalization = Plain, Augmentation = new() }, focused = anywhere with
        {
            Augmentation = new() { ClassFocus = 1 },
        };
        // At the largest scale the pixel is four, and a crop has a hundredth of the image.
        Assert.InRange(Seen(anywhere), 0, 20);
        Assert.InRange(Seen(focused), 60, 140);

        int Seen(BatchOptions options) => Enumerable.Range(0, 200).Count(trial => Crop(scene, options, trial).Labels.Contains(3));
    }

    private static (float[] Input, long[] Labels) Crop(LabelledImage scene, BatchOptions options, int seed)
    {
        var area = options.CropHeight * options.CropWidth;
        var input = new float[3 * area];
        var labels = new byte[area];
        Augmentation.Crop(scene, options, new SplitMix64(seed, 0, 0), input, labels);
        return (input, [.. labels.Select(label => (long)label)]);
    }

    private static IEnumerable<int> Around(int at, int width) =>
        from y in new[] { -width, 0, width } from x in new[] { -1, 0, 1 } select at + y + x;

    /// <summary>Blocks of 13×13 pixels of one label, whose colour encodes it.</summary>
    private static LabelledImage Encoded(int height, int width)
    {
        byte[] labels = [.. Enumerable.Range(0, height * width).Select(i => (byte)((i / width / 13 * 5 + i % width / 13 * 3) % 20))];
        byte[] pixels = [.. labels.SelectMany(id => new[] { (byte)(10 * id + 5), (byte)(255 - 10 * id), (byte)(3 * id) })];
        return new LabelledImage("encoded", height, width, pixels, labels);
    }

    private static LabelledImage Random(int height, int width)
    {
        var random = new Random(11);
        var pixels = new byte[height * width * 3];
        var labels = new byte[height * width];
        random.NextBytes(pixels);
        for (var i = 0; i < labels.Length; i++)
            labels[i] = (byte)random.Next(11);
        return new LabelledImage("random", height, width, pixels, labels);
    }
}
