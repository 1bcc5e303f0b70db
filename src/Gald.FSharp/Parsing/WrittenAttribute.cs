using FSharp.Compiler.Text;
using Gald.Generators.Architecture;
using Gald.Generators.Diagnostics;

namespace Gald.FSharp.Parsing;

/// <summary>An attribute of the language: what it says, and where it says it.</summary>
/// <param name="Declared">What it says.</param>
/// <param name="Name">Where its name stands.</param>
/// <param name="Arguments">Where its arguments stand.</param>
/// <param name="IsReadable">Whether all of it could be read.</param>
/// <param name="Findings">What could not be read, except what the F# compiler reports.</param>
internal sealed record WrittenAttribute(
    DeclaredAttribute Declared, Range Name, IReadOnlyList<WrittenArgument> Arguments, bool IsReadable, IReadOnlyList<Finding> Findings)
{
    /// <summary>Where an argument stands, or one element of it; the attribute's name for one that is left out.</summary>
    public Range Find(Place place) => Arguments.FirstOrDefault(argument => argument.Name == place.Argument) is { } argument
        ? place.Element >= 0 && place.Element < argument.Elements.Count ? argument.Elements[place.Element] : argument.Range
        : Name;
}

/// <summary>Where an argument of an attribute stands.</summary>
/// <param name="Name">Its property.</param>
/// <param name="Range">Its value.</param>
/// <param name="Elements">The elements of its value, if that is an array.</param>
internal sealed record WrittenArgument(string Name, Range Range, IReadOnlyList<Range> Elements);
