using Gald.Data;
using Xunit;

namespace Gald.Runtime.Tests.Data;

public class SyntheticScenesTests
{
    [Fact]
    public void An_image_depends_on_seed_and_index_alone()
    {
        var scenes = new SyntheticScenes(24, 96, 128, 5);
        LabelledImage[] first = [.. Enumerable.Range(0, 24).Select(scenes.Load)];
        var again = new LabelledImage[24];
        // Another set, in another order, on several threads.
        var larger = new SyntheticScenes(1000, 96, 128, 5);
        Parallel.For(0, 24, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => again[23 - i] = larger.Load(23 - i));
        for (var i = 0; i < 24; i++)
        {
            Assert.Equal(first[i].Pixels, again[i].Pixels);
            Assert.Equal(first[i].Labels, again[i].Labels);
            Assert.Equal(first[i].Instances, again[i].Instances);
        }
        Assert.Equal(24, first.Select(image => Convert.ToHexString(image.Pixels)).Distinct().Count());
        Assert.NotEqual(first[0].Pixels, new SyntheticScenes(1, 96, 128, 6).Load(0).Pixels);
    }

    [Theory]
    [InlineData(192, 256)]
    [InlineData(64, 200)]
    [InlineData(257, 129)]
    public void Every_pixel_has_a_class_and_every_class_occurs(int height, int width)
    {
        var scenes = new SyntheticScenes(30, height, width, 1);
        var pixels = new long[256];
        for (var i = 0; i < scenes.Count; i++)
            foreach (var label in scenes.Load(i).Labels)
                pixels[label]++;
        Assert.Equal(0, pixels[scenes.Classes.Count..].Sum());
        // The rarest is one pixel in a thousand, or a network could not learn it.
        Assert.All(pixels[..scenes.Classes.Count], count => Assert.True(count > 0.001 * scenes.Count * height * width));
    }

    [Fact]
    public void Cars_people_poles_and_signs_are_things()
    {
        var scenes = new SyntheticScenes(20, 96, 128, 3);
        var isThing = scenes.Classes.Classes.Select(c => c.Name is "Car" or "Person" or "Pole" or "Sign").ToArray();
        var counts = new List<int>();
        for (var i = 0; i < scenes.Count; i++)
        {
            var image = scenes.Load(i);
            Assert.All(image.Labels.Zip(image.Instances!), pixel => Assert.Equal(isThing[pixel.First], pixel.Second > 0));
            // A sign and its post are two classes and one thing; no number is of both a car and a person.
            foreach (var thing in image.Labels.Zip(image.Instances!).Where(pixel => pixel.Second > 0).GroupBy(pixel => pixel.Second, pixel => scenes.Classes.Classes[pixel.First].Name))
                Assert.True(thing.Distinct().Count() == 1 || thing.All(name => name is "Pole" or "Sign"));
            counts.Add(image.Instances!.Distinct().Count() - 1);
        }
        Assert.True(counts.Average() > 5);
    }

    [Fact]
    public void The_picture_shows_what_the_labels_say()
    {
        // Inside a class the picture changes less than across its border.
        var scenes = new SyntheticScenes(10, 192, 256, 2);
        double inside = 0, across = 0;
        long insides = 0, borders = 0;
        for (var n = 0; n < scenes.Count; n++)
        {
            var image = scenes.Load(n);
            for (var i = 0; i + 2 < image.Labels.Length; i++)
            {
                if (i % image.Width >= image.Width - 2)
                    continue;
                double change = Math.Abs(image.Pixels[3 * i + 1] - image.Pixels[3 * i + 7]);
                if (image.Labels[i] == image.Labels[i + 2])
                    (inside, insides) = (inside + change, insides + 1);
                else
                    (across, borders) = (across + change, borders + 1);
            }
        }
        Assert.True(across / borders > 2 * inside / insides, $"{across / borders:F1} across, {inside / insides:F1} inside");
    }

    [Theory]
    [InlineData(0, 64, 64)]
    [InlineData(1, 31, 64)]
    [InlineData(1, 64, 31)]
    public void A_set_that_is_too_small_is_refused(int count, int height, int width) =>
        Assert.Throws<GaldException>(() => new SyntheticScenes(count, height, width, 0));
}
