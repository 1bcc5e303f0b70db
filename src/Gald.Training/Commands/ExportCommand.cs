using System.CommandLine;
using System.Globalization;
using Gald.Data;
using Gald.Evaluation;
using Gald.Onnx;
using Spectre.Console;
using static TorchSharp.torch;

namespace Gald.Commands;

/// <summary><c>export</c>: a trained network as an ONNX file.</summary>
internal sealed class ExportCommand
{
    private readonly IAnsiConsole console;
    private readonly NetworkOption network;
    private readonly WeightsOption weights;

    private readonly Option<string?> output = new("--out")
    {
        HelpName = "FILE",
        Description = "What to write. Absent: NETWORK.onnx.",
    };

    private readonly Option<PixelSize?> size = new("--size")
    {
        HelpName = "HxW",
        Description = "Fixes the height and width of the images, in pixels. Absent: every size from the network's smallest one up.",
        CustomParser = PixelSize.Parse,
    };

    private readonly Option<int> batch = new("--batch")
    {
        HelpName = "N",
        Description = "Fixes the number of images in a batch. Absent: any.",
    };

    private readonly Option<string?> classes = new("--classes")
    {
        HelpName = "FILE|camvid|cityscapes",
        Description = "Names and colours of the classes. Absent: those of the weights, else the built-in table with the network's number of classes.",
    };

    private readonly Option<bool> overwrite = new("--overwrite") { Description = "Replaces the file if it is there." };

    public ExportCommand(IReadOnlyList<NetworkEntry> networks, IAnsiConsole console)
    {
        this.console = console;
        Command = new Command("export", "Writes a trained network as an ONNX file, which runs without libtorch.");
        network = new NetworkOption(networks, Command);
        weights = new WeightsOption(Command);
        Command.Options.Add(output);
        Command.Options.Add(size);
        Command.Options.Add(batch);
        Command.Options.Add(classes);
        Command.Options.Add(overwrite);
        Command.SetAction(Run);
    }

    public Command Command { get; }

    private int Run(ParseResult parsed)
    {
        var entry = network.Read(parsed);
        var path = parsed.GetValue(output) ?? $"{entry.Description.Name}.onnx";
        AtomicFile.RequireWritable(path);
        if (File.Exists(path) && !parsed.GetValue(overwrite))
            throw new GaldException($"'{path}' is already there; replace it by --overwrite, or choose another name with --out.");
        var side = parsed.GetValue(size);
        var named = parsed.GetValue(classes) is string table ? DataOptions.Named(table) : null;
        using LoadedNetwork loaded = LoadedNetwork.Load(entry, weights.Read(parsed, entry.Description), CPU, weights, new PredictionOptions(), parsed, console);
        if (loaded.Network is not IFreezable freezable)
            throw new GaldException($"{entry.Description.Name} was written by hand, so it cannot be exported to ONNX; declare it by attributes.");
        var options = new OnnxOptions
        {
            FixedBatch = parsed.GetValue(batch),
            FixedHeight = side?.Height ?? 0,
            FixedWidth = side?.Width ?? 0,
            Classes = named ?? loaded.Classes ?? DataOptions.BuiltIn(entry.Description),
            Normalization = loaded.Normalization,
        };
        freezable.ExportOnnx(path, options);
        if (TrainedSizes.AreAligned(loaded.Network))
            DriftRemark.Write(console, entry.Description, "images", "--size", options.FixedHeight, options.FixedWidth);

        var count = options.FixedBatch == 0 ? "N" : options.FixedBatch.ToString(CultureInfo.InvariantCulture);
        var sides = side is null ? $"H×W, from {entry.Description.MinimumHeight}×{entry.Description.MinimumWidth} up" : $"{side.Height}×{side.Width}";
        var summary = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumns("", "");
        foreach (var (what, text) in new[]
        {
            ("file", $"{path}, {Numbers.Short(new FileInfo(path).Length)} bytes"),
            ("network", entry.Description.Name),
            ("images", $"{count}×3×{sides}"),
            ("classes", string.Join(", ", options.Classes.Classes.Select(c => c.Name))),
        })
            summary.AddRow(new Text(what), new Text(text));
        console.Write(summary);
        return 0;
    }
}
