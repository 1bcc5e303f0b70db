using System.CommandLine;
using Gald.Data;
using Gald.Evaluation;
using Gald.Pictures;
using Spectre.Console;

namespace Gald.Commands;

/// <summary><c>predict</c>: label maps and pictures of image files.</summary>
internal sealed class PredictCommand
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".bmp", ".webp"];

    private readonly IAnsiConsole console;
    private readonly NetworkOption network;
    private readonly WeightsOption weights;
    private readonly DeviceOptions device;
    private readonly PredictionFlags prediction;

    private readonly Argument<string[]> images = new("IMAGE")
    {
        Description = "Image files, or folders of them.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> classes = new("--classes")
    {
        HelpName = "FILE|camvid|cityscapes",
        Description = "Names and colours of the classes. Absent: those of the weights, else the built-in table with the network's number of classes.",
    };

    private readonly Option<string> output = new("--out")
    {
        HelpName = "FOLDER",
        Description = "Where the predictions are written: NAME.labels.png with class ids, NAME.colours.png, and NAME.comparison.png with a legend.",
        DefaultValueFactory = _ => "predictions",
    };

    public PredictCommand(IReadOnlyList<NetworkEntry> networks, IAnsiConsole console)
    {
        this.console = console;
        Command = new Command("predict", "Predicts the class of every pixel of image files.");
        Command.Arguments.Add(images);
        network = new NetworkOption(networks, Command);
        weights = new WeightsOption(Command);
        Command.Options.Add(classes);
        Command.Options.Add(output);
        prediction = new PredictionFlags(Command);
        device = new DeviceOptions(Command);
        Command.SetAction(Run);
    }

    public Command Command { get; }

    private int Run(ParseResult parsed)
    {
        NetworkEntry entry = network.Read(parsed);
        var on = device.Apply(parsed);
        PredictionOptions options = prediction.Read(parsed, entry.Description);
        string folder = parsed.GetValue(output)!;
        List<string> files = Find(parsed.GetValue(images)!, folder);
        ClassTable? named = parsed.GetValue(classes) is string table ? DataOptions.Named(table) : null;
        using LoadedNetwork loaded = LoadedNetwork.Load(entry, weights.Read(parsed, entry.Description), on, weights, options, parsed, console);
        ClassTable shown = named ?? loaded.Classes ?? DataOptions.BuiltIn(entry.Description);
        if (shown.Count != entry.Description.Classes)
            throw new GaldException($"The table has {shown.Count} classes and {entry.Description.Name} has {entry.Description.Classes}; give another table with --classes.");

        ComputeFlags.Warn(console, options.Compute);
        using var interruption = new Interruption();
        var failures = new List<GaldException>();
        int seen = ImageProgress.Show(console, "predicting", files.Count, report =>
        {
            int count = 0;
            while (count < files.Count && !interruption.Token.IsCancellationRequested)
            {
                try
                {
                    Predict(loaded.Predictor, shown, files[count], folder);
                }
                catch (GaldException e)
                {
                    failures.Add(e);
                }
                report(++count);
            }
            return count;
        });
        console.WriteLine($"Predictions of {seen - failures.Count} of {files.Count} images are in '{folder}'.");
        return failures.Count switch
        {
            0 => seen == files.Count ? 0 : interruption.ExitCode,
            1 => throw failures[0],
            int count => throw new GaldException($"{count} images could not be predicted; the first: {failures[0].Message}", failures[0]),
        };
    }

    private static void Predict(Predictor predictor, ClassTable classes, string file, string folder)
    {
        RgbImage image = ImageFiles.Read(file);
        byte[] labels;
        try
        {
            labels = predictor.Predict(image);
        }
        catch (GaldException e)
        {
            throw new GaldException($"'{file}': {e.Message}", e);
        }
        string path = Path.Combine(folder, Path.GetFileNameWithoutExtension(file));
        ImageFiles.WriteLabelPng(path + ".labels.png", labels, image.Height, image.Width);
        ImageFiles.WritePng(path + ".colours.png", LabelPictures.Colour(labels, image.Height, image.Width, classes));
        var row = new ComparisonRow { Image = image, Prediction = labels };
        ImageFiles.WritePng(path + ".comparison.png", Comparison.Draw([row], classes, new ComparisonOptions { Title = Path.GetFileName(file) }));
    }

    /// <exception cref="GaldException">
    /// A path is missing, a folder has no images, the output has no place of its own, or two images would have predictions of the same name.
    /// </exception>
    private static List<string> Find(IEnumerable<string> paths, string output)
    {
        if (output.Length == 0)
            throw new GaldException("The name after --out is empty; give the folder that the predictions are written into.");
        AtomicFile.RequireWritable(Path.Combine(output, "0.labels.png"));
        var files = new List<string>();
        foreach (string path in paths)
        {
            if (File.Exists(path))
            {
                files.Add(path);
                continue;
            }
            if (!Directory.Exists(path))
                throw new GaldException($"There is no image or folder '{path}'; check the path.");
            if (FullPath(path) == FullPath(output))
                throw new GaldException($"The predictions would be written among the images of '{path}'; choose another folder with --out.");
            var found = Directory.EnumerateFiles(path)
                .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal)
                .ToList();
            if (found.Count == 0)
                throw new GaldException($"The folder '{path}' holds no image ({string.Join(", ", Extensions)}).");
            files.AddRange(found);
        }
        files = [.. files.DistinctBy(Path.GetFullPath)];
        var twice = files.GroupBy(Path.GetFileNameWithoutExtension).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
            throw new GaldException($"'{twice.First()}' and '{twice.Last()}' would have predictions of the same name; predict them one by one into different folders.");
        return files;
    }

    private static string FullPath(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
}
