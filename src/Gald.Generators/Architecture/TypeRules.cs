using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>What a class must be so that a network can be added to it.</summary>
internal static class TypeRules
{
    public static readonly Rule NotPartial = new(
        "GALD0001", "The class is not partial", "{0} must be partial, so that the network can be added to it; write 'partial class {0}'");

    public static readonly Rule ContainerNotPartial = new(
        "GALD0002", "A type around the class is not partial", "{1} must be partial, because {0} is declared inside of it; write 'partial' in front of its keyword");

    public static readonly Rule Generic = new(
        "GALD0003", "The class is generic", "{0} is generic or inside of a generic type, and a network has no type parameters; declare it outside");

    public static readonly Rule NotAPlainClass = new(
        "GALD0004", "Not a plain class", "{0} is {1}, and a network is a plain class; remove that word");

    public static readonly Rule OtherBaseClass = new(
        "GALD0005", "The class has another base class", "{0} derives from {1}, but a network derives from TorchSharp's Module; remove the base class");

    public static readonly IReadOnlyList<Rule> All = [NotPartial, ContainerNotPartial, Generic, NotAPlainClass, OtherBaseClass];

    /// <summary>Reports what keeps the compiler from adding to the class.</summary>
    public static void Check(DeclaredType type, Problems problems)
    {
        if (type.Obstacle is not { } obstacle)
            return;
        var rule = obstacle.Kind switch
        {
            TypeObstacleKind.NotPartial => NotPartial,
            TypeObstacleKind.ContainerNotPartial => ContainerNotPartial,
            TypeObstacleKind.Generic => Generic,
            TypeObstacleKind.NotAPlainClass => NotAPlainClass,
            _ => OtherBaseClass,
        };
        problems.Report(rule, Place.ClassName, type.Name, obstacle.Detail);
    }
}
