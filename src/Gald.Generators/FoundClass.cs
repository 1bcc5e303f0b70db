using Gald.Generators.Architecture;
using Gald.Generators.Diagnostics;
using Gald.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace Gald.Generators;

/// <summary>A class with a declaration, and what else the generator has to know of it.</summary>
/// <param name="Declaration">What it declares.</param>
/// <param name="Own">The members that it has already.</param>
/// <param name="Places">Where what it says stands.</param>
internal sealed record FoundClass(Declaration Declaration, OwnMembers Own, DeclarationPlaces Places)
{
    /// <summary>What a class in a compilation says.</summary>
    public static FoundClass Of(INamedTypeSymbol type, Compilation compilation)
    {
        AttributeData[] attributes = [.. DeclarationParser.AttributesOf(type)];
        Declaration declaration;
        try
        {
            declaration = GeneratedConstants.Complete(type, DeclarationParser.Parse(type, compilation), compilation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            var problems = new Problems();
            TypeRules.ReportFailure(type.Name, failure, problems);
            declaration = new Declaration(DeclarationParser.ReadType(type, ModuleForm.None), default, new(problems.Found), null);
        }

        return new(declaration, DeclarationParser.ReadMembers(type), DeclarationPlaces.Of(type, attributes));
    }
}

/// <summary>All classes with a declaration.</summary>
internal sealed class FoundClasses(EquatableArray<FoundClass> all) : IEquatable<FoundClasses>
{
    private readonly EquatableArray<FoundClass> all = all;
    private readonly Dictionary<string, FoundClass> byName = all.GroupBy(one => one.Declaration.Type.FullMetadataName).ToDictionary(same => same.Key, same => same.First());
    private readonly Dictionary<string, int> files = all
        .GroupBy(one => Dotted(one.Declaration.Type.FullMetadataName), StringComparer.OrdinalIgnoreCase)
        .ToDictionary(same => same.Key, same => same.Count(), StringComparer.OrdinalIgnoreCase);

    public FoundClass this[string fullMetadataName] => byName[fullMetadataName];

    /// <summary>The name of a class's file. Roslyn, like some file systems, takes names that differ by case only for one.</summary>
    public string FileNameOf(string fullMetadataName)
    {
        var name = Dotted(fullMetadataName);
        return files[name] == 1 ? $"{name}.g.cs" : $"{name}.{Hash(fullMetadataName).ToString("x8", CultureInfo.InvariantCulture)}.g.cs";
    }

    public bool Equals(FoundClasses? other) => other is not null && all.Equals(other.all);

    public override bool Equals(object? obj) => Equals(obj as FoundClasses);

    public override int GetHashCode() => all.GetHashCode();

    private static string Dotted(string metadataName) => metadataName.Replace('+', '.');

    /// <summary>FNV-1a, which unlike the library's hash is the same in every process.</summary>
    private static uint Hash(string text) =>
        text.Aggregate(2166136261u, (hash, character) => unchecked((hash ^ character) * 16777619u));
}

/// <summary>A class that was written by hand and states a contract.</summary>
internal static class FoundContract
{
    /// <summary>What is wrong with the contract.</summary>
    public static EquatableArray<Report> Check(GeneratorAttributeSyntaxContext found)
    {
        var type = (INamedTypeSymbol)found.TargetSymbol;
        if (StageParser.ContractOf(type) is not { } contract || contract.ApplicationSyntaxReference is not { } written || !found.TargetNode.Span.Contains(written.Span))
            return default;
        var problems = new Problems();
        var compilation = found.SemanticModel.Compilation;
        var read = AttributeParser.Read(contract, 0, compilation, withStages: false);
        if (read.Error is not null)
        {
            compilation = GeneratedConstants.AddTo(compilation);
            type = compilation.GetTypeByMetadataName(DeclarationParser.MetadataNameOf(type)) ?? type;
            contract = StageParser.ContractOf(type) ?? contract;
            read = AttributeParser.Read(contract, 0, compilation, withStages: false);
        }

        problems.Add(read.Unread);
        if (StageParser.Parse(type, compilation) is { Fault: null, Contract: { } declared } stage)
            StageContract.Read(stage, new ArgumentReader(declared, 0, problems));
        var places = DeclarationPlaces.Of(type, [contract]);
        return new(problems.Found.Select(problem => Report.Of(problem, place => places[place])));
    }
}
