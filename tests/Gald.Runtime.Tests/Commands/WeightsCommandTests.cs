using System.Security.Cryptography;
using Gald.Checkpoints;
using Gald.Commands;
using Gald.Data;
using Gald.Pictures;
using Gald.Training;
using Gald.Weights;
using Spectre.Console;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Gald.Runtime.Tests.Commands;

/// <summary>Weights on the command line: any format in, one sentence when they do not fit.</summary>
[Collection(SerialCollection.Name)]
public sealed class WeightsCommandTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly string before = Directory.GetCurrentDirectory();

    public WeightsCommandTests()
    {
        Directory.SetCurrentDirectory(temporary.Path);
        foreach (var split in new[] { "train", "val" })
        {
            var scenes = new BlockScenes(2, 30, 36, seed: split.Length);
            for (var i = 0; i < scenes.Count; i++)
            {
                var scene = scenes.Load(i);
                ImageFiles.WritePng(temporary.File("data", split, $"{i}.png"), new RgbImage(scene.Height, scene.Width, scene.Pixels));
                ImageFiles.WriteLabelPng(temporary.File("data", split + "annot", $"{i}.png"), scene.Labels, scene.Height, scene.Width);
            }
        }
        File.WriteAllText(temporary.File("data", "classes.txt"), "0 Sky 10 60 220\n1 Ground 90 90 90\n2 Block 220 40 30\n9 ignore\n");
    }

    public void Dispose()
    {
        scope.Dispose();
        Directory.SetCurrentDirectory(before);
        temporary.Dispose();
    }

    private static (int ExitCode, string Output, string Errors) Run(params string[] args)
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
        var exitCode = new GaldProgram { Defaults = new TrainingOptions { Steps = 2, BatchSize = 2, Validations = 1, LearningRate = 1e-9 } }
            .Add<TinyNetwork>().Add<OtherNetwork>().Run(args, console, errors);
        return (exitCode, output.ToString(), errors.ToString());
    }

    private static string Succeed(params string[] args)
    {
        var (exitCode, output, errors) = Run(args);
        Assert.Equal((0, ""), (exitCode, errors));
        return output;
    }

    private static string Fail(params string[] args)
    {
        var (exitCode, _, errors) = Run(args);
        Assert.Equal(1, exitCode);
        Assert.StartsWith("error: ", errors);
        Assert.Single(errors.TrimEnd().Split('\n'));
        return errors;
    }

    private static Dictionary<string, Tensor> State() => new TinyNetwork().state_dict();

    private static Dictionary<string, string> NoMetadata => [];

    [Fact]
    public void ConvertedThereAndBackAFileIsTheSameAndNothingIsOverwritten()
    {
        var state = State();
        SafetensorsFile.Write("a.safetensors", state, new Dictionary<string, string> { ["k"] = "v ✓" });
        Assert.Contains($"{state.Count} tensors", Succeed("weights", "convert", "a.safetensors", "b.pth"));
        Succeed("weights", "convert", "b.pth", "new/c.safetensors");
        Assert.Equal(File.ReadAllBytes("a.safetensors"), File.ReadAllBytes("new/c.safetensors"));
        var first = File.ReadAllBytes("b.pth");

        Assert.Contains("already there", Fail("weights", "convert", "a.safetensors", "b.pth"));
        Succeed("weights", "convert", "a.safetensors", "b.pth", "--overwrite");
        Assert.Equal(first, File.ReadAllBytes("b.pth"));
        Assert.Contains("neither .safetensors nor .pth", Fail("weights", "convert", "b.pth", "c.onnx"));
        PytorchFile.Write("complex.pt", new Dictionary<string, Tensor> { ["a"] = randn(2, complex128) }, NoMetadata);
        Assert.Contains("complex128", Fail("weights", "convert", "complex.pt", "a.safetensors", "--overwrite"));
        Assert.Equal(File.ReadAllBytes("new/c.safetensors"), File.ReadAllBytes("a.safetensors"));
        File.WriteAllText("broken.pth", "<html>");
        Assert.Contains("web page", Fail("weights", "convert", "broken.pth", "d.safetensors"));
        Assert.False(File.Exists("d.safetensors"));
        Assert.Equal(["a.safetensors", "b.pth", "broken.pth", "complex.pt"], Directory.EnumerateFiles(".").Select(Path.GetFileName).Order());
    }

    [Fact]
    public void ShowSaysWhatIsInAFile()
    {
        PytorchFile.Write("a.pth", new Dictionary<string, Tensor> { ["module.one"] = zeros(2, 3), ["module.[two]"] = tensor(5L) }, new Dictionary<string, string> { ["epoch"] = "7" });
        var output = Succeed("weights", "show", "a.pth");
        foreach (var said in new[]
        {
            "PyTorch, zip", "one", "2×3", "float32", "24", "[two]", "scalar", "int64", "epoch: 7", "'module.', which is left out",
            Convert.ToHexStringLower(SHA256.HashData(new byte[24]))[..12], Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes("a.pth"))),
        })
            Assert.Contains(said, output);
        Assert.Contains("There is no file 'nowhere'", Fail("weights", "show", "nowhere"));
    }

    [Fact]
    public void DiffNamesEveryTensorThatDiffers()
    {
        var a = new Dictionary<string, Tensor> { ["same"] = ones(3), ["numbers"] = tensor(new[] { 1f, 2f }), ["shape"] = ones(2), ["mine"] = ones(1) };
        SafetensorsFile.Write("a.safetensors", a, NoMetadata);
        PytorchFile.Write("same.pth", a, NoMetadata);
        var b = new Dictionary<string, Tensor>(a) { ["numbers"] = tensor(new[] { 1f, 2.5f }), ["shape"] = ones(2, 1), ["theirs"] = ones(1) };
        b.Remove("mine");
        PytorchFile.Write("b.pth", b, NoMetadata);

        Assert.Contains("All 4 tensors are equal", Succeed("weights", "diff", "a.safetensors", "same.pth"));
        var (exitCode, output, errors) = Run("weights", "diff", "a.safetensors", "b.pth");
        Assert.Equal((1, ""), (exitCode, errors));
        foreach (var line in new[] { "numbers .* 0.5 of 2 ", "shape .* 2 float32 .* 2×1 float32", "mine .* only in A", "theirs .* only in B", "1 tensor is equal, 4 differ" })
            Assert.Matches(line, output);
    }

    [Fact]
    public void WeightsOfAnyFormatAreEvaluatedAlike()
    {
        Succeed("train", "--data", "data", "--out", "run");
        Succeed("weights", "convert", "run/best.safetensors", "best.pth");
        using (var network = new TinyNetwork())
        {
            Checkpoint.LoadWeights("best.pth", network, TinyNetwork.Description);
            PytorchFile.Write("bare.pt", network.state_dict().ToDictionary(entry => "module." + entry.Key, entry => entry.Value), NoMetadata);
        }
        string[] scores = [.. new string[][] { ["run/best.safetensors"], ["best.pth"], ["bare.pt", "--normalization", "imagenet", "--aligned"] }.Select(file =>
        {
            Succeed(["evaluate", "--data", "data", "--json", "scores.json", "--weights", .. file]);
            var json = File.ReadAllText("scores.json");
            return json[json.IndexOf("\"meanIou\"", StringComparison.Ordinal)..];
        })];
        Assert.Equal(scores[0], scores[1]);
        Assert.Equal(scores[0], scores[2]);

        foreach (var command in new string[][] { ["predict", "data/val"], ["evaluate", "--data", "data"] })
            Assert.Contains("say it with --normalization imagenet", Fail([.. command, "--weights", "bare.pt", "--classes", "data/classes.txt"]));
        string[] given = ["predict", "data/val", "--weights", "bare.pt", "--normalization", "published"];
        Succeed([.. given, "--classes", "data/classes.txt"]);
        Assert.Contains("name them with --classes", Fail(given));
        Assert.Contains("has 11 classes and TinyNetwork has 3", Fail([.. given, "--classes", "camvid"]));
        Assert.Contains("no normalization 'x'", Fail("predict", "data/val", "--weights", "bare.pt", "--normalization", "x"));
        Assert.Contains("says itself how", Fail("predict", "data/val", "--weights", "best.pth", "--normalization", "published"));
    }

    [Fact]
    public void TrainingBeginsWithWeightsOfAnyFormat()
    {
        var state = State();
        PytorchFile.Write("a.pth", state, NoMetadata);
        var hash = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes("a.pth")));
        Assert.Contains($"Begins with {state.Count} tensors of 'a.pth'", Succeed("train", "--data", "data", "--out", "run", "--pretrained", "a.pth", "--sha256", hash));
        using SafetensorsFile trained = SafetensorsFile.Open("run/best.safetensors");
        Assert.True(allclose(state["stem.weight"], trained.Read("stem.weight"), atol: 1e-6));

        Assert.Contains("its SHA-256 is", Fail("train", "--data", "data", "--out", "no", "--pretrained", "a.pth", "--sha256", new string('0', 64)));
        Assert.Contains("64 hexadecimal digits", Fail("train", "--data", "data", "--out", "no", "--pretrained", "a.pth", "--sha256", "12"));
        Assert.Contains("give it, or leave them out", Fail("train", "--data", "data", "--out", "no", "--ignore", "head.*"));
        Assert.Contains("resumed", Fail("train", "--data", "data", "--out", "run", "--resume", "--pretrained", "a.pth"));
        Assert.Contains("There is no file 'b.pth'", Fail("train", "--data", "data", "--out", "no", "--pretrained", "b.pth"));
        Assert.False(Directory.Exists("no"));
    }

    [Fact]
    public void KeysThatDifferAreInOneTableAndCanBeLeftOut()
    {
        var state = State();
        state["head.weight"] = randn(7, 8, 1, 1);
        state["head.bias"] = randn(7);
        state["more"] = randn(1);
        state.Remove("stem.bias");
        PytorchFile.Write("a.pth", state, NoMetadata);
        var (exitCode, output, errors) = Run("train", "--data", "data", "--out", "run", "--pretrained", "a.pth");
        Assert.Equal(1, exitCode);
        Assert.Contains("it lacks 1 of 13 keys (stem.bias); it has 1 key that the network has not (more); 2 keys differ in shape or type", errors);
        foreach (var line in new[] { "stem.bias .* missing", "more .* unexpected", "head.weight .* different .* 7×8×1×1 float32 .* 3×8×1×1 float32", "head.bias .* different" })
            Assert.Matches(line, output);
        Assert.False(Directory.Exists("run"));

        var done = Succeed("train", "--data", "data", "--out", "run", "--pretrained", "a.pth", "--ignore", "head.*", "--ignore", "more", "--ignore", "stem.bias");
        Assert.Contains("As initialised: ", done);
        Assert.Contains("head (2 keys)", done);
        Assert.Contains("'heads.*' after --ignore fits no key", Fail("train", "--data", "data", "--out", "no", "--pretrained", "a.pth", "--ignore", "heads.*"));
    }

    [Fact]
    public void WhatIsDangerousIsRefusedByEveryCommand()
    {
        var evil = Path.Combine(AppContext.BaseDirectory, "Checkpoints", "Files", "evil-zip.pth");
        foreach (var args in new string[][]
        {
            ["weights", "show", evil], ["weights", "convert", evil, "x.safetensors"], ["weights", "diff", evil, evil],
            ["train", "--data", "data", "--pretrained", evil], ["evaluate", "--data", "data", "--weights", evil], ["predict", "data/val", "--weights", evil],
        })
            Assert.Contains("nothing was run", Fail(args));
        Assert.Equal(["data"], Directory.EnumerateFileSystemEntries(".").Select(Path.GetFileName));
    }
}
