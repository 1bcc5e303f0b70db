using FSharp.Compiler.Syntax;
using FSharp.Compiler.Text;

namespace Gald.FSharp.Parsing;

/// <summary>A type of a file of declarations, before its attributes are read.</summary>
internal sealed class SourceType : NamedType
{
    public required SourceFile File { get; init; }

    public required string Name { get; init; }

    /// <summary>Where its name stands.</summary>
    public required Range NameRange { get; init; }

    /// <summary>The namespace around it, whatever modules are between; empty for the global one.</summary>
    public required string Namespace { get; init; }

    /// <summary>The modules around it in its namespace, the outermost first.</summary>
    public required IReadOnlyList<Space> Modules { get; init; }

    /// <summary>Its full path in F#.</summary>
    public required string Path { get; init; }

    /// <summary>Whether every assembly can see it.</summary>
    public required bool IsPublic { get; init; }

    /// <summary>Whether other files of its project can see it.</summary>
    public required bool IsVisible { get; init; }

    /// <summary>The names that its attributes may use.</summary>
    public required Scope Scope { get; init; }

    public required IReadOnlyList<SynAttribute> Attributes { get; init; }

    public required TypeForm Form { get; init; }
}

/// <summary>What a type is made of.</summary>
/// <param name="Obstacle">What it is, if not an empty class, such as <c>a record</c>.</param>
/// <param name="IsGeneric">Whether it has type parameters.</param>
/// <param name="IsClass">Whether it is a class that can be made.</param>
/// <param name="IsAbbreviation">Whether it is another name of a type.</param>
/// <param name="Base">Its base class; that which it abbreviates for an abbreviation; null for none.</param>
/// <param name="Constructors">Its constructors that other files can call.</param>
internal sealed record TypeForm(
    string? Obstacle, bool IsGeneric = false, bool IsClass = false, bool IsAbbreviation = false, SynType? Base = null, IReadOnlyList<SynPat>? Constructors = null);
