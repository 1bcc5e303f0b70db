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
public sealed partial class ClassTable : IEquatable<ClassTable>
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
            if (string.IsNullOrWhiteSpace(classes[id].Name))
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

    /// <summary>The classes in the order of their ids.</summary>
    public IReadOnlyList<SceneClass> Classes { get; }

    /// <summary>Ids in label images that become <see cref="Ignored"/>, in rising order; <see cref="Ignored"/> is one of them.</summary>
    public IReadOnlyCollection<int> IgnoredIds { get; }

    /// <summary>Number of classes.</summary>
    [JsonIgnore]
    public int Count => Classes.Count;

    /// <summary>Whether the other table has the same classes, colours and ignored ids.</summary>
    public bool Equals(ClassTable? other) =>
        other is not null && Classes.SequenceEqual(other.Classes) && IgnoredIds.SequenceEqual(other.IgnoredIds);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ClassTable);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Classes.Count, Classes[0], Classes[^1]);
}
