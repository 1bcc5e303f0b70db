using System.Text.Json.Serialization;

namespace Gald.Data;

/// <summary>A class of things in a scene.</summary>
/// <param name="Name">Its name, as tables and legends show it.</param>
/// <param name="Red">Red of its colour in pictures, 0 to 255.</param>
/// <param name="Green">Green, 0 to 255.</param>
/// <param name="Blue">Blue, 0 to 255.</param>
public sealed record SceneClass(string Name, byte Red, byte Green, byte Blue)
{
    /// <summary>The colour as one number, red·65536 + green·256 + blue.</summary>
    internal int Colour => Red << 16 | Green << 8 | Blue;

    /// <summary>A class in the colour that Pascal VOC's palette has at its id: a bit of the id each for red, green and blue, from the highest down.</summary>
    internal static SceneClass OfPalette(string name, int id)
    {
        int red = 0, green = 0, blue = 0;
        for (int bit = 7, rest = id; rest > 0; bit--, rest >>= 3)
        {
            red |= (rest & 1) << bit;
            green |= (rest >> 1 & 1) << bit;
            blue |= (rest >> 2 & 1) << bit;
        }
        return new SceneClass(name, (byte)red, (byte)green, (byte)blue);
    }
}

/// <summary>
/// The classes that a network tells apart, and what the ids in label images mean: id i is the class at index i unless a
/// <see cref="LabelMapping"/> says otherwise; some further ids are ignored.
/// Two tables are equal when their classes, colours, ignored ids and mappings are. System.Text.Json writes and reads it as it is.
/// </summary>
public sealed class ClassTable : IEquatable<ClassTable>
{
    /// <summary>The label of a pixel that neither the loss nor the evaluation counts.</summary>
    public const byte Ignored = 255;

    /// <summary>A table of classes whose ids are their indices.</summary>
    /// <param name="classes">The classes in the order of their ids, 2 to 255 of them, with different names.</param>
    /// <param name="ignoredIds">Ids in label images that mean "no class"; <see cref="Ignored"/> always does.</param>
    /// <exception cref="GaldException">
    /// Too few or too many classes, an empty name, a name used twice, an ignored id that is a class or not 0 to 255.
    /// </exception>
    public ClassTable(IReadOnlyList<SceneClass> classes, IReadOnlyCollection<int> ignoredIds) : this(classes, ignoredIds, null)
    {
    }

    /// <param name="classes">The classes in the order of the network's outputs.</param>
    /// <param name="ignoredIds">Ids in label images that mean "no class"; <see cref="Ignored"/> does unless the mapping has it.</param>
    /// <param name="mapping">What ids and colours mean; null where each id is its class's index, as in files from before there was a choice.</param>
    [JsonConstructor]
    internal ClassTable(IReadOnlyList<SceneClass> classes, IReadOnlyCollection<int> ignoredIds, LabelMapping? mapping)
    {
        if (classes.Count is < 2 or > 255)
            throw new GaldException($"A table of classes has 2 to 255 classes, not {classes.Count}.");
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var id = 0; id < classes.Count; id++)
        {
            if (string.IsNullOrWhiteSpace(classes[id]?.Name))
                throw new GaldException($"Class {id} has no name; give it one.");
            if (!names.Add(classes[id].Name))
                throw new GaldException($"Class {id} is named '{classes[id].Name}' like an earlier one; names must differ.");
        }
        Mapping = mapping ?? LabelMapping.Plain(classes.Count);
        foreach (var (value, index) in Mapping.Ids.Concat(Mapping.Colours))
        {
            if (index < -1 || index >= classes.Count)
                throw new GaldException($"The value {value} in label images is to be class {index}; the classes are 0 to {classes.Count - 1}.");
        }
        foreach (var id in ignoredIds.Concat(Mapping.Ids.Keys))
        {
            if (id is < 0 or > 255)
                throw new GaldException($"The id {id} is not a byte; label images hold ids of 0 to 255.");
        }
        foreach (var id in ignoredIds)
        {
            if (Mapping.Ids.TryGetValue(id, out var index))
                throw new GaldException($"The id {id} is both the class '{classes[index].Name}' and ignored; it can be only one.");
        }
        Classes = [.. classes];
        IgnoredIds = [.. ignoredIds.Concat(Mapping.Ids.ContainsKey(Ignored) ? [] : new int[] { Ignored }).Distinct().Order()];
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

    /// <summary>
    /// Cityscapes with the ids of its <c>*_labelIds.png</c> files, 0 to 33, which become the 19 classes of <see cref="Cityscapes"/>; the others
    /// are ignored, as in the official evaluation.
    /// </summary>
    public static ClassTable CityscapesLabelIds { get; } = new(
        Cityscapes.Classes,
        [0, 1, 2, 3, 4, 5, 6, 9, 10, 14, 15, 16, 18, 29, 30],
        new LabelMapping
        {
            Ids = new[] { 7, 8, 11, 12, 13, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 31, 32, 33 }.Select((id, index) => (id, index)).ToDictionary(),
        });

