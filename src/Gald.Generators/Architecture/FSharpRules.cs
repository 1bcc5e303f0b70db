using Gald.Generators.Diagnostics;

namespace Gald.Generators.Architecture;

/// <summary>What a declaration in F# must keep to besides, because it is read from its file alone.</summary>
internal static class FSharpRules
{
    public static readonly Rule NotDeclaredHere = new(
        "GALD0009", "A used type is in no file of declarations",
        "{0} is not declared before it is used, neither in this file nor in an earlier file of declarations; {1}");

    public static readonly Rule NameTaken = new(
        "GALD0012", "Two modules of one name",
        "The module of {0} is generated as {1}, which is also the name of {2}; rename one of them");

    public static readonly IReadOnlyList<Rule> All = [NotDeclaredHere, NameTaken];
}
