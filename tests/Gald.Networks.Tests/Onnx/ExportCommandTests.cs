using Gald.Checkpoints;
using Gald.Commands;
using Gald.Data;
using Gald.Evaluation;
using Gald.Networks.Tests.Behaviour;
using Gald.Pictures;
using Gald.Training;
using Microsoft.ML.OnnxRuntime;
using OnnxServing;
using SkiaSharp;
using Spectre.Console;
using static TorchSharp.torch;

namespace Gald.Networks.Tests.Onnx;

/// <summary>From a checkpoint through the command to pictures that the example makes of the file.</summary>
public sealed class ExportCommandTests : IDisposable
{
    private static readonly Declared Declared = Declared.Of("[SegmentationNetwork(Classes = 8)] [ResNet(18, BaseWidth = 4)] [Cgnl(Groups = 2)] [AuxiliaryHead]");

    private readonly string folder = Directory.CreateTempSubdirectory("gald-export-").FullName;
    private readonly nn.Module<Tensor, SegmentationOutput> network;

    public ExportCommandTests()
    {
        // With other weights it may happen to see one class everywhere.
        random.manual_seed(1);
        network = Declared.Create();
        FrozenTests.RandomizeStatistics(network);
        Checkpoint.SaveWeights(PathOf("weights.safetensors"), network, new CheckpointInformation
        {
            Network = "Net",
            Classes = ClassTable.StreetScenes,
            Normalization = Normalization.PublishedBgr,
        });
    }

    public void Dispose()
    {
        network.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--size 96x128 --batch 1")]
    public void The_example_predicts_from_the_exported_file_what_the_network_predicts(string further)
    {
        var (exitCode, output, errors) = Run($"export --weights {PathOf("weights.safetensors")} --out {PathOf("net.onnx")} {further}");
        Assert.True(exitCode == 0, errors);
        Assert.Contains("Sky, Building", output, StringComparison.Ordinal);
        Assert.Contains(further.Length == 0 ? "N×3×H×W" : "1×3×96×128", output, StringComparison.Ordinal);
        var scene = new SyntheticScenes(1, 96, 128, 5).Load(0);
        using var photo = new SKBitmap(128, 96) { Pixels = [.. scene.Pixels.Chunk(3).Select(pixel => new SKColor(pixel[0], pixel[1], pixel[2]))] };
        using var served = new ServedNetwork(PathOf("net.onnx"));
        var actual = served.Predict(photo);

        var expected = new Predictor(network, Declared.Description, Normalization.PublishedBgr).Predict(new RgbImage(96, 128, scene.Pixels));
        Assert.True(expected.Distinct().Count() > 1);
        // Rounding decides between two classes whose logits cross in a pixel.
        Assert.InRange(expected.Zip(actual).Count(pair => pair.First != pair.Second), 0, expected.Length / 1000);
        Assert.Equal(["Sky", "Building"], served.Classes.Take(2));
        Assert.Equal(new SKColor(120, 180, 225), served.Colours[0]);
    }

    [Fact]
    public void A_file_of_one_size_takes_pictures_of_all_sizes()
    {
        Assert.Equal(0, Run($"export --weights {PathOf("weights.safetensors")} --out {PathOf("net.onnx")} --size 64x96").ExitCode);
        using var photo = new SKBitmap(50, 40);
        using var served = new ServedNetwork(PathOf("net.onnx"));
        Assert.Equal(50 * 40, served.Predict(photo).Length);
    }

    [Fact]
    public void The_example_knows_neither_Gald_nor_libtorch() => Assert.All(
        typeof(ServedNetwork).Assembly.GetReferencedAssemblies(),
        reference => Assert.False(reference.Name!.StartsWith("Gald", StringComparison.Ordinal) || reference.Name == "TorchSharp", reference.Name));

    [Fact]
    public void A_file_that_is_there_is_replaced_on_request_only()
    {
        string path = PathOf("net.onnx"), command = $"export --weights {PathOf("weights.safetensors")} --out {path}";
        File.WriteAllText(path, "older");
        var (exitCode, _, errors) = Run(command);
        Assert.Equal((1, $"error: '{path}' is already there; replace it by --overwrite, or choose another name with --out."), (exitCode, errors.TrimEnd()));
        Assert.Equal("older", File.ReadAllText(path));
        Assert.Equal(0, Run($"{command} --overwrite").ExitCode);
        using var session = new InferenceSession(path);
        Assert.Equal(["images"], session.InputNames);
    }

    [Theory]
    [InlineData("--size 4x128", "takes inputs from")]
    [InlineData("--size 4", "'4' is no size")]
    [InlineData("--batch -1", "The batch of an ONNX file is at least 1")]
    [InlineData("--weights missing.safetensors", "missing.safetensors")]
    public void A_wrong_option_is_one_sentence_and_no_file(string option, string sentence)
    {
        var weights = option.Contains("--weights", StringComparison.Ordinal) ? "" : $"--weights {PathOf("weights.safetensors")}";
        var (exitCode, _, errors) = Run($"export --out {PathOf("net.onnx")} {weights} {option}");
        Assert.Equal(1, exitCode);
        Assert.Single(errors.TrimEnd().Split('\n'));
        Assert.Contains(sentence, errors, StringComparison.Ordinal);
        Assert.Equal(["weights.safetensors"], Directory.GetFiles(folder).Select(Path.GetFileName));
    }

    private string PathOf(string name) => Path.Combine(folder, name);

    private static (int ExitCode, string Output, string Errors) Run(string command)
    {
        using StringWriter output = new(), errors = new();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = 200;
        var program = (GaldProgram)typeof(GaldProgram).GetMethod(nameof(GaldProgram.Add))!.MakeGenericMethod(Declared.Type).Invoke(new GaldProgram(), null)!;
        var exitCode = program.Run(command.Split(' ', StringSplitOptions.RemoveEmptyEntries), console, errors);
        return (exitCode, output.ToString(), errors.ToString());
    }
}
