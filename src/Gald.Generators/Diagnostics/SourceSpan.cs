namespace Gald.Generators.Diagnostics;

/// <summary>A place in a file, as a value: it becomes a location when something is reported there.</summary>
/// <param name="Path">The file.</param>
/// <param name="Start">The position of its first character.</param>
/// <param name="Length">Its length in characters.</param>
/// <param name="From">Line and column where it starts, from 0.</param>
/// <param name="To">Line and column where it ends, from 0.</param>
/// <param name="Mapped">Where a <c>#line</c> says that it stands; null without one.</param>
internal sealed record SourceSpan(string Path, int Start, int Length, (int Line, int Column) From, (int Line, int Column) To, SourceSpan? Mapped);
