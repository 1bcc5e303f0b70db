namespace Gald.Data;

/// <summary>A class of things in a scene.</summary>
/// <param name="Name">Its name, as tables and legends show it.</param>
/// <param name="Red">Red of its colour in pictures, 0 to 255.</param>
/// <param name="Green">Green, 0 to 255.</param>
/// <param name="Blue">Blue, 0 to 255.</param>
public sealed record SceneClass(string Name, byte Red, byte Green, byte Blue);

/// <summary>What the ids in label images mean: id i is the class at index i; some further ids are ignored.</summary>
public sealed partial class ClassTable
{
    /// <summary>The label of a pixel that neither the loss nor the evaluation counts.</summary>
    public const byte Ignored = 255;

    /// <summary>A table of classes.</summary>
    /// <param name="classes">The classes in the order of their ids, 2 to 255 of them.</param>
    /// <param name="ignoredIds">Ids in label images that mean "no class"; <see cref="Ignored"/> always does.</param>
    public ClassTable(IReadOnlyList<SceneClass> classes, IReadOnlyCollection<int> ignoredIds)
    {
        Classes = classes;
        IgnoredIds = ignoredIds;
    }

    /// <summary>The classes in the order of their ids.</summary>
    public IReadOnlyList<SceneClass> Classes { get; }

    /// <summary>Ids in label images that become <see cref="Ignored"/>.</summary>
    public IReadOnlyCollection<int> IgnoredIds { get; }
}
