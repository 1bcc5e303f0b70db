using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using Gald.Data;
using Gald.Evaluation;
using Gald.Pictures;
using Spectre.Console;

namespace Gald.Commands;

/// <summary><c>predict</c>: label maps and pictures of image files.</summary>
internal sealed class PredictCommand
{
    private const int LongestName = 255;

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
        var entry = network.Read(parsed);
        var on = device.Apply(parsed);
        var options = prediction.Read(parsed, entry.Description);
        var folder = parsed.GetValue(output)!;
        var files = Find(parsed.GetValue(images)!, folder, out var leftOut);
        var named = parsed.GetValue(classes) is string table ? DataOptions.Named(table) : null;
        using LoadedNetwork loaded = LoadedNetwork.Load(entry, weights.Read(parsed, entry.Description), on, weights, options, parsed, console);
        var shown = named ?? loaded.Classes ?? DataOptions.BuiltIn(entry.Description);
        if (shown.Count != entry.Description.Classes)
            throw new GaldException($"The table has {shown.Count} classes and {entry.Description.Name} has {entry.Description.Classes}; give another table with --classes.");

        ComputeFlags.Warn(console, options.Compute);
        using var interruption = new Interruption();
        var failures = new List<Exception>();
        var seen = ImageProgress.Show(console, "predicting", files.Count, report =>
        {
            var count = 0;
            while (count < files.Count && !interruption.Token.IsCancellationRequested)
            {
                try
                {
                    Predict(loaded.Predictor, shown, files[count], folder);
                }
                catch (Exception e) when (GaldProgram.Sentence(e) is string sentence)
                {
                    failures.Add(new GaldException(sentence.Contains(files[count], StringComparison.Ordinal) ? sentence : $"'{files[count]}': {sentence}", e));
                }
                report(++count);
            }
            return count;
        });
        if (leftOut > 0)
            console.WriteLine($"Left out: {leftOut} {(leftOut == 1 ? "file that is no image" : "files that are no images")} ({ImageFiles.Kinds}).");
        console.WriteLine($"Predictions of {seen - failures.Count} of {Counted.Of(files.Count, "image")}{(loaded.Padding.Length > 0 ? loaded.Padding + "," : "")} are in '{folder}'.");
        return failures.Count switch
        {
            0 => seen == files.Count ? 0 : interruption.ExitCode,
            1 => throw failures[0],
            int count => throw new GaldException($"{count} images could not be predicted; the first: {failures[0].Message}", failures[0]),
        };
    }

    private static void Predict(Predictor predictor, ClassTable classes, string file, string folder)
    {
        var image = ImageFiles.Read(file);
        var labels = predictor.Predict(image);
        var path = Path.Combine(folder, NameOf(file));
        ImageFiles.WriteLabelPng(path + ".labels.png", labels, image.Height, image.Width);
        ImageFiles.WritePng(path + ".colours.png", LabelPictures.Colour(labels, image.Height, image.Width, classes));
        var row = new ComparisonRow { Image = image, Prediction = labels };
        ImageFiles.WritePng(path + ".comparison.png", Comparison.Draw([row], classes, new ComparisonOptions { Title = Path.GetFileName(file) }));
    }

    /// <exception cref="GaldException">
    /// A path is missing, a folder has no images, the output has no place of its own, or two images would have predictions of the same name.
    /// </exception>
    private static List<string> Find(IEnumerable<string> paths, string output, out int leftOut)
    {
        leftOut = 0;
        if (output.Length == 0)
            throw new GaldException("The name after --out is empty; give the folder that the predictions are written into.");
        if (File.Exists(output) || (ImageFiles.IsImage(output) && !Directory.Exists(output)))
            throw new GaldException($"'{output}' after --out is a file; give a folder, into which each prediction is written under its image's name.");
        AtomicFile.RequireWritable(Path.Combine(output, "0.labels.png"));
        var files = new List<string>();
        foreach (var path in paths)
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
            string[] there = [.. Directory.EnumerateFiles(path).Where(file => !ImageFiles.IsHidden(file))];
            string[] found = [.. there.Where(ImageFiles.IsImage).Order(StringComparer.Ordinal)];
            if (found.Length == 0)
                throw new GaldException($"The folder '{path}' holds no image ({ImageFiles.Kinds}).");
            leftOut += there.Length - found.Length;
            files.AddRange(found);
        }
        files = [.. files.DistinctBy(Path.GetFullPath)];
        var twice = files.GroupBy(Path.GetFileNameWithoutExtension).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
            throw new GaldException($"'{twice.First()}' and '{twice.Last()}' would have predictions of the same name; predict them one by one into different folders.");
        return files;
    }

    /// <summary>The image's name, cut where what is written would have a name longer than file systems take; then digits of a hash tell names apart.</summary>
    private static string NameOf(string file)
    {
        const string longest = ".comparison.png";
        var name = Path.GetFileNameWithoutExtension(file);
        if (Encoding.UTF8.GetByteCount(name + longest) <= LongestName)
            return name;
        var hash = "…" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8];
        Rune[] letters = [.. name.EnumerateRunes()];
        var left = LongestName - Encoding.UTF8.GetByteCount(hash + longest);
        return string.Concat(letters.TakeWhile(letter => (left -= letter.Utf8SequenceLength) >= 0)) + hash;
    }

    private static string FullPath(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
}
