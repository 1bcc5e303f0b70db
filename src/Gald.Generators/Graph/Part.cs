using Gald.Generators.Shapes;

namespace Gald.Generators.Graph;

/// <summary>A module of a class that is declared elsewhere, which a block makes and holds.</summary>
/// <param name="Type">The class by its full path, such as <c>Networks.Trunk</c>.</param>
/// <param name="IsPublic">Whether every assembly can see the class; then it may see the field as well.</param>
/// <param name="Field">The name of the field that holds it.</param>
/// <param name="Channels">The channels that it is made for; null for a class that always has the same.</param>
internal sealed record Part(string Type, bool IsPublic, string Field, Extent? Channels)
{
    /// <summary>The key under which a block registers it; null for one whose modules the block registers as its own.</summary>
    public string? Key { get; init; }

    /// <summary>The container in the part whose modules are registered under that key; null for the part itself.</summary>
    public string? Inside { get; init; }

    /// <summary>Whether the part is registered as a whole, so that it is disposed with the other modules.</summary>
    public bool IsRegistered => Key is not null && Inside is null;

    /// <summary>The call that makes it.</summary>
    public Code Construct() => Channels is { } channels ? new Code.New(Type, channels) : new Code.New(Type);
}
