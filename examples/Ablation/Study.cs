using System.Globalization;
using Gald;
using Gald.Checkpoints;
using Gald.Commands;
using Gald.Data;
using Gald.Evaluation;
using Gald.Pictures;
using static TorchSharp.torch;

namespace Ablation;

/// <summary>
/// Trains and evaluates each network with each seed, one after the other, and writes a table and a picture. What is done already, from a study
/// that was interrupted, is not done again.
/// </summary>
internal sealed class Study(GaldProgram program)
{
    private const int ShownImages = 4;

    private readonly Dictionary<string, (NetworkDescription Description, Func<nn.Module<Tensor, SegmentationOutput>> Create)> networks = [];

    /// <summary>The size of the images at which networks are evaluated, as a factor on their own.</summary>
    public double EvaluationScale { get; init; } = 1;

    /// <summary>Adds a network.</summary>
    public Study Add<TNetwork>()
        where TNetwork : nn.Module<Tensor, SegmentationOutput>, ISegmentationNetwork, new()
    {
        program.Add<TNetwork>();
        networks.Add(TNetwork.Description.Name, (TNetwork.Description, static () => new TNetwork()));
        return this;
    }

    /// <param name="arguments">What was asked for.</param>
    /// <returns>The exit code: that of the first command that failed.</returns>
    public int Run(StudyArguments arguments)
    {
        string[] chosen = [.. networks.Keys.Where(name => arguments.Only.Count == 0 || arguments.Only.Contains(name))];
        if (arguments.Only.FirstOrDefault(name => !networks.ContainsKey(name)) is string unknown)
        {
            Console.Error.WriteLine($"error: There is no network '{unknown}'; choose {string.Join(", ", networks.Keys)}.");
            return 1;
        }

        var rows = new List<Row>();
        // All networks with one seed first: a study that ends early compares what it has.
        for (var seed = 0; seed < arguments.Seeds; seed++)
        {
            foreach (var network in chosen)
            {
                var run = Folder(arguments, network, seed);
                var scores = run + ".json";
                if (!File.Exists(scores) && Score(arguments, network, seed, run, scores) is not 0 and var exitCode)
                    return exitCode;
                rows.Add(Row.Read(network, seed, scores));
                ScoreTable.Write(rows, Path.Combine(arguments.Folder, "table.md"));
            }
        }
        Console.WriteLine(ScoreTable.Of(rows));
        try
        {
            ImageFiles.WritePng(Path.Combine(arguments.Folder, "comparison.png"), Compare(arguments, chosen));
        }
        catch (GaldException failure)
        {
            Console.WriteLine($"The picture could not be made: {failure.Message}");
        }
        return 0;
    }

    private static string Folder(StudyArguments arguments, string network, int seed) =>
        Path.Combine(arguments.Folder, string.Create(CultureInfo.InvariantCulture, $"{network}-{seed}"));

    private static string Weights(string run) => Path.Combine(run, "best.safetensors");

    private int Score(StudyArguments arguments, string network, int seed, string run, string scores)
    {
        Console.WriteLine($"{network}, seed {seed}");
        var exitCode = program.Run(
        [
            "train", "--network", network, "--seed", seed.ToString(CultureInfo.InvariantCulture), "--out", run, "--overwrite",
            .. arguments.ForBoth, .. arguments.ForTraining,
        ]);
        return exitCode != 0 ? exitCode : program.Run(
        [
            "evaluate", "--network", network, "--weights", Weights(run), "--details", "--json", scores,
            "--scales", EvaluationScale.ToString(CultureInfo.InvariantCulture), .. arguments.ForBoth,
        ]);
    }

    /// <summary>What the networks, trained with seed 0, predict of a few validation images.</summary>
    private RgbImage Compare(StudyArguments arguments, string[] chosen)
    {
        CheckpointInformation information = Checkpoint.ReadInformation(Weights(Folder(arguments, chosen[0], 0)));
        LabelledImage[] scenes = [.. Shown(arguments, networks[chosen[0]].Description, information.Classes)];
        RgbImage[] images = [.. scenes.Select(scene => new RgbImage(scene.Height, scene.Width, scene.Pixels))];
        byte[][][] predictions = [.. chosen.Select(network => Predict(network, Weights(Folder(arguments, network, 0)), information.Normalization, images))];
        return Comparison.Draw(
            [
                .. scenes.Select((scene, i) => new ComparisonRow
                {
                    Image = images[i],
                    Truth = scene.Labels,
                    Prediction = predictions[0][i],
                    FurtherPredictions = [.. predictions.Skip(1).Select(labels => labels[i])],
                }),
            ],
            information.Classes,
            new ComparisonOptions { PredictionHeadings = chosen });
    }

    private static IEnumerable<LabelledImage> Shown(StudyArguments arguments, NetworkDescription network, ClassTable classes)
    {
        IScenes scenes = arguments.Data is string folder
            ? new FolderScenes(folder, "val", classes)
            : new SyntheticScenes(ShownImages, network.Height, network.Width, seed: 2);
        var count = Math.Min(ShownImages, scenes.Count);
        return Enumerable.Range(0, count).Select(i => scenes.Load(i * scenes.Count / count));
    }

    private byte[][] Predict(string network, string weights, Normalization normalization, RgbImage[] images)
    {
        using var module = networks[network].Create();
        Checkpoint.LoadWeights(weights, module);
        using var predictor = new Predictor(module, normalization, new PredictionOptions { Scales = [EvaluationScale] });
        return [.. images.Select(predictor.Predict)];
    }
}
