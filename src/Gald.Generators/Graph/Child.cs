namespace Gald.Generators.Graph;

/// <summary>A registered module: a layer or a block.</summary>
/// <param name="key">Its part of the state keys, such as <c>conv1</c> or <c>0</c>.</param>
/// <param name="name">The name of the field that holds it.</param>
/// <param name="owner">The part that makes and holds it; null for the block itself.</param>
internal abstract class Child(string key, string name, Part? owner)
{
    private readonly List<string> keys = [key];

    public string Key => keys[0];

    /// <summary>All keys under which it is registered; a shared module has several.</summary>
    public IReadOnlyList<string> Keys => keys;

    public Part? Owner { get; } = owner;

    /// <summary>The path to it from the block, which begins with its owner's field if it has an owner.</summary>
    public string Field => Owner is null ? name : $"{Owner.Field}.{name}";

    /// <summary>Whether every assembly can see its class.</summary>
    public abstract bool IsPublic { get; }

    /// <summary>Registers it under one more key.</summary>
    public void AddKey(string another) => keys.Add(another);
}

/// <summary>A layer of the library.</summary>
internal sealed class LayerChild(Layer layer, string key, string field, Part? owner) : Child(key, field, owner)
{
    public Layer Layer { get; } = layer;

    public override bool IsPublic => Layer.IsPublic;
}

/// <summary>A block inside a block.</summary>
internal sealed class BlockChild(Block block, string key, string field, Part? owner) : Child(key, field, owner)
{
    public Block Block { get; } = block;

    /// <summary>The class that the block has already; null for one that is printed with the module.</summary>
    public Part? Part { get; init; }

    public override bool IsPublic => Part?.IsPublic ?? true;
}
