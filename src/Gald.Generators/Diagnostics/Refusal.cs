namespace Gald.Generators.Diagnostics;

/// <summary>
/// Why a declaration has no module: at least one error, each of which is reported, here or where it is. A stub is printed with it
/// only, so that none is without an error.
/// </summary>
internal sealed record Refusal
{
    private Refusal(EquatableArray<string> errors) => Errors = errors;

    /// <summary>The texts of the errors.</summary>
    public EquatableArray<string> Errors { get; }

    /// <summary>The refusal that problems are; null if there is no error among them.</summary>
    public static Refusal? Of(Problems problems) => problems.HasErrors ? new Refusal(new EquatableArray<string>(problems.Reasons)) : null;
}
