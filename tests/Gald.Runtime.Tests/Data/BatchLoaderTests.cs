using Gald.Data;
using TorchSharp;
using Xunit;

namespace Gald.Runtime.Tests.Data;

public class BatchLoaderTests
{
    private static readonly BatchOptions Options = new() { CropHeight = 24, CropWidth = 32, BatchSize = 3, Seed = 7, Prefetch = 3 };

    [Fact]
    public void A_resumed_run_sees_the_same_batches_on_any_number_of_threads()
    {
        var scenes = new SyntheticScenes(5, 40, 48, 1);
        var whole = Take(scenes, Options, 0, 8);
        var resumed = Take(scenes, Options with { Threads = 4, Prefetch = 1 }, 3, 5);
        for (var i = 0; i < resumed.Count; i++)
        {
            Assert.Equal(whole[3 + i].Item1, resumed[i].Item1);
            Assert.Equal(whole[3 + i].Item2, resumed[i].Item2);
        }
        Assert.NotEqual(whole[0].Item1, Take(scenes, Options with { Seed = 8 }, 0, 1)[0].Item1);
        Assert.Equal(8, whole.Select(batch => batch.Item1[400]).Distinct().Count());
    }

    [Fact]
    public void Every_epoch_shows_every_image_once_in_another_order()
    {
        var scenes = new Numbered(7);
        var seen = Take(scenes, Numbered.Options with { BatchSize = 4 }, 0, 7).SelectMany(batch => batch.Item2).Chunk(7).ToList();
        Assert.Equal(4, seen.Count);
        Assert.All(seen, epoch => Assert.Equal(Enumerable.Range(0, 7).Select(i => (long)i), epoch.Order()));
        Assert.True(seen.Select(epoch => string.Join(",", epoch)).Distinct().Count() > 1);
    }

    [Fact]
    public void A_set_smaller_than_a_batch_is_cycled() =>
        Assert.Equal([0, 0, 0, 1, 1, 1], Take(new Numbered(2), Numbered.Options with { BatchSize = 6 }, 0, 1)[0].Item2.Order());

    [Fact]
    public void Tensors_have_the_shapes_and_types_that_training_needs_and_are_all_disposed()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var loader = new BatchLoader(new SyntheticScenes(3, 40, 48, 1), Options, 2))
        {
            using var batch = loader.Next();
            Assert.Equal(2, batch.Step);
            Assert.Equal([3, 3, 24, 32], batch.Images.shape);
            Assert.Equal([3, 24, 32], batch.Labels.shape);
            Assert.Equal((torch.float32, torch.int64), (batch.Images.dtype, batch.Labels.dtype));
            Assert.Equal(before + 2, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void An_error_of_a_background_thread_reaches_the_consumer_at_its_batch_as_it_is()
    {
        using var loader = new BatchLoader(new Numbered(6, broken: 4), Numbered.Options with { BatchSize = 1, Threads = 2 }, 0);
        var batches = 0;
        Action untilItBreaks = () =>
        {
            for (; batches < 6; batches++)
                loader.Next().Dispose();
        };
        var error = Assert.Throws<GaldException>(untilItBreaks);
        Assert.Equal("Image 4 is broken.", error.Message);
        Assert.InRange(batches, 0, 5);
        // The others are still to be had.
        loader.Next().Dispose();
    }

    [Fact]
    public void No_more_is_prepared_than_asked_and_disposing_stops_the_threads()
    {
        var scenes = new Numbered(100);
        var loader = new BatchLoader(scenes, Numbered.Options with { BatchSize = 2, Prefetch = 3, Threads = 4 }, 0);
        for (var i = 0; i < 5; i++)
            loader.Next().Dispose();
        // 5 taken, 4 ahead: the one that Next would hand out and 3 more.
        SpinWait.SpinUntil(() => scenes.Loaded >= 18, TimeSpan.FromSeconds(20));
        Assert.InRange(scenes.Loaded, 18, 18);
        loader.Dispose();
        loader.Dispose();
        Assert.Throws<ObjectDisposedException>(loader.Next);
        Assert.Equal(18, scenes.Loaded);
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        var scenes = new Numbered(2);
        BatchOptions[] wrong =
        [
            Options with { BatchSize = 0 }, Options with { CropHeight = 0 }, Options with { Threads = 0 }, Options with { Prefetch = 0 },
            Options with { Augmentation = new() { ScaleMinimum = 0 } }, Options with { Augmentation = new() { ScaleMinimum = 3 } },
            Options with { Augmentation = new() { FlipProbability = 1.5 } },
        ];
        Assert.All(wrong, options => Assert.Throws<GaldException>(() => new BatchLoader(scenes, options, 0)));
        Assert.Throws<GaldException>(() => new BatchLoader(new Numbered(0), Options, 0));
    }

    private static List<(float[], long[])> Take(IScenes scenes, BatchOptions options, int firstStep, int count)
    {
        using var loader = new BatchLoader(scenes, options, firstStep);
        var result = new List<(float[], long[])>();
        for (var i = 0; i < count; i++)
        {
            using var batch = loader.Next();
            result.Add((batch.Images.data<float>().ToArray(), batch.Labels.data<long>().ToArray()));
        }
        return result;
    }

    /// <summary>Images of one pixel, whose label is their index.</summary>
    private sealed class Numbered(int count, int broken = -1) : IScenes
    {
        private int loaded;

        public static BatchOptions Options { get; } = new() { CropHeight = 1, CropWidth = 1, Augmentation = AugmentationOptions.None };

        public ClassTable Classes => ClassTable.CamVid;

        public int Count => count;

        public int Loaded => Volatile.Read(ref loaded);

        public LabelledImage Load(int index)
        {
            Interlocked.Increment(ref loaded);
            return index == broken ? throw new GaldException($"Image {index} is broken.") : new("number", 1, 1, new byte[3], [(byte)index]);
        }
    }
}
