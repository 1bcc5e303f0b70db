using System.Text;
using Gald.Generators.Architecture;
using Gald.Generators.Diagnostics;
using Gald.Generators.Emission.CSharp;
using Gald.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Gald.Generators;

/// <summary>
/// Generates the module of every class with <c>[SegmentationNetwork]</c>. What is wrong with a declaration is reported by
/// <see cref="DeclarationAnalyzer"/>, so that this pipeline holds nothing but comparable values.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class GaldGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var declarations = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                DeclarationParser.NetworkAttribute,
                static (node, _) => node is TypeDeclarationSyntax,
                static (found, _) => DeclarationParser.Parse((INamedTypeSymbol)found.TargetSymbol))
            .WithTrackingName(StepNames.Declaration);
        var files = declarations
            .Select(static (declaration, _) => GeneratedFile.Of(declaration))
            .WithTrackingName(StepNames.File);
        context.RegisterSourceOutput(files, static (output, file) =>
        {
            if (file is not null)
                output.AddSource(file.Name, SourceText.From(file.Text, new UTF8Encoding(false)));
        });
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