    /// <summary>Pascal VOC: the background and 20 classes of things; id 255, the edge of things, is ignored.</summary>
    public static ClassTable PascalVoc { get; } = new(
        [
            .. new[]
            {
                "background", "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow", "diningtable", "dog",
                "horse", "motorbike", "person", "pottedplant", "sheep", "sofa", "train", "tvmonitor",
            }.Select(SceneClass.OfPalette),
        ],
        []);

    /// <summary>The eight classes of the synthetic street scenes, which need no files.</summary>
    public static ClassTable StreetScenes { get; } = new(
        [
            new("Sky", 120, 180, 225), new("Building", 166, 118, 92), new("Road", 96, 84, 118), new("Pavement", 214, 150, 206),
            new("Car", 38, 70, 190), new("Person", 226, 48, 62), new("Pole", 150, 150, 150), new("Sign", 244, 196, 32),
        ],
        []);

    /// <summary>The classes in the order of their ids.</summary>
    public IReadOnlyList<SceneClass> Classes { get; }

    /// <summary>Ids in label images that become <see cref="Ignored"/>, in rising order; <see cref="Ignored"/> is one of them unless it is a class.</summary>
    public IReadOnlyCollection<int> IgnoredIds { get; }

    /// <summary>What ids and colours in label images mean; by default each id is its class's index.</summary>
    public LabelMapping Mapping { get; }

    /// <summary>Number of classes.</summary>
    [JsonIgnore]
    public int Count => Classes.Count;

    /// <summary>
    /// Reads a table from a text file: a class a line, <c>id name red green blue</c>, in any order. The ids may begin anywhere and have gaps;
    /// their order is that of the classes. <c>7,8</c> and <c>7-9</c> are several ids, and so are lines that share a name. <c>id ignore</c> is an
    /// ignored id, <c>ignore red green blue</c> an ignored colour, <c>* ignore</c> is all that is not named. A name may hold spaces; empty
    /// lines and what follows a <c>#</c> do not count.
    /// </summary>
    /// <exception cref="GaldException">The file is missing or wrong; the message names the file and the line.</exception>
    public static ClassTable Read(string path) => ClassTableFile.Read(path);

    /// <summary>The same classes with other ids and colours in label images.</summary>
    /// <param name="mapping">What ids and colours mean. Ids that were ignored and are classes in it are no longer ignored.</param>
    /// <exception cref="GaldException">It has an id that is not 0 to 255, or a class that is none.</exception>
    public ClassTable WithMapping(LabelMapping mapping) => new(Classes, [.. IgnoredIds.Where(id => !mapping.Ids.ContainsKey(id))], mapping);

    /// <summary>What differs between the classes of two tables, as a part of a sentence; null if they tell the same apart. Colours and ids in label images do not count.</summary>
    internal string? DifferenceFrom(ClassTable other)
    {
        if (Count != other.Count)
            return $"{Count} classes instead of {other.Count}";
        var differing = Enumerable.Range(0, Count).Where(id => Classes[id].Name != other.Classes[id].Name).ToList();
        return differing.Count == 0 ? null : string.Join(", ", differing.Take(3).Select(
            id => $"class {id} is '{Classes[id].Name}' instead of '{other.Classes[id].Name}'")) + (differing.Count > 3 ? ", …" : "");
    }

    /// <summary>What each byte of a label image becomes: a class index, <see cref="Ignored"/>, or −1 for an unknown id.</summary>
    internal short[] Meanings()
    {
        var meanings = new short[256];
        Array.Fill(meanings, (short)(Mapping.IgnoresOthers ? Ignored : -1));
        foreach (var (id, index) in Mapping.Ids)
            meanings[id] = (short)index;
        foreach (var id in IgnoredIds)
            meanings[id] = Ignored;
        return meanings;
    }

    /// <summary>What each colour that a label image may have means: a class index or <see cref="Ignored"/>.</summary>
    internal IReadOnlyDictionary<int, byte> ColourMeanings()
    {
        var meanings = new Dictionary<int, byte>();
        foreach (var (colour, index) in Mapping.Colours)
            meanings[colour] = index < 0 ? Ignored : (byte)index;
        for (var index = 0; index < Count; index++)
            meanings.TryAdd(Classes[index].Colour, (byte)index);
        return meanings;
    }

    /// <summary>The ids that mean a class, for people: <c>7</c>, or <c>7, 8</c>.</summary>
    internal string IdsOf(int index) => string.Join(", ", Mapping.Ids.Where(pair => pair.Value == index).Select(pair => pair.Key).Order());

    /// <summary>The ids that are a class, for people: <c>0 to 18</c>, or <c>7, 8, 11</c>.</summary>
    internal string KnownIds() => Mapping.Ids.All(pair => pair.Key == pair.Value) ? $"0 to {Count - 1}" : string.Join(", ", Mapping.Ids.Keys.Order());

    /// <summary>Whether the other table has the same classes, colours, ignored ids and mapping.</summary>
    public bool Equals(ClassTable? other) =>
        other is not null && Classes.SequenceEqual(other.Classes) && IgnoredIds.SequenceEqual(other.IgnoredIds) && Mapping.Equals(other.Mapping);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ClassTable);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Classes.Count, Classes[0], Classes[^1]);
}
