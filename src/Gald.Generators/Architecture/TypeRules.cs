using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>What a class must be so that a network can be added to it.</summary>
internal static class TypeRules
{
    public static readonly Rule NotPartial = new(
        "GALD0001", "The class is not partial", "{0} must be partial, so that the network can be added to it; write 'partial class {0}'");

    public static readonly Rule ContainerNotPartial = new(
        "GALD0002", "A type around the class is not partial", "{1} must be partial, because {0} is declared inside of it; write 'partial' in front of its keyword too");

    public static readonly Rule Generic = new(
        "GALD0003", "The class is generic", "{0} must not be generic, nor inside of a generic type, but {1} has type parameters; remove them, or declare {0} elsewhere");

    public static readonly Rule NotAPlainClass = new(
        "GALD0004", "Not a plain class", "{0} must be a plain class, but is {1}; write 'partial class {0}'");

    public static readonly Rule OtherBaseClass = new(
        "GALD0005", "The class has another base class", "{0} must leave its base class to the compiler, which derives it from TorchSharp's Module, but derives from {1}; remove that");

    public static readonly Rule MemberTaken = new(
        "GALD0006", "The class has a member that the network needs", "{0} already has a member {1}, which the network needs; rename or remove it");

    public static readonly Rule OldLanguage = new(
        "GALD0007", "The language version is too old",
        "{0} needs C# 9 or later, but this project is compiled as C# {1}; remove <LangVersion> from the project, or set it to 9 or later");

    /// <summary>In F#, where the network stands beside the type and not in it.</summary>
    public static readonly Rule NotAnEmptyClass = new(
        "GALD0013", "Not an empty class", "{0} must be an empty class, because its network is generated beside it, but is {1}; write 'type {0} = class end'");

    /// <summary>A fault of the compiler itself, which is never the declaration's.</summary>
    public static readonly Rule CompilerFailed = new(
        "GALD0014", "The compiler failed",
        "The compiler of Gald failed on {0}, which is a fault of its own: {1}; please report it at " + ProjectAddress.Issues + " with the declaration");

    public static readonly Rule OtherLanguage = new(
        "GALD0015", "Neither C# nor F#",
        "{0} is declared in Visual Basic, for which nothing is generated; declare it in a project of C# or F#, and reference that project");

    public static readonly IReadOnlyList<Rule> All =
        [NotPartial, ContainerNotPartial, Generic, NotAPlainClass, OtherBaseClass, MemberTaken, OldLanguage, NotAnEmptyClass, CompilerFailed, OtherLanguage];

    /// <summary>Reports what keeps the compiler from adding to the class.</summary>
    public static void Check(DeclaredType type, Problems problems) => Check(type.Name, type.Obstacle, problems);

    /// <summary>Reports what keeps the compiler from adding to a class of a name.</summary>
    public static void Check(string name, TypeObstacle? found, Problems problems)
    {
        if (found is not { } obstacle)
            return;
        var rule = obstacle.Kind switch
        {
            TypeObstacleKind.OldLanguage => OldLanguage,
            TypeObstacleKind.NotPartial => NotPartial,
            TypeObstacleKind.ContainerNotPartial => ContainerNotPartial,
            TypeObstacleKind.Generic => Generic,
            TypeObstacleKind.NotAPlainClass => NotAPlainClass,
            TypeObstacleKind.NotAnEmptyClass => NotAnEmptyClass,
            _ => OtherBaseClass,
        };
        problems.Report(rule, Place.ClassName, name, obstacle.Detail);
    }

    /// <summary>Reports a fault of the compiler itself.</summary>
    public static void ReportFailure(string name, Exception failure, Problems problems)
    {
        // One line: builds cut messages at the first break.
        var message = string.Join(" ", failure.Message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        problems.Report(CompilerFailed, Place.ClassName, name, $"{failure.GetType().Name}: {message}");
    }

    /// <summary>Reports the members of a class that the network, or the stub in its place, has too.</summary>
    public static void CheckMembers(string name, OwnMembers own, IReadOnlyList<string> generated, Problems problems)
    {
        foreach (var member in MemberNames.FindClashes(generated, own, name))
            problems.Report(MemberTaken, Place.ClassName, name, member);
    }
}
