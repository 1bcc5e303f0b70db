using System.CommandLine;
using Gald.Data;

namespace Gald.Commands;

/// <summary><c>--data</c> and <c>--classes</c>: labelled images from a folder or, without one, synthetic street scenes.</summary>
internal sealed class DataOptions
{
    // Scenes are drawn when asked for, so that many cost nothing.
    private const int SyntheticTraining = 10_000, SyntheticUnseen = 50;

    private readonly Option<string?> data = new("--data")
    {
        HelpName = "FOLDER",
        Description = "Labelled images: FOLDER/SPLIT holds images, FOLDER/SPLITannot a PNG of class ids for each. Absent: synthetic street scenes.",
    };

    private readonly Option<string?> classes = new("--classes")
    {
        HelpName = "FILE|camvid|cityscapes",
        Description = "What the ids mean: a file with lines 'id name red green blue' or 'id ignore', or a built-in table. Absent: classes.txt in the folder, else the built-in table with the network's number of classes.",
    };

    public DataOptions(Command command)
    {
        command.Options.Add(data);
        command.Options.Add(classes);
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
        string file = Path.Combine(folder, "classes.txt");
        return File.Exists(file) ? ClassTable.Read(file) : null;
    }

    /// <summary>A built-in table, or one from a file.</summary>
    /// <exception cref="GaldException">The file is missing or wrong.</exception>
    public static ClassTable Named(string name) => name switch
    {
        "camvid" => ClassTable.CamVid,
        "cityscapes" => ClassTable.Cityscapes,
        _ => ClassTable.Read(name),
    };

    /// <summary>The built-in table with as many classes as a network has.</summary>
    /// <exception cref="GaldException">There is none.</exception>
    public static ClassTable BuiltIn(NetworkDescription network) =>
        new[] { ClassTable.CamVid, ClassTable.Cityscapes }.FirstOrDefault(table => table.Count == network.Classes)
        ?? throw new GaldException(
            $"What the ids in the labels mean is not known: {network.Name} has {network.Classes} classes, as no built-in table has; "
            + "name them with --classes FILE or in classes.txt in the data folder.");

    /// <summary>A split of the data.</summary>
    /// <exception cref="GaldException">The data cannot be used, or the number of classes is not the network's.</exception>
    public IScenes Open(ParseResult parsed, string split, ClassTable table, NetworkDescription network)
    {
        string? folder = parsed.GetValue(data);
        if (folder is null && !table.Equals(ClassTable.StreetScenes))
            throw new GaldException(
                $"{network.Name} tells {network.Classes} classes apart that synthetic street scenes do not have; give labelled images with --data FOLDER.");
        if (table.Count != network.Classes)
            throw new GaldException(folder is null
                ? $"Synthetic street scenes have {table.Count} classes and {network.Name} has {network.Classes}; give labelled images with --data FOLDER."
                : $"The table has {table.Count} classes and {network.Name} has {network.Classes}; give another table with --classes, or declare the network with {table.Count} classes.");
        if (folder is not null)
            return new FolderScenes(folder, split, table);
        int height = Math.Max(network.Height, network.MinimumHeight), width = Math.Max(network.Width, network.MinimumWidth);
        return split switch
        {
            "train" => new SyntheticScenes(SyntheticTraining, height, width, seed: 1),
            "val" => new SyntheticScenes(SyntheticUnseen, height, width, seed: 2),
            "test" => new SyntheticScenes(SyntheticUnseen, height, width, seed: 3),
            _ => throw new GaldException($"Synthetic street scenes have no split '{split}'; choose train, val or test."),
        };
    }

    /// <summary>What the data are, for people.</summary>
    public string Describe(ParseResult parsed, string split, IScenes scenes) => parsed.GetValue(data) is string folder
        ? $"{scenes.Count} images of '{Path.Combine(folder, split)}'"
        : $"{scenes.Count} synthetic street scenes ({split})";
}
