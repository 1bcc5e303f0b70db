using Gald.Testing;
using TorchSharp;

namespace Gald.Networks.Tests.Parity;

/// <summary>The languages that networks are declared in.</summary>
public enum Language
{
    CSharp,
    FSharp,
}

/// <summary>A class that is declared in source text, as a user would write it, and the module that becomes of it.</summary>
/// <param name="attributes">Its attributes, in words that are the same in both languages.</param>
internal sealed class DeclaredClass(params string[] attributes)
{
    private const string Name = "Published";

    /// <summary>The attribute of a class of its own that this one uses, if it does.</summary>
    public string[] Used { get; init; } = [];

    /// <summary>Each vector with each language.</summary>
    public static TheoryData<string, Language> InBothLanguages(IEnumerable<string> vectors)
    {
        var cases = new TheoryData<string, Language>();
        foreach (var vector in vectors)
        {
            foreach (var language in Enum.GetValues<Language>())
                cases.Add(vector, language);
        }

        return cases;
    }

    /// <summary>Generates and compiles the module, and makes one.</summary>
    public torch.nn.Module Make(Language language, params object[] arguments) =>
        (torch.nn.Module)Activator.CreateInstance(language == Language.CSharp ? LoadCSharp() : LoadFSharp(), arguments)!;

    private Type LoadCSharp()
    {
        string[] own = Used.Length == 0 ? [] : ["Uses(typeof(Own))"];
        var used = Used.Length == 0 ? "" : $"{Attributes(Used)} public partial class Own;";
        return GeneratorRun.Of($"using Gald; {used} {Attributes([.. attributes, .. own])} public partial class {Name};").Load().GetType(Name, throwOnError: true)!;

        static string Attributes(IEnumerable<string> all) => string.Join(' ', all.Select(attribute => $"[{attribute}]"));
    }

    private Type LoadFSharp()
    {
        string[] own = Used.Length == 0 ? [] : ["Uses(typeof<Own>)"];
        var used = Used.Length == 0 ? "" : $"{Attributes(Used)}type Own = class end\n";
        var assembly = FSharpRun.Of($"namespace global\nopen Gald\n{used}{Attributes([.. attributes, .. own])}type {Name} = class end\n").Load();

        // The module of a declaration has one class that anybody can make.
        return assembly.GetType($"{Name}Module", throwOnError: true)!.GetNestedTypes().Single(type => type.Name is "Network" or "Block" or "Stage");

        static string Attributes(IEnumerable<string> all) => string.Concat(all.Select(attribute => $"[<{attribute}>]\n"));
    }
}
