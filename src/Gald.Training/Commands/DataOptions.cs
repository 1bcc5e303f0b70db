using System.CommandLine;
using Gald.Data;
using Gald.Data.Layouts;
using Spectre.Console;

namespace Gald.Commands;

/// <summary><c>--data</c>, <c>--classes</c>, <c>--layout</c> and <c>--labels</c>: labelled images from a folder or, without one, synthetic street scenes.</summary>
internal sealed class DataOptions
{
    // Scenes are drawn when asked for, so that many cost nothing.
    private const int SyntheticTraining = 10_000, SyntheticUnseen = 50;

    private readonly Option<string?> data = new("--data")
    {
        HelpName = "FOLDER",
        Description = "Labelled images: FOLDER/SPLIT holds images, FOLDER/SPLITannot a PNG of class ids for each; or another layout. Absent: synthetic street scenes.",
    };

    private readonly Option<string?> classes = new("--classes")
    {
        HelpName = "FILE|camvid|cityscapes|voc",
        Description = "What the ids mean: a file with lines 'id name red green blue' or 'id ignore', or a built-in table. Absent: classes.txt in the folder, what its layout tells, else the built-in table with the network's number of classes.",
    };

    private readonly Option<string> layout = new("--layout")
    {
        HelpName = "NAME",
        Description = $"How the folder is laid out: auto, {string.Join(", ", FolderLayout.All.Select(known => known.Name))}.",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<string> labels = new("--labels")
    {
        HelpName = "auto|ids|colours",
        Description = "What the pixels of labels are: class ids (of a palette, its indices), or the colours of the classes.",
        DefaultValueFactory = _ => "auto",
    };

    public DataOptions(Command command)
    {
        foreach (var option in new Option[] { data, classes, layout, labels })
            command.Options.Add(option);
    }

    /// <summary>The classes that the command line or the folder tells; null if neither does.</summary>
    /// <exception cref="GaldException">The file is missing or wrong.</exception>
    public ClassTable? Classes(ParseResult parsed)
    {
        if (parsed.GetValue(classes) is string named)
            return Named(named);
        if (parsed.GetValue(data) is not string folder)
            return ClassTable.StreetScenes;
        if (!Directory.Exists(folder))
            throw new GaldException($"There is no folder '{folder}'; check the path that is given with --data.");
        return FolderScenes.FindClasses(folder, FolderLayout.Parse(parsed.GetValue(layout)!));
    }

    /// <summary>A built-in table, or one from a file.</summary>
    /// <exception cref="GaldException">The file is missing or wrong.</exception>
    public static ClassTable Named(string name) => name switch
    {
        "camvid" => ClassTable.CamVid,
        "cityscapes" => ClassTable.Cityscapes,
        "voc" => ClassTable.PascalVoc,
        _ => ClassTable.Read(name),
    };

    /// <summary>The built-in table with as many classes as a network has.</summary>
    /// <exception cref="GaldException">There is none.</exception>
    public static ClassTable BuiltIn(NetworkDescription network) =>
        new[] { ClassTable.CamVid, ClassTable.Cityscapes, ClassTable.PascalVoc }.FirstOrDefault(table => table.Count == network.Classes)
        ?? throw new GaldException(
            $"What the ids in the labels mean is not known: {network.Name} has {network.Classes} classes, as no built-in table has; "
            + "name them with --classes FILE or in classes.txt in the data folder.");

    /// <summary>A split of the data.</summary>
    /// <exception cref="GaldException">The data cannot be used, or the number of classes is not the network's.</exception>
    public IScenes Open(ParseResult parsed, string split, ClassTable table, NetworkDescription network)
    {
        var folder = parsed.GetValue(data);
        if (folder is null && !table.Equals(ClassTable.StreetScenes))
            throw new GaldException(
                $"{network.Name} tells {network.Classes} classes apart that synthetic street scenes do not have; give labelled images with --data FOLDER.");
        if (table.Count != network.Classes)
            throw new GaldException(folder is null
                ? $"Synthetic street scenes have {table.Count} classes and {network.Name} has {network.Classes}; give labelled images with --data FOLDER."
                : $"The table has {table.Count} classes and {network.Name} has {network.Classes}; give another table with --classes, or declare the network with {table.Count} classes.");
        if (folder is not null)
            return OpenFolder(parsed, split, table);
        int height = Math.Max(network.Height, network.MinimumHeight), width = Math.Max(network.Width, network.MinimumWidth);
        return split switch
        {
            "train" => new SyntheticScenes(SyntheticTraining, height, width, seed: 1),
            "val" => new SyntheticScenes(SyntheticUnseen, height, width, seed: 2),
            "test" => new SyntheticScenes(SyntheticUnseen, height, width, seed: 3),
            _ => throw new GaldException($"Synthetic street scenes have no split '{split}'; choose train, val or test."),
        };
    }

    /// <summary>A split of the folder.</summary>
    /// <exception cref="GaldException">There is no folder, or it cannot be used.</exception>
    public FolderScenes OpenFolder(ParseResult parsed, string split, ClassTable table) => new(Folder(parsed), split, table, new FolderOptions
    {
        Layout = FolderLayout.Parse(parsed.GetValue(layout)!),
        Labels = parsed.GetValue(labels) switch
        {
            "auto" => LabelValues.Automatic,
            "ids" => LabelValues.Ids,
            "colours" or "colors" => LabelValues.Colours,
            string other => throw new GaldException($"Labels hold no '{other}'; choose auto, ids or colours."),
            null => LabelValues.Automatic,
        },
    });

    /// <summary>The usual splits that are there, or that are made of data without any; train alone when there is nothing.</summary>
    public string[] Splits(ParseResult parsed)
    {
        var kind = FolderLayout.Parse(parsed.GetValue(layout)!);
        var folder = Folder(parsed);
        string[] found = [.. new[] { "train", "val", "test" }.Where(split => FolderLayout.Of(folder, split, kind) is not null)];
        return found.Length > 0 ? found : Unsplit.Is(folder, kind) ? ["train", "val"] : ["train"];
    }

    /// <summary>Says how a split was understood and what was left out of it.</summary>
    public static void Tell(IAnsiConsole console, params IScenes[] scenes)
    {
        foreach (var remark in scenes.OfType<FolderScenes>().SelectMany(folder => folder.Remarks).Distinct())
            console.WriteLine(remark);
    }

    /// <summary>What the data are, for people.</summary>
    public string Describe(ParseResult parsed, string split, IScenes scenes) => parsed.GetValue(data) is string folder
        ? $"{Counted.Of(scenes.Count, "image")} of '{folder}' ({split})"
        : $"{Counted.Of(scenes.Count, "synthetic street scene")} ({split})";

    private string Folder(ParseResult parsed) => parsed.GetValue(data) is not string folder
        ? throw new GaldException("Say where the images and labels are, with --data FOLDER.")
        : Directory.Exists(folder) ? folder : throw new GaldException($"There is no folder '{folder}'; check the path that is given with --data.");
}
