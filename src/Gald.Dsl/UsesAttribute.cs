using System;

namespace Gald;

/// <summary>
/// Puts stages together that are classes of their own: classes with a stage attribute such as
/// <see cref="ResNetAttribute"/>, <see cref="CgnlAttribute"/> or <see cref="LocalDistributionAttribute"/>, and modules
/// that state a <see cref="StageContractAttribute"/>. What each is for follows from its own attribute.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class UsesAttribute : Attribute
{
    /// <summary>The stages to use, at most one for each role.</summary>
    /// <param name="stages">Their classes, in any order; of this project or of a referenced one.</param>
    public UsesAttribute(params Type[] stages) => Stages = stages;

    /// <summary>The classes of the stages.</summary>
    public Type[] Stages { get; }
}
