using System.Text;
using Gald.Generators.Architecture;
using Gald.Generators.Diagnostics;
using Gald.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Gald.Generators;

/// <summary>
/// Generates the module of every class that carries attributes of the language, and reports what is wrong with a declaration: as an
/// error of the generator it is there too where no analyzer runs. The pipeline holds nothing but comparable values.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class GaldGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Any attribute finds a declaration, also of a class that lacks [SegmentationNetwork]: it needs its stub.
        var found = DeclarationFinder.Find(context, FoundClass.Of).WithTrackingName(StepNames.Found);
        var classes = found
            .Collect()
            .Select(static (all, _) => new FoundClasses(new(all)))
            .WithTrackingName(StepNames.Classes);
        var files = found
            .Select(static (one, _) => one.Declaration)
            .WithTrackingName(StepNames.Declaration)
            .Select(static (declaration, cancellation) => PendingFile.Start(declaration, cancellation))
            .Select(static (pending, _) => pending.Value)
            .WithTrackingName(StepNames.File);

        // A file depends on its declaration alone; its name and the places of its errors depend on what stands around.
        var outputs = files.Combine(classes)
            .Select(static (pair, _) => Output.Of(pair.Left, pair.Right))
            .WithTrackingName(StepNames.Output);
        context.RegisterSourceOutput(outputs, static (production, output) => output.AddTo(production));

        var contracts = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                DeclarationParser.ContractType,
                static (node, _) => node.IsKind(SyntaxKind.ClassDeclaration) || node.IsKind(SyntaxKind.RecordDeclaration),
                static (found, _) => FoundContract.Check(found))
            .WithTrackingName(StepNames.Contract);
        context.RegisterSourceOutput(contracts, static (production, reports) =>
        {
            foreach (var report in reports)
                production.ReportDiagnostic(report.ToDiagnostic());
        });
    }
}

/// <summary>The names of the generator's steps, by which tests follow them.</summary>
internal static class StepNames
{
    public const string Found = nameof(Found);

    public const string Classes = nameof(Classes);

    public const string Declaration = nameof(Declaration);

    public const string File = nameof(File);

    public const string Output = nameof(Output);

    public const string Contract = nameof(Contract);
}

/// <summary>What goes to the C# compiler for one class: a file, errors, or both.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Text">The code; null if nothing can be added to the class.</param>
/// <param name="Errors">What is wrong.</param>
internal sealed record Output(string Name, string? Text, EquatableArray<Report> Errors)
{
    public static Output Of(GeneratedFile file, FoundClasses classes)
    {
        var (own, places) = (classes[file.FullMetadataName].Own, classes[file.FullMetadataName].Places);
        var clashes = file.FindClashes(own);
        var beside = clashes.Count == 0 ? file : file.Beside(own, clashes);
        return new(classes.FileNameOf(file.FullMetadataName), beside.Text, new(beside.Errors.SelectMany(error => error.Rule == TypeRules.MemberTaken
            ? places.OfMember(error.Values[1]).Select(place => Report.Of(error, _ => place))
            : [Report.Of(error, place => places[place])])));
    }

    /// <summary>Adds the file and reports the errors.</summary>
    public void AddTo(SourceProductionContext production)
    {
        if (Text is not null)
            production.AddSource(Name, SourceText.From(Text, new UTF8Encoding(false)));
        foreach (var error in Errors)
            production.ReportDiagnostic(error.ToDiagnostic());
    }
}
