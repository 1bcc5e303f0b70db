using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>A declaration as it was written: the class and the literal arguments of its attributes.</summary>
/// <param name="Type">The class.</param>
/// <param name="Attributes">Its attributes of this language, in order.</param>
/// <param name="Unread">Arguments whose values are not known.</param>
/// <param name="Foreign">The error of the host language's compiler that keeps a part of it from being read; null if there is none.</param>
internal sealed record Declaration(
    DeclaredType Type, EquatableArray<DeclaredAttribute> Attributes, EquatableArray<Problem> Unread, string? Foreign)
{
    /// <summary>Whether something that was written is missing from it.</summary>
    public bool IsUnreadable => Unread.Count > 0 || Foreign is not null;
}

/// <summary>The class that carries a declaration.</summary>
/// <param name="Namespace">Its namespace, empty for the global one.</param>
/// <param name="Containers">The types around it, outermost first.</param>
/// <param name="Name">Its name, without escapes.</param>
/// <param name="FullMetadataName">Its name as metadata has it; the generated file is named by it.</param>
/// <param name="Obstacle">What keeps the compiler from adding to it, if anything does.</param>
/// <param name="HasStaticInterfaces">Whether its language lets an interface ask for static members, as C# does from 11 on.</param>
internal sealed record DeclaredType(
    string Namespace, EquatableArray<ContainingType> Containers, string Name, string FullMetadataName, TypeObstacle? Obstacle, bool HasStaticInterfaces)
{
    /// <summary>Whether the user's part says already that a tool wrote code of the class.</summary>
    public bool SaysGenerated { get; init; }

    /// <summary>Whether the project keeps to the Common Language Specification, which TorchSharp does not, and the user's part says nothing of it.</summary>
    public bool LeavesCls { get; init; }
}

/// <summary>What a class has besides its declaration, which decides whether and how the network can be added to it.</summary>
/// <param name="FullMetadataName">The class.</param>
/// <param name="Members">Its members, sorted: a name, for methods with the types of the parameters, such as <c>forward(Tensor)</c>.</param>
internal sealed record OwnMembers(string FullMetadataName, EquatableArray<string> Members);

/// <summary>A type around the class.</summary>
/// <param name="Keyword">What it is, such as <c>record struct</c>.</param>
/// <param name="Name">Its name, without escapes.</param>
internal sealed record ContainingType(string Keyword, string Name)
{
    /// <summary>Whether it is a module of F# that is open where what is around it is.</summary>
    public bool IsAutoOpen { get; init; }
}

/// <summary>Why nothing can be added to a class.</summary>
/// <param name="Kind">The kind of reason.</param>
/// <param name="Detail">The name that the message needs.</param>
internal sealed record TypeObstacle(TypeObstacleKind Kind, string Detail);

/// <summary>The kinds of reasons why nothing can be added to a class.</summary>
internal enum TypeObstacleKind
{
    OldLanguage,
    NotPartial,
    ContainerNotPartial,
    Generic,
    NotAPlainClass,
    OtherBaseClass,
    NotAnEmptyClass,
}

/// <summary>An attribute of the language.</summary>
/// <param name="Name">Its name without the suffix, such as <c>ResNet</c>.</param>
/// <param name="Arguments">What was written; defaults are not in here.</param>
/// <param name="Stages">The classes that it names.</param>
internal sealed record DeclaredAttribute(
    string Name, EquatableArray<DeclaredArgument> Arguments, EquatableArray<DeclaredStage> Stages);

/// <summary>An argument of an attribute: numbers, of which a single value has one; a truth value is 0 or 1.</summary>
internal sealed record DeclaredArgument(string Name, EquatableArray<double> Numbers);

/// <summary>A class that a declaration names as a stage.</summary>
/// <param name="Name">Its name, without escapes.</param>
/// <param name="Path">Its full path, such as <c>Networks.Models.Trunk</c>, without escapes.</param>
/// <param name="IsPublic">Whether every assembly can see it.</param>
/// <param name="Fault">An error that is reported where it is declared; null if there is none.</param>
/// <param name="IsInSource">Whether it is declared in the same project.</param>
/// <param name="Attributes">Its attributes of the language.</param>
/// <param name="Contract">Its contract, if it states one.</param>
/// <param name="Module">What it is for C#.</param>
/// <param name="Own">What it has besides.</param>
internal sealed record DeclaredStage(
    string Name,
    string Path,
    bool IsPublic,
    string? Fault,
    bool IsInSource,
    EquatableArray<DeclaredAttribute> Attributes,
    DeclaredAttribute? Contract,
    DeclaredModuleClass Module,
    OwnMembers Own)
{
    /// <summary>The name by which alone its assembly is reached, which generated code does not know; null if it is reached as others are.</summary>
    public string? ExternAlias { get; init; }
}

/// <summary>What a class that was written by hand offers.</summary>
/// <param name="IsModule">Whether it is a module from tensor to tensor, that generated code can make.</param>
/// <param name="HasPlainConstructor">Whether a constructor without parameters can be called.</param>
/// <param name="HasChannelsConstructor">Whether a constructor with one whole number can be called.</param>
internal sealed record DeclaredModuleClass(bool IsModule, bool HasPlainConstructor, bool HasChannelsConstructor);
