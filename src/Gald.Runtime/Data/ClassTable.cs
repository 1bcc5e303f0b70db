using System.Text.Json.Serialization;

namespace Gald.Data;

/// <summary>A class of things in a scene.</summary>
/// <param name="Name">Its name, as tables and legends show it.</param>
/// <param name="Red">Red of its colour in pictures, 0 to 255.</param>
/// <param name="Green">Green, 0 to 255.</param>
/// <param name="Blue">Blue, 0 to 255.</param>
public sealed record SceneClass(string Name, byte Red, byte Green, byte Blue);

/// <summary>
/// What the ids in label images mean: id i is the class at index i; some further ids are ignored.
/// Two tables are equal when their classes, colours and ignored ids are. System.Text.Json writes and reads it as it is.
/// </summary>
public sealed class ClassTable : IEquatable<ClassTable>
{
    /// <summary>The label of a pixel that neither the loss nor the evaluation counts.</summary>
    public const byte Ignored = 255;

    /// <summary>A table of classes.</summary>
    /// <param name="classes">The classes in the order of their ids, 2 to 255 of them, with different names.</param>
    /// <param name="ignoredIds">Ids in label images that mean "no class"; <see cref="Ignored"/> always does.</param>
    /// <exception cref="GaldException">
    /// Too few or too many classes, an empty name, a name used twice, an ignored id that is a class or not 0 to 255.
    /// </exception>
    public ClassTable(IReadOnlyList<SceneClass> classes, IReadOnlyCollection<int> ignoredIds)
    {
        if (classes.Count is < 2 or > 255)
            throw new GaldException($"A table of classes has 2 to 255 classes, not {classes.Count}.");
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (int id = 0; id < classes.Count; id++)
        {
            if (string.IsNullOrWhiteSpace(classes[id]?.Name))
                throw new GaldException($"Class {id} has no name; give it one.");
            if (!names.Add(classes[id].Name))
                throw new GaldException($"Class {id} is named '{classes[id].Name}' like an earlier one; names must differ.");
        }
        foreach (int id in ignoredIds)
        {
            if (id is < 0 or > 255)
                throw new GaldException($"The ignored id {id} is not a byte; label images hold ids of 0 to 255.");
            if (id < classes.Count)
                throw new GaldException($"The id {id} is both the class '{classes[id].Name}' and ignored; it can be only one.");
        }
        Classes = [.. classes];
        IgnoredIds = [.. ignoredIds.Append(Ignored).Distinct().Order()];
    }

    /// <summary>CamVid as SegNet released it: 11 classes, id 11 ignored.</summary>
    public static ClassTable CamVid { get; } = new(
        [
            new("Sky", 128, 128, 128), new("Building", 128, 0, 0), new("Pole", 192, 192, 128), new("Road", 128, 64, 128),
            new("Pavement", 60, 40, 222), new("Tree", 128, 128, 0), new("SignSymbol", 192, 128, 128), new("Fence", 64, 64, 128),
            new("Car", 64, 0, 128), new("Pedestrian", 64, 64, 0), new("Bicyclist", 0, 128, 192),
        ],
        [11]);

    /// <summary>Cityscapes: its 19 training ids and official colours.</summary>
    public static ClassTable Cityscapes { get; } = new(
        [
            new("Road", 128, 64, 128), new("Sidewalk", 244, 35, 232), new("Building", 70, 70, 70), new("Wall", 102, 102, 156),
            new("Fence", 190, 153, 153), new("Pole", 153, 153, 153), new("Traffic light", 250, 170, 30),
            new("Traffic sign", 220, 220, 0), new("Vegetation", 107, 142, 35), new("Terrain", 152, 251, 152),
            new("Sky", 70, 130, 180), new("Person", 220, 20, 60), new("Rider", 255, 0, 0), new("Car", 0, 0, 142),
            new("Truck", 0, 0, 70), new("Bus", 0, 60, 100), new("Train", 0, 80, 100), new("Motorcycle", 0, 0, 230),
            new("Bicycle", 119, 11, 32),
        ],
        []);

    /// <summary>The classes of <see cref="SyntheticScenes"/>.</summary>
    public static ClassTable StreetScenes { get; } = new(
        [
            new("Sky", 120, 180, 225), new("Building", 166, 118, 92), new("Road", 96, 84, 118), new("Pavement", 214, 150, 206),
            new("Car", 38, 70, 190), new("Person", 226, 48, 62), new("Pole", 150, 150, 150), new("Sign", 244, 196, 32),
        ],
        []);

    /// <summary>The classes in the order of their ids.</summary>
    public IReadOnlyList<SceneClass> Classes { get; }

    /// <summary>Ids in label images that become <see cref="Ignored"/>, in rising order; <see cref="Ignored"/> is one of them.</summary>
    public IReadOnlyCollection<int> IgnoredIds { get; }

    /// <summary>Number of classes.</summary>
    [JsonIgnore]
    public int Count => Classes.Count;

    /// <summary>
    /// Reads a table from a text file: a class a line, <c>id name red green blue</c>, with ids from 0 without a gap, in any order;
    /// a name may hold spaces; <c>id ignore</c> is an ignored id; empty lines and what follows a <c>#</c> do not count.
    /// </summary>
    /// <exception cref="GaldException">The file is missing or wrong; the message names the file and the line.</exception>
    public static ClassTable Read(string path) => ClassTableFile.Read(path);

    /// <summary>What each byte of a label image becomes: a class id, <see cref="Ignored"/>, or −1 for an unknown id.</summary>
    internal short[] Meanings()
    {
        var meanings = new short[256];
        Array.Fill(meanings, (short)-1);
        for (short id = 0; id < Count; id++)
            meanings[id] = id;
        foreach (int id in IgnoredIds)
            meanings[id] = Ignored;
        return meanings;
    }

    /// <summary>Whether the other table has the same classes, colours and ignored ids.</summary>
    public bool Equals(ClassTable? other) =>
        other is not null && Classes.SequenceEqual(other.Classes) && IgnoredIds.SequenceEqual(other.IgnoredIds);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ClassTable);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Classes.Count, Classes[0], Classes[^1]);
}
