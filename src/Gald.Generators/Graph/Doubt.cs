using Gald.Generators.Diagnostics;

namespace Gald.Generators.Graph;

/// <summary>
/// A mistake that the library does not complain about. Where larger images mend it, the last number of the rule's message is the side
/// from which on they do.
/// </summary>
/// <param name="Rule">The rule.</param>
/// <param name="Values">The other numbers of the message.</param>
internal sealed record Doubt(Rule Rule, params object[] Values)
{
    /// <summary>Whether larger images mend it.</summary>
    public bool MendedBySize { get; init; } = true;

    /// <summary>Whether the size of the images has to do with it at all.</summary>
    public bool DependsOnSize { get; init; } = true;
}
