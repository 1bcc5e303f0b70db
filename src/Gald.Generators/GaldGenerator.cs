using System.Text;
using Gald.Generators.Architecture;
using Gald.Generators.Emission.CSharp;
using Gald.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Gald.Generators;

/// <summary>
/// Generates the module of every class that carries attributes of the language. What is wrong with a declaration is reported by
/// <see cref="DeclarationAnalyzer"/>, so that this pipeline holds nothing but comparable values.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class GaldGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Each attribute finds declarations, also the one that lacks [SegmentationNetwork]: it needs its stub.
        var found = DeclarationParser.AttributeTypes
            .Select(attribute => context.SyntaxProvider.ForAttributeWithMetadataName(
                attribute,
                static (node, _) => node.IsKind(SyntaxKind.ClassDeclaration) || node.IsKind(SyntaxKind.RecordDeclaration),
                static (found, _) => DeclarationParser.ParseAtFirst(found)))
            .ToArray();
        var classes = found
            .Select(static some => some.Where(static one => one is not null).Select(static (one, _) => one!.Value.Own).Collect())
            .Aggregate(static (left, right) => left.Combine(right).Select(static (pair, _) => pair.Left.AddRange(pair.Right)))
            .Select(static (all, _) => new EquatableArray<OwnMembers>(all));
        foreach (var some in found)
        {
            var files = some
                .Select(static (one, _) => one?.Declaration)
                .WithTrackingName(StepNames.Declaration)
                .Select(static (declaration, _) => declaration is null ? null : GeneratedFile.Of(declaration))
                .WithTrackingName(StepNames.File);

            // A file depends on its declaration alone; only whether it is added, and under which name, depends on more.
            var named = files.Combine(classes)
                .Select(static (pair, _) => pair.Left is { } file && file.NameBeside(pair.Right) is { } name ? new NamedFile(name, file.Text) : null)
                .WithTrackingName(StepNames.Name);
            context.RegisterSourceOutput(named, static (output, file) =>
            {
                if (file is not null)
                    output.AddSource(file.Name, SourceText.From(file.Text, new UTF8Encoding(false)));
            });
        }
    }
}

/// <summary>The names of the generator's steps, by which tests follow them.</summary>
internal static class StepNames
{
    public const string Declaration = nameof(Declaration);

    public const string File = nameof(File);

    public const string Name = nameof(Name);
}

/// <summary>A file of generated code as it is added to the compilation.</summary>
internal sealed record NamedFile(string Name, string Text);

/// <summary>A file of generated code.</summary>
/// <param name="Type">The class that it adds to.</param>
/// <param name="Members">The members that it adds.</param>
/// <param name="Text">The code.</param>
internal sealed record GeneratedFile(DeclaredType Type, EquatableArray<string> Members, string Text)
{
    /// <summary>The file's name, unless the name of another class differs by case only.</summary>
    public string Name => Dotted(Type.FullMetadataName) + ".g.cs";

    /// <summary>The file for a declaration; none if nothing can be added to its class.</summary>
    public static GeneratedFile? Of(Declaration declaration)
    {
        var type = declaration.Type;
        if (type.Obstacle is not null)
            return null;
        var (compiled, verdict) = Verdict.Compile(declaration);
        var text = compiled?.Module switch
        {
            null => StubPrinter.Print(type, ModuleForms.Of(declaration)),
            SegmentationNetwork network => NetworkPrinter.Print(type, network, compiled),
            _ => FeatureModulePrinter.Print(type, ModuleForms.Of(declaration), compiled),
        };
        return new GeneratedFile(type, verdict.Members, text);
    }

    /// <summary>The file's name among those of all classes; null if its class has a member of its own that the file adds too.</summary>
    public string? NameBeside(EquatableArray<OwnMembers> classes)
    {
        var own = classes.First(one => one.FullMetadataName == Type.FullMetadataName);
        if (MemberNames.FindClash(Members, own, Type.Name) is not null)
            return null;

        // Roslyn, like some file systems, takes names that differ by case only for one.
        var name = Dotted(Type.FullMetadataName);
        return classes.Count(one => string.Equals(Dotted(one.FullMetadataName), name, StringComparison.OrdinalIgnoreCase)) == 1
            ? Name
            : $"{name}.{Hash(Type.FullMetadataName).ToString("x8", CultureInfo.InvariantCulture)}.g.cs";
    }

    private static string Dotted(string metadataName) => metadataName.Replace('+', '.');

    /// <summary>FNV-1a, which unlike the library's hash is the same in every process.</summary>
    private static uint Hash(string text) =>
        text.Aggregate(2166136261u, (hash, character) => unchecked((hash ^ character) * 16777619u));
}
