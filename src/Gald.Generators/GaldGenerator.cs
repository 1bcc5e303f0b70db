using System.Text;
using Gald.Generators.Architecture;
using Gald.Generators.Diagnostics;
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
        foreach (var attribute in DeclarationParser.AttributeTypes)
        {
            var declarations = context.SyntaxProvider
                .ForAttributeWithMetadataName(
                    attribute,
                    static (node, _) => node.IsKind(SyntaxKind.ClassDeclaration) || node.IsKind(SyntaxKind.RecordDeclaration),
                    static (found, _) => DeclarationParser.ParseAtFirst(found))
                .WithTrackingName(StepNames.Declaration);
            var files = declarations
                .Select(static (declaration, _) => declaration is null ? null : GeneratedFile.Of(declaration))
                .WithTrackingName(StepNames.File);
            context.RegisterSourceOutput(files, static (output, file) =>
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
}

/// <summary>A file of generated code.</summary>
internal sealed record GeneratedFile(string Name, string Text)
{
    /// <summary>The file for a declaration; none if nothing can be added to its class.</summary>
    public static GeneratedFile? Of(Declaration declaration)
    {
        var type = declaration.Type;
        if (type.Obstacle is not null)
            return null;
        var compiled = NetworkCompiler.Compile(declaration, new Problems());
        return new GeneratedFile(
            $"{type.FullMetadataName.Replace('+', '.')}.g.cs",
            compiled is null ? StubPrinter.Print(type) : NetworkPrinter.Print(type, compiled));
    }
}
