using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Gald.Generators.Parsing;

/// <summary>
/// Finds the classes that carry attributes of the language, also under other names that a project gives to these. Roslyn's own search is
/// for one attribute: for all of the language it would go through a project's files some forty times at each keystroke. This one does so
/// once, in the same steps: names in the files that have changed, then symbols of the classes that have such names.
/// </summary>
internal static class DeclarationFinder
{
    /// <summary>What is read of each class; a class in several parts is found where its first attribute stands.</summary>
    public static IncrementalValuesProvider<T> Find<T>(IncrementalGeneratorInitializationContext context, Func<INamedTypeSymbol, Compilation, T> read)
    {
        var files = context.CompilationProvider
            .SelectMany(static (compilation, _) => compilation.SyntaxTrees)
            .Select(static (tree, cancellation) => AttributedClasses.Of(tree.GetRoot(cancellation)))
            .Where(static file => !file.IsEmpty);
        var aliases = files
            .SelectMany(static (file, _) => file.GlobalAliases)
            .Collect()
            .Select(static (all, _) => new EquatableArray<string>(all));
        return files
            .Combine(aliases)
            .Select(static (pair, _) => pair.Left.OfLanguage(pair.Right))
            .Where(static classes => classes.Length > 0)
            .Combine(context.CompilationProvider)
            .SelectMany((pair, cancellation) => TypesOf(pair.Left, pair.Right, cancellation).Select(type => read(type, pair.Right)).ToImmutableArray());
    }

    /// <summary>The classes in a compilation, in the order of its files.</summary>
    public static IEnumerable<INamedTypeSymbol> In(Compilation compilation)
    {
        AttributedClasses[] files = [.. compilation.SyntaxTrees.Select(tree => AttributedClasses.Of(tree.GetRoot()))];
        EquatableArray<string> aliases = new(files.SelectMany(file => file.GlobalAliases));
        return files
            .Select(file => file.OfLanguage(aliases))
            .Where(classes => classes.Length > 0)
            .SelectMany(classes => TypesOf(classes, compilation, default));
    }

    private static IEnumerable<INamedTypeSymbol> TypesOf(TypeDeclarationSyntax[] classes, Compilation compilation, CancellationToken cancellation)
    {
        var model = compilation.GetSemanticModel(classes[0].SyntaxTree);
        foreach (var node in classes)
        {
            if (model.GetDeclaredSymbol(node, cancellation) is { } type
                && DeclarationParser.AttributesOf(type).FirstOrDefault()?.ApplicationSyntaxReference is { } first
                && first.SyntaxTree == node.SyntaxTree
                && node.Span.Contains(first.Span))
                yield return type;
        }
    }
}

/// <summary>The classes with attributes in a file, and the names that it gives to types in all files. Nothing but syntax.</summary>
internal sealed class AttributedClasses
{
    private readonly List<(TypeDeclarationSyntax Class, string[] Attributes)> classes = [];

    /// <summary>The names that the file gives to types for itself.</summary>
    private readonly HashSet<string> aliases = [];

    private readonly List<string> globalAliases = [];

    public IReadOnlyList<string> GlobalAliases => globalAliases;

    public bool IsEmpty => classes.Count == 0 && globalAliases.Count == 0;

    public static AttributedClasses Of(SyntaxNode root)
    {
        var file = new AttributedClasses();
        foreach (var node in root.DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax))
        {
            if (node is UsingDirectiveSyntax { Alias.Name.Identifier.ValueText: { } alias } directive)
            {
                if (directive.GlobalKeyword.IsKind(SyntaxKind.None))
                    file.aliases.Add(alias);
                else
                    file.globalAliases.Add(alias);
            }
            else if (node is TypeDeclarationSyntax { AttributeLists.Count: > 0 } type && type.Kind() is SyntaxKind.ClassDeclaration or SyntaxKind.RecordDeclaration)
            {
                file.classes.Add((type, [.. type.AttributeLists.SelectMany(list => list.Attributes).Select(attribute => NameOf(attribute.Name))]));
            }
        }

        return file;
    }

    /// <summary>The classes whose attributes may be of the language by their names.</summary>
    /// <param name="aliasesOfAll">The names that a project's files give to types in all files.</param>
    public TypeDeclarationSyntax[] OfLanguage(EquatableArray<string> aliasesOfAll) =>
        [.. classes.Where(one => one.Attributes.Any(name => MayBeOfLanguage(name, aliasesOfAll))).Select(one => one.Class)];

    private bool MayBeOfLanguage(string name, EquatableArray<string> aliasesOfAll) =>
        DeclarationParser.IsAttributeName(name)
        || aliases.Contains(name)
        || aliases.Contains(name + DeclarationParser.Suffix)
        || aliasesOfAll.Any(alias => alias == name || alias == name + DeclarationParser.Suffix);

    private static string NameOf(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };
}
