namespace Gald;

/// <summary>
/// Something that the user can mend: a missing file, a label that is not in the table, a checkpoint of another network.
/// The message is one sentence that says what was expected, what came and what to do; commands print it alone.
/// </summary>
public sealed class GaldException : Exception
{
    /// <summary>An error with its one sentence.</summary>
    public GaldException(string message) : base(message) { }

    /// <summary>An error with its one sentence and what caused it.</summary>
    public GaldException(string message, Exception inner) : base(message, inner) { }

    /// <summary>Whether every process of a group throws it, so that one of them is enough to print it.</summary>
    internal bool IsAgreed { get; init; }
}
