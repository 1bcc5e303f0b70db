namespace Gald.Generators.Architecture;

/// <summary>A declaration as it was written: the class and the literal arguments of its attributes.</summary>
/// <param name="Type">The class.</param>
/// <param name="Attributes">Its attributes of this language, in order.</param>
/// <param name="IsUnreadable">Whether there is an unknown attribute, or an argument that is no constant; the host language's compiler says so.</param>
internal sealed record Declaration(DeclaredType Type, EquatableArray<DeclaredAttribute> Attributes, bool IsUnreadable);

/// <summary>The class that carries a declaration.</summary>
/// <param name="Namespace">Its namespace, empty for the global one.</param>
/// <param name="Containers">The types around it, outermost first.</param>
/// <param name="Name">Its name, without escapes.</param>
/// <param name="FullMetadataName">Its name as metadata has it; the generated file is named by it.</param>
/// <param name="Obstacle">What keeps the compiler from adding to it, if anything does.</param>
internal sealed record DeclaredType(
    string Namespace, EquatableArray<ContainingType> Containers, string Name, string FullMetadataName, TypeObstacle? Obstacle);

/// <summary>What a class has besides its declaration, which decides whether and how the network can be added to it.</summary>
/// <param name="FullMetadataName">The class.</param>
/// <param name="Members">Its members, sorted: a name, for methods with the types of the parameters, such as <c>forward(Tensor)</c>.</param>
internal sealed record OwnMembers(string FullMetadataName, EquatableArray<string> Members);

/// <summary>A type around the class.</summary>
/// <param name="Keyword">What it is, such as <c>record struct</c>.</param>
/// <param name="Name">Its name, without escapes.</param>
internal sealed record ContainingType(string Keyword, string Name);

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
}

/// <summary>An attribute of the language.</summary>
/// <param name="Name">Its name without the suffix, such as <c>ResNet</c>.</param>
/// <param name="Arguments">What was written; defaults are not in here.</param>
internal sealed record DeclaredAttribute(string Name, EquatableArray<DeclaredArgument> Arguments);

/// <summary>An argument of an attribute: numbers, of which a single value has one; a truth value is 0 or 1.</summary>
internal sealed record DeclaredArgument(string Name, EquatableArray<double> Numbers);
