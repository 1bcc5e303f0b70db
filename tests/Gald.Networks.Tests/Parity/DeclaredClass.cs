using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using Gald.Testing;
using TorchSharp;

namespace Gald.Networks.Tests.Parity;

/// <summary>The languages that networks are declared in.</summary>
public enum Language
{
    CSharp,
    FSharp,
}

/// <summary>
/// What is declared in source text, as a user would write it, and the modules that become of it. Attributes are in words that are the same in
/// both languages, but for lists, which are written as <c>[1, 2]</c>.
/// </summary>
/// <param name="Whole">The attribute of the network or block.</param>
/// <param name="Stages">The attributes of its stages.</param>
internal sealed partial record DeclaredClass(string Whole, params IReadOnlyList<string> Stages)
{
    private static readonly ConcurrentDictionary<string, Lazy<Assembly>> compiled = new();

    /// <summary>The channels that a class of the stage alone is made for; null where there is none.</summary>
    public int? AloneFor { get; init; }

    /// <summary>Which of its own maps are a backbone's published ones, first to last; none for what is no backbone alone.</summary>
    public IReadOnlyList<int> Maps { get; init; } = [];

    /// <summary>Whether the batch norms of the backbone keep and use their running statistics in training.</summary>
    public bool FreezesStatistics { get; init; }

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

    /// <summary>
    /// Makes the module: with its stages in place and, where it is a block of one stage, also with the stage as a class that it uses, and the
    /// stage's class alone.
    /// </summary>
    public IEnumerable<torch.nn.Module> Make(Language language)
    {
        var assembly = language == Language.CSharp ? Compile(CSharpText()) : Compile(FSharpText());
        yield return Create("Published");
        if (AloneFor is not { } channels)
            yield break;
        yield return Create("Using");
        yield return Create("Alone", channels);

        torch.nn.Module Create(string name, params object[] arguments) => (torch.nn.Module)Activator.CreateInstance(
            language == Language.CSharp
                ? assembly.GetType(name, throwOnError: true)!

                // The module of a declaration has one class that anybody can make.
                : assembly.GetType($"{name}Module", throwOnError: true)!.GetNestedTypes().Single(type => type.Name is "Network" or "Block" or "Stage"),
            arguments)!;
    }

    private static Assembly Compile(string text) => compiled.GetOrAdd(text, declared => new(() => declared.StartsWith("namespace", StringComparison.Ordinal)
        ? FSharpRun.Of(declared).Load()
        : GeneratorRun.Of(declared).Load())).Value;

    private string CSharpText()
    {
        var (whole, stages) = (Attributes([Whole]), Attributes(Stages));
        return $"using Gald; {whole} {stages} public partial class Published;"
            + (AloneFor is null ? "" : $" {stages} public partial class Alone; {whole} [Uses(typeof(Alone))] public partial class Using;");

        static string Attributes(IEnumerable<string> all) => string.Join(' ', all.Select(attribute => $"[{List().Replace(attribute, "new[] { $1 }")}]"));
    }

    private string FSharpText()
    {
        var (whole, stages) = (Attributes([Whole]), Attributes(Stages));
        return $"namespace global\nopen Gald\n{whole}{stages}type Published = class end\n"
            + (AloneFor is null ? "" : $"{stages}type Alone = class end\n{whole}[<Uses(typeof<Alone>)>]\ntype Using = class end\n");

        static string Attributes(IEnumerable<string> all) =>
            string.Concat(all.Select(attribute => $"[<{List().Replace(attribute, match => $"[| {match.Groups[1].Value.Replace(",", ";")} |]")}>]\n"));
    }

    [GeneratedRegex(@"\[([^\]]*)\]")]
    private static partial Regex List();
}
