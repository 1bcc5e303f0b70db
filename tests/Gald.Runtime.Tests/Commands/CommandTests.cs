using System.Globalization;
using System.Text.Json;
using Gald.Checkpoints;
using Gald.Commands;
using Gald.Data;
using Gald.Pictures;
using Gald.Training;
using Spectre.Console;
using TorchSharp;
using Xunit;

namespace Gald.Runtime.Tests.Commands;

[Collection(SerialCollection.Name)]
public sealed class CommandTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();
    private readonly string before = Directory.GetCurrentDirectory();

    public CommandTests()
    {
        Directory.SetCurrentDirectory(temporary.Path);
        WriteScenes("train", new BlockScenes(6, 32, 40, seed: 1));
        WriteScenes("val", new BlockScenes(3, 30, 36, seed: 2));
        File.WriteAllText(temporary.File("data", "classes.txt"), "0 Sky 10 60 220\n1 Ground 90 90 90\n2 Block 220 40 30\n9 ignore\n");
    }

    public void Dispose()
    {
        Directory.SetCurrentDirectory(before);
        temporary.Dispose();
    }

    private void WriteScenes(string split, IScenes scenes)
    {
        for (var i = 0; i < scenes.Count; i++)
        {
            var scene = scenes.Load(i);
            ImageFiles.WritePng(temporary.File("data", split, $"{i}.png"), new RgbImage(scene.Height, scene.Width, scene.Pixels));
            ImageFiles.WriteLabelPng(temporary.File("data", split + "annot", $"{i}.png"), scene.Labels, scene.Height, scene.Width);
        }
    }

    private sealed record Outcome(int ExitCode, string Output, string Errors);

    private static Outcome Run(params string[] args)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = 200;
        var exitCode = new GaldProgram { Defaults = new TrainingOptions { Steps = 8, BatchSize = 2, Validations = 2, LearningRate = 0.05 } }
            .Add<TinyNetwork>()
            .Add<OtherNetwork>()
            .Add<HugeNetwork>()
            .Run(args, console, errors);
        return new Outcome(exitCode, output.ToString(), errors.ToString());
    }

    private static Outcome Succeed(params string[] args)
    {
        var outcome = Run(args);
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        Assert.Equal("", outcome.Errors);
        return outcome;
    }

    /// <summary>The one sentence that a command says when it cannot go on.</summary>
    private static string Fail(params string[] args)
    {
        var outcome = Run(args);
        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith("error: ", outcome.Errors);
        Assert.Single(outcome.Errors.TrimEnd().Split('\n'));
        return outcome.Errors;
    }

    /// <summary>No argument is no order to train for hours.</summary>
    [Fact]
    public void WithoutArgumentsItShowsCommandsToTryAndTrainsNothing()
    {
        var help = Succeed().Output;
        Assert.Contains("train --minutes 3", help);
        Assert.Contains("TinyNetwork, OtherNetwork", help);
        Assert.False(Directory.Exists(temporary.File("runs")));
    }

    [Fact]
    public void TrainingThatNeedsMoreMemoryThanThereIsIsRefusedBeforeItBegins()
    {
        var refusal = Fail("train", "--network", "HugeNetwork", "--data", "data");
        Assert.Contains("needs about", refusal);
        Assert.Contains("smaller network", refusal);
        Assert.False(Directory.Exists(temporary.File("runs")));
    }

    [Fact]
    public void TrainingWritesEverythingAndSaysWhere()
    {
        var outcome = Succeed("train", "--data", "data");
        foreach (var file in new[] { "best.safetensors", "last.safetensors", "metrics.json", "loss.png", "comparison.png", "report.html" })
            Assert.True(File.Exists(Path.Combine("runs", "TinyNetwork", file)), file);
        foreach (var said in new[] { "Sky", "Ground", "Block", "mean", "runs/TinyNetwork/best.safetensors", "runs/TinyNetwork/comparison.png" })
            Assert.Contains(said, outcome.Output);

        using JsonDocument metrics = JsonDocument.Parse(File.ReadAllText(Path.Combine("runs", "TinyNetwork", "metrics.json")));
        Assert.Equal(3, metrics.RootElement.GetProperty("classes").GetArrayLength());
        Assert.Equal(8, metrics.RootElement.GetProperty("run").GetProperty("steps").GetInt32());
        Assert.Equal(8, metrics.RootElement.GetProperty("run").GetProperty("losses").GetArrayLength());
        Assert.Equal(2, metrics.RootElement.GetProperty("run").GetProperty("validations").GetArrayLength());
    }

    [Fact]
    public void TensorBoardSeesEachStepAndValidationOfTheRunThatIsThere()
    {
        for (var run = 0; run < 2; run++)
        {
            Succeed("train", "--data", "data", "--out", "watched", "--tensorboard", "--overwrite");
            var seen = EventFile.Read(Path.Combine("watched", "tensorboard"));
            Assert.Equal(Enumerable.Range(1, 8).Select(step => (long)step), seen.Where(number => number.Tag == "training/loss").Select(number => number.Step));
            Assert.Equal([4L, 8L], seen.Where(number => number.Tag == "validation/mean IoU").Select(number => number.Step));
            Assert.Equal(2, seen.Count(number => number.Tag == "class IoU/Ground"));

            using JsonDocument metrics = JsonDocument.Parse(File.ReadAllText(Path.Combine("watched", "metrics.json")));
            var losses = metrics.RootElement.GetProperty("run").GetProperty("losses").EnumerateArray().Select(loss => loss.GetSingle());
            Assert.Equal(losses, seen.Where(number => number.Tag == "training/loss").Select(number => number.Value));
        }
    }

    [Fact]
    public void TrainingTwiceKeepsTheFirstRunAndANamedRunIsNotLost()
    {
        Succeed("train", "--data", "data");
        var first = File.ReadAllBytes(Path.Combine("runs", "TinyNetwork", "last.safetensors"));
        Succeed("train", "--data", "data", "--seed", "7");
        Assert.True(File.Exists(Path.Combine("runs", "TinyNetwork-2", "last.safetensors")));
        Assert.Equal(first, File.ReadAllBytes(Path.Combine("runs", "TinyNetwork", "last.safetensors")));

        Assert.Contains("already holds a run", Fail("train", "--data", "data", "--out", "runs/TinyNetwork"));
        Assert.Equal(first, File.ReadAllBytes(Path.Combine("runs", "TinyNetwork", "last.safetensors")));
        Succeed("train", "--data", "data", "--out", "runs/TinyNetwork", "--overwrite", "--seed", "3");
        Assert.NotEqual(first, File.ReadAllBytes(Path.Combine("runs", "TinyNetwork", "last.safetensors")));
    }

    [Fact]
    public void AResumedRunGoesOnWithItsOwnOptions()
    {
        var begun = Succeed("train", "--data", "data", "--out", "run", "--steps", "4", "--crop", "20x24");
        Assert.Contains("--crop 21x25 avoids it", begun.Output);
        var outcome = Succeed("train", "--data", "data", "--out", "run", "--resume", "--steps", "6");
        Assert.Contains("Goes on after step 4", outcome.Output);
        using JsonDocument metrics = JsonDocument.Parse(File.ReadAllText(Path.Combine("run", "metrics.json")));
        Assert.Equal(6, metrics.RootElement.GetProperty("run").GetProperty("steps").GetInt32());
        Assert.Equal(20, metrics.RootElement.GetProperty("run").GetProperty("options").GetProperty("cropHeight").GetInt32());
    }

    [Fact]
    public void EvaluationScoresTheLatestRunAndWritesJson()
    {
        Succeed("train", "--data", "data");
        var outcome = Succeed("evaluate", "--data", "data", "--json", "scores/s.json");
        Assert.Contains("runs/TinyNetwork/best.safetensors", outcome.Output);
        using JsonDocument scores = JsonDocument.Parse(File.ReadAllText(Path.Combine("scores", "s.json")));
        using JsonDocument metrics = JsonDocument.Parse(File.ReadAllText(Path.Combine("runs", "TinyNetwork", "metrics.json")));
        foreach (var name in new[] { "meanIou", "pixelAccuracy", "meanClassAccuracy", "classes" })
            Assert.Equal(metrics.RootElement.GetProperty(name).GetRawText(), scores.RootElement.GetProperty(name).GetRawText());
        Assert.Equal("Sky", scores.RootElement.GetProperty("classes")[0].GetProperty("name").GetString());
        Assert.False(scores.RootElement.TryGetProperty("run", out _));
    }

    [Fact]
    public void ARunTakesARecipeItsChangesAndIsScoredInDetail()
    {
        Succeed(
            "train", "--data", "data", "--out", "run", "--preset", "camvid", "--steps", "4", "--batch", "2", "--crop", "20x24", "--optimizer", "adamw", "--schedule", "cosine",
            "--head-rate", "2", "--warm-up", "1", "--clip", "5", "--accumulate", "2", "--average", "0.9", "--class-weights", "inverse-log", "--dice", "0.5", "--lovasz", "0.5",
            "--lovasz-stride", "2", "--focal", "1", "--label-smoothing", "0.1", "--scale", "0.8-1.5", "--colour", "0.1", "--class-focus", "0.5", "--validations", "2", "--patience", "5");
        using (JsonDocument metrics = JsonDocument.Parse(File.ReadAllText("run/metrics.json")))
        {
            var options = metrics.RootElement.GetProperty("run").GetProperty("options");
            Assert.Equal(2, options.GetProperty("headLearningRateFactor").GetDouble());
            Assert.Equal(0.8, options.GetProperty("augmentation").GetProperty("scaleMinimum").GetDouble());
            Assert.Equal(3, options.GetProperty("loss").GetProperty("classWeights").GetArrayLength());
        }
        Assert.Contains("data:image/png;base64,", File.ReadAllText("run/report.html"));

        var outcome = Succeed("evaluate", "--data", "data", "--weights", "run/best.safetensors", "--details", "--json", "scores.json", "--confusion", "confusion.png");
        Assert.Contains("BF as SegNet reports it", outcome.Output);
        Assert.True(ImageFiles.Read("confusion.png").Width > 100);
        using JsonDocument scores = JsonDocument.Parse(File.ReadAllText("scores.json"));
        Assert.Equal(4, scores.RootElement.GetProperty("details").GetProperty("boundaryF1").GetArrayLength());
        Assert.Equal(3, scores.RootElement.GetProperty("details").GetProperty("confusion").GetArrayLength());

        Assert.Contains("leave --preset out", Fail("train", "--data", "data", "--out", "run", "--resume", "--preset", "camvid"));
        Assert.Contains("no preset 'x'", Fail("train", "--data", "data", "--preset", "x"));
        Assert.Contains("no optimizer 'x'", Fail("train", "--data", "data", "--optimizer", "x"));
        Assert.Contains("is not a range", Fail("train", "--data", "data", "--scale", "2"));
        Assert.Contains("is no weight", Fail("train", "--data", "data", "--class-weights", "1,x,2"));
        Assert.Contains("has no ResNet", Fail("train", "--data", "data", "--pretrained", "imagenet"));
    }

    [Fact]
    public void ThingsAreScoredWhereTheDataTellThemApart()
    {
        Succeed("train", "--data", "data");
        // As labelme exports them.
        Directory.CreateDirectory("things/val");
        Directory.Move("data/val", "things/val/JPEGImages");
        Directory.Move("data/valannot", "things/val/SegmentationClassPNG");
        string[] evaluate = ["evaluate", "--data", "things", "--classes", "data/classes.txt", "--details", "--json", "scores.json"];
        Assert.DoesNotContain("iIoU", Succeed(evaluate).Output);

        // Of two images of three, what is of one class is one thing, if it is not of the first.
        foreach (var name in new[] { "0.png", "2.png" })
        {
            Directory.CreateDirectory("things/val/SegmentationObjectPNG");
            File.Copy($"things/val/SegmentationClassPNG/{name}", $"things/val/SegmentationObjectPNG/{name}");
        }
        Assert.Contains("in 2 images counts alike, weighed by the mean sizes in these images.", Succeed(evaluate).Output);
        using JsonDocument scores = JsonDocument.Parse(File.ReadAllText("scores.json"));
        var instances = scores.RootElement.GetProperty("details").GetProperty("instances");
        Assert.Equal(JsonValueKind.Null, instances.GetProperty("classIou")[0].ValueKind);
        Assert.InRange(instances.GetProperty("classIou")[1].GetDouble(), 0, 1);
        Assert.Equal(2, instances.GetProperty("things")[1].GetInt32());
    }

    [Fact]
    public void PredictionWritesLabelsThatAreReadBackAndPictures()
    {
        Succeed("train", "--data", "data");
        var outcome = Succeed("predict", "data/val", "data/train/5.png", "--out", "out");
        Assert.Contains("4 of 4 images", outcome.Output);
        foreach (var name in new[] { "0", "1", "2", "5" })
        {
            foreach (var kind in new[] { "labels", "colours", "comparison" })
                Assert.True(File.Exists(Path.Combine("out", $"{name}.{kind}.png")), $"{name}.{kind}");
        }
        var picture = ImageFiles.Read("out/0.colours.png");
        Assert.Equal((30, 36), (picture.Height, picture.Width));
    }

    [Fact]
    public void WindowsScalesAndMirrorsChangeAPredictionAndItsScores()
    {
        Succeed("train", "--data", "data");
        string[] averaged = ["--window", "20x24", "--scales", "0.75,1,1.5", "--flip"];
        Assert.Contains("--window 21x25 avoids it", Succeed(["predict", "data/val", "--out", "averaged", .. averaged]).Output);
        Succeed("predict", "data/val", "--out", "plain");
        Assert.NotEqual(File.ReadAllBytes("plain/0.labels.png"), File.ReadAllBytes("averaged/0.labels.png"));
        Succeed(["evaluate", "--data", "data", "--json", "averaged.json", .. averaged]);
        Assert.DoesNotContain("avoids it", Succeed("evaluate", "--data", "data", "--json", "plain.json").Output);
        Assert.NotEqual(File.ReadAllText("plain.json"), File.ReadAllText("averaged.json"));
    }

    [Fact]
    public void AResumedRunKeepsItsPrecisionUntilAnotherIsGiven()
    {
        Succeed("train", "--data", "data", "--out", "run", "--steps", "2", "--precision", "bfloat16", "--deterministic");
        Succeed("train", "--data", "data", "--out", "run", "--resume", "--steps", "4");
        Assert.Equal(("BFloat16", true), Compute());
        Succeed("train", "--data", "data", "--out", "run", "--resume", "--steps", "6", "--precision", "float32", "--deterministic", "false");
        Assert.Equal(("Float32", false), Compute());

        static (string?, bool) Compute()
        {
            using JsonDocument metrics = JsonDocument.Parse(File.ReadAllText("run/metrics.json"));
            var compute = metrics.RootElement.GetProperty("run").GetProperty("options").GetProperty("compute");
            return (compute.GetProperty("precision").GetString(), compute.GetProperty("deterministic").GetBoolean());
        }
    }

    [Fact]
    public void AnyFileOfARunIsAskedAboutAndOutlivesAMistake()
    {
        var metrics = temporary.File("run", "metrics.json");
        File.WriteAllText(metrics, "mine");
        Assert.Contains("already holds a run", Fail("train", "--data", "data", "--out", "run"));
        Assert.Contains("The number of steps", Fail("train", "--data", "data", "--out", "run", "--overwrite", "--steps", "0"));
        Assert.Contains("2 GiB", Fail("train", "--data", "data", "--out", "run", "--overwrite", "--batch", "1000000"));
        Assert.Equal("mine", File.ReadAllText(metrics));
    }

    [Fact]
    public void TwoProgramsDoNotTrainInOneFolder()
    {
        using (var first = Runs.New(TinyNetwork.Description))
        using (var second = Runs.New(TinyNetwork.Description))
        {
            Assert.NotEqual(first.Folder.Path, second.Folder.Path);
            Assert.Contains("Another program is training", Fail("train", "--data", "data", "--out", first.Folder.Path));
        }
        // Both gave up before they wrote anything.
        using var third = Runs.New(TinyNetwork.Description);
        Assert.Equal(Path.Combine("runs", "TinyNetwork"), third.Folder.Path);
    }

    [Fact]
    public void ARunGoesOnWithoutItsBestCheckpoint()
    {
        Succeed("train", "--data", "data", "--out", "run", "--steps", "4");
        File.Delete("run/best.safetensors");
        Assert.Contains("last.safetensors", Succeed("train", "--data", "data", "--out", "run", "--resume").Output);
        Succeed("train", "--data", "data", "--out", "run", "--resume", "--steps", "8");
        Assert.True(File.Exists("run/best.safetensors"));
    }

    [Fact]
    public void StepsAloneLiftATimeLimit()
    {
        Succeed("train", "--data", "data", "--out", "run", "--minutes", "0.002");
        Succeed("train", "--data", "data", "--out", "run", "--resume", "--steps", "2000", "--minutes", "0.0021");
        using JsonDocument before = JsonDocument.Parse(File.ReadAllText("run/metrics.json"));
        var done = before.RootElement.GetProperty("run").GetProperty("steps").GetInt32();
        Succeed("train", "--data", "data", "--out", "run", "--resume", "--steps", $"{done + 3}");
        using JsonDocument metrics = JsonDocument.Parse(File.ReadAllText("run/metrics.json"));
        Assert.Equal(done + 3, metrics.RootElement.GetProperty("run").GetProperty("steps").GetInt32());
    }

    [Fact]
    public void NumbersHaveADecimalPointInEveryLanguage()
    {
        CultureInfo mine = CultureInfo.CurrentCulture, comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        comma.NumberFormat.NumberGroupSeparator = ".";
        try
        {
            CultureInfo.CurrentCulture = comma;
            Succeed("train", "--data", "data", "--out", "run", "--learning-rate", "0.125");
            Assert.Contains("decimal point", Fail("train", "--data", "data", "--learning-rate", "0,125"));
        }
        finally
        {
            CultureInfo.CurrentCulture = mine;
        }
        using JsonDocument metrics = JsonDocument.Parse(File.ReadAllText("run/metrics.json"));
        Assert.Equal(0.125, metrics.RootElement.GetProperty("run").GetProperty("options").GetProperty("learningRate").GetDouble());
    }

    [Fact]
    public void ABuildWithoutCudaSaysSo()
    {
        if (torch.cuda.is_available())
            return;
        Assert.Contains("The device 'cuda' cannot be used", Fail("train", "--data", "data", "--device", "cuda"));
    }

    [Fact]
    public void AnImageThatCannotBePredictedDoesNotCostTheOthers()
    {
        Succeed("train", "--data", "data");
        File.WriteAllText("data/val/1.png", "no image");
        var outcome = Run("predict", "data/val", "data/val/0.png", "--out", "out");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("2 of 3 images", outcome.Output);
        Assert.Contains("1.png", Assert.Single(outcome.Errors.TrimEnd().Split('\n')));
        Assert.True(File.Exists("out/2.labels.png"));
    }

    [Fact]
    public void DescribeShowsTheStages()
    {
        var outcome = Succeed("describe");
        foreach (var said in new[] { "TinyNetwork, input 3×24×32", "stem", "convolution", "12×16", "41.5 K", "at least 16×16", "12.3 MB", "45.6 KB" })
            Assert.Contains(said, outcome.Output);
        Assert.Contains("OtherNetwork", Succeed("describe", "--network", "othernetwork").Output);
    }

    [Fact]
    public void DescribeComparesNetworksSideBySide()
    {
        var all = Succeed("describe", "--compare").Output;
        foreach (var said in new[] { "TinyNetwork", "OtherNetwork", "41.5 K", "12.3 MB", "45.6 KB", "stem", "multiply-adds" })
            Assert.Contains(said, all);
        Assert.DoesNotContain("TinyNetwork", Succeed("describe", "--compare", "othernetwork").Output);
        Assert.Contains("no network 'third'", Fail("describe", "--compare", "TinyNetwork", "third"));
    }

    [Fact]
    public void ANetworkThatWasWrittenByHandIsNotExported()
    {
        Succeed("train", "--data", "data");
        Assert.Contains("TinyNetwork was written by hand", Fail("export"));
        Assert.False(File.Exists("TinyNetwork.onnx"));
    }

    [Fact]
    public void HelpNamesEveryCommandAndOption()
    {
        var help = Succeed("--help").Output;
        foreach (var command in new[] { "train", "evaluate", "predict", "export", "describe", "weights" })
            Assert.Contains(command, help);
        var train = Succeed("train", "--help").Output;
        foreach (var option in new[]
        {
            "--network", "--data", "--classes", "--split", "--out", "--device", "--threads", "--seed", "--steps", "--minutes", "--batch",
            "--crop", "--learning-rate", "--precision", "--tf32", "--deterministic", "--resume", "--overwrite", "--pretrained", "--ignore", "--sha256", "--normalization",
        })
            Assert.Contains(option, train);
    }

    [Theory]
    [InlineData("There is no network 'Nowhere'", "train", "--network", "Nowhere")]
    [InlineData("nowhere", "train", "--data", "nowhere")]
    [InlineData("There is no device 'tpu'", "train", "--data", "data", "--device", "tpu")]
    [InlineData("There is no device 'cuda:x'", "train", "--data", "data", "--device", "cuda:x")]
    [InlineData("The number of threads is at least 1 and at most 1024, not 0", "train", "--data", "data", "--threads", "0")]
    [InlineData("The number of threads is at least 1 and at most 1024, not 1025", "train", "--data", "data", "--threads", "1025")]
    [InlineData("2 GiB", "train", "--data", "data", "--crop", "100000x100000")]
    [InlineData("The name after --out is empty", "train", "--data", "data", "--out", "")]
    [InlineData("is a file", "train", "--data", "data", "--out", "data/classes.txt")]
    [InlineData("Nothing can be written into", "train", "--data", "data", "--out", "data/classes.txt/run")]
    [InlineData("The name of the file to write is empty", "evaluate", "--data", "data", "--json", "")]
    [InlineData("is a folder", "evaluate", "--data", "data", "--json", "data")]
    [InlineData("cannot be written", "evaluate", "--data", "data", "--json", "data/classes.txt/scores.json")]
    [InlineData("The name after --out is empty", "predict", "data/val", "--out", "")]
    [InlineData("'seen.png' after --out is a file; give a folder", "predict", "data/val", "--out", "seen.png")]
    [InlineData("among the images", "predict", "data/val", "--out", "data/../data/val/")]
    [InlineData("The number of steps is at least 1, not 0", "train", "--data", "data", "--steps", "0")]
    [InlineData("The number of minutes is above 0, not -1", "train", "--data", "data", "--minutes", "-1")]
    [InlineData("The batch has at least 1 image, not 0", "train", "--data", "data", "--batch", "0")]
    [InlineData("A crop of 15×40 is too small for TinyNetwork", "train", "--data", "data", "--crop", "15x40")]
    [InlineData("'15' is no size", "train", "--data", "data", "--crop", "15")]
    [InlineData("There is no precision 'float8'", "train", "--data", "data", "--precision", "float8")]
    [InlineData("'wide' is no size", "predict", "data/val", "--window", "wide")]
    [InlineData("A window of 15×40 is too small for TinyNetwork, which needs at least 16×16", "predict", "data/val", "--window", "15x40")]
    [InlineData("'1;2' are no scales", "predict", "data/val", "--scales", "1;2")]
    [InlineData("A scale is above 0 and at most 16, not 0", "evaluate", "--data", "data", "--scales", "0,1")]
    [InlineData("'--scales'", "predict", "data/val", "--scales", "1", "--scales", "2")]
    [InlineData("A scale is above 0 and at most 16, not NaN", "evaluate", "--data", "data", "--scales", "NaN")]
    [InlineData("There is no precision 'int8'", "predict", "data/val", "--precision", "int8")]
    [InlineData("The learning rate is above 0", "train", "--data", "data", "--learning-rate", "-1")]
    [InlineData("The table has 11 classes and TinyNetwork has 3", "train", "--data", "data", "--classes", "camvid")]
    [InlineData("Synthetic street scenes have 8 classes and TinyNetwork has 3", "train")]
    [InlineData("There is no run to resume in 'runs'", "train", "--data", "data", "--resume")]
    [InlineData("not both", "train", "--data", "data", "--resume", "--overwrite")]
    [InlineData("--nonsense", "train", "--nonsense")]
    [InlineData("'often'", "train", "--steps", "often")]
    [InlineData("There is no run of TinyNetwork", "evaluate", "--data", "data")]
    [InlineData("There is no run of TinyNetwork", "export")]
    [InlineData("is a folder", "export", "--out", "data")]
    [InlineData("There is no file 'nowhere'", "evaluate", "--data", "data", "--weights", "nowhere")]
    [InlineData("is neither a safetensors file nor one that PyTorch", "evaluate", "--data", "data", "--weights", "data/classes.txt")]
    [InlineData("There is no image or folder 'nowhere'", "predict", "nowhere")]
    [InlineData("holds no image", "predict", "data")]
    [InlineData("would have predictions of the same name", "predict", "data/val", "data/train/0.png")]
    public void WhatCannotBeIsOneSentence(string sentence, params string[] args)
    {
        Assert.Contains(sentence, Fail(args));
        Assert.False(Directory.Exists("runs"));
        Assert.False(Directory.Exists("predictions"));
    }

    [Fact]
    public void SyntheticScenesAreForNetworksOfTheirClasses() =>
        Assert.Contains("Synthetic street scenes have 8 classes and TinyNetwork has 3", Fail("train"));

    [Fact]
    public void ACheckpointOfAnotherNetworkIsRefusedByEveryCommand()
    {
        Succeed("train", "--data", "data", "--network", "OtherNetwork", "--out", "other");
        string[] weights = ["--weights", "other/best.safetensors"];
        Assert.Contains("does not fit TinyNetwork: it lacks", Fail(["evaluate", "--data", "data", .. weights]));
        Assert.Contains("does not fit TinyNetwork: it lacks", Fail(["predict", "data/val", .. weights]));
        Assert.Contains("does not fit TinyNetwork: it lacks", Fail("train", "--data", "data", "--out", "other", "--resume"));
    }

    [Fact]
    public void DataOfOtherClassesAreNotScored()
    {
        Succeed("train", "--data", "data", "--out", "run");
        File.WriteAllText("other.txt", "0 Cat 1 1 1\n1 Dog 2 2 2\n2 Cow 3 3 3\n9 ignore\n");
        Assert.Contains(
            "was trained to tell Sky, Ground, Block apart",
            Fail("evaluate", "--data", "data", "--classes", "other.txt", "--weights", "run/best.safetensors"));
    }

    [Theory]
    [InlineData("an image without a label", "2.png")]
    [InlineData("a truncated image", "0.png")]
    [InlineData("a label with an unknown id", "1.png")]
    [InlineData("a label of another size", "1.png")]
    public void WhatIsWrongWithTheDataNamesTheFile(string wrong, string file)
    {
        string image = temporary.File("data", "val", file), label = temporary.File("data", "valannot", file);
        switch (wrong)
        {
            case "an image without a label":
                File.Delete(label);
                break;
            case "a truncated image":
                var bytes = File.ReadAllBytes(image);
                File.WriteAllBytes(image, bytes[..(bytes.Length / 2)]);
                break;
            case "a label with an unknown id":
                ImageFiles.WriteLabelPng(label, [.. Enumerable.Repeat((byte)5, 30 * 36)], 30, 36);
                break;
            default:
                ImageFiles.WriteLabelPng(label, new byte[20 * 36], 20, 36);
                break;
        }
        Assert.Contains(file, Fail("train", "--data", "data", "--steps", "2"));
    }
}
