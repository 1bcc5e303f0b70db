using System.Runtime.CompilerServices;
using Gald.Generators.Architecture;
using Gald.Generators.Emission;
using Gald.Generators.Emission.CSharp;
using Gald.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Gald.Generators;

/// <summary>
/// Constants that are generated, such as the channels of a backbone, in the arguments of other declarations. A generator does not see
/// what it makes itself, so where an argument is not known, the declarations are read once more in a project that has the constants:
/// C# itself computes with them.
/// </summary>
internal static class GeneratedConstants
{
    /// <summary>The path of the files with constants.</summary>
    private const string OwnPath = "Generated constants";

    private static readonly ConditionalWeakTable<Compilation, Resolved> Known = new();

    /// <summary>A declaration with the values that follow from those of others, if it lacks any.</summary>
    /// <param name="type">Its class.</param>
    /// <param name="declaration">What was read of it.</param>
    /// <param name="compilation">The project as it was written.</param>
    public static Declaration Complete(INamedTypeSymbol type, Declaration declaration, Compilation compilation) =>
        !LacksValues(declaration) ? declaration : Known.GetValue(compilation, Resolve).Declarations.TryGetValue(DeclarationParser.MetadataNameOf(type), out var complete) ? complete : declaration;

    /// <summary>A project with the constants that are generated for it.</summary>
    public static Compilation AddTo(Compilation compilation) => Known.GetValue(compilation, Resolve).Compilation;

    private static bool LacksValues(Declaration declaration) =>
        declaration.IsUnreadable || declaration.Attributes.Any(attribute => attribute.Stages.Any(stage => stage.Fault is not null));

    private static bool StatesConstants(Declaration declaration) => ModuleForms.Of(declaration) is not (ModuleForm.Network or ModuleForm.None);

    private static Resolved Resolve(Compilation compilation)
    {
        var types = DeclarationFinder.In(compilation).GroupBy(DeclarationParser.MetadataNameOf).ToDictionary(same => same.Key, same => same.First());
        var read = types.ToDictionary(type => type.Key, type => DeclarationParser.Parse(type.Value, compilation));
        var stated = new HashSet<string>();
        var complete = compilation;

        // Each round knows the constants of the classes that the last one could read.
        while (read.Where(one => StatesConstants(one.Value) && !LacksValues(one.Value) && Verdict.Of(one.Value).Refusal is null && stated.Add(one.Key)).ToArray() is { Length: > 0 } added)
        {
            complete = complete.AddSyntaxTrees(added.SelectMany(one => Print(one.Value, compilation)));
            foreach (var name in read.Where(one => LacksValues(one.Value)).Select(one => one.Key).ToArray())
                read[name] = DeclarationParser.Parse(Find(types[name], complete), complete);
        }

        BlameOthers(read, types, stated, complete);
        return new(complete, read);
    }

    /// <summary>
    /// What depends on a constant of a class that is wrong itself is not wrong for its part: the error is that of the class.
    /// </summary>
    private static void BlameOthers(Dictionary<string, Declaration> read, Dictionary<string, INamedTypeSymbol> types, HashSet<string> stated, Compilation complete)
    {
        var outlined = complete.AddSyntaxTrees(read.Where(one => StatesConstants(one.Value) && !stated.Contains(one.Key)).SelectMany(one => Print(one.Value, complete)));
        var open = read.Where(one => one.Value.Unread.Count > 0).Select(one => one.Key).ToList();
        var causes = open.ToDictionary(name => name, name => DeclarationParser.Parse(Find(types[name], outlined), outlined) is { Unread.Count: 0 }
            ? ConstantsIn(Find(types[name], outlined), outlined).ToArray()
            : []);
        while (open.FirstOrDefault(name => causes[name].Any(cause => cause != name && !open.Contains(cause) && read.ContainsKey(cause))) is { } consequence)
        {
            var cause = causes[consequence].First(cause => cause != consequence && !open.Contains(cause) && read.ContainsKey(cause));
            if (Verdict.Of(read[cause]).Refusal is { } refusal)
                read[consequence] = read[consequence] with { Unread = default, Foreign = $"{types[cause].Name}: {refusal.Errors[0]}" };
            open.Remove(consequence);
        }
    }

    /// <summary>The classes whose generated constants the declaration of a class uses, directly or by constants of the user's.</summary>
    private static IEnumerable<string> ConstantsIn(INamedTypeSymbol type, Compilation compilation)
    {
        var visited = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var open = new Stack<SyntaxNode>(DeclarationParser.AttributesOf(type).Select(attribute => attribute.ApplicationSyntaxReference!.GetSyntax()));
        while (open.Count > 0)
        {
            var node = open.Pop();
            var model = compilation.GetSemanticModel(node.SyntaxTree);
            foreach (var name in node.DescendantNodes().OfType<SimpleNameSyntax>())
            {
                if (model.GetSymbolInfo(name).Symbol is not IFieldSymbol { IsConst: true } field || !visited.Add(field))
                    continue;
                foreach (var written in field.DeclaringSyntaxReferences)
                {
                    if (written.SyntaxTree.FilePath != OwnPath)
                        open.Push(written.GetSyntax());
                    else
                        yield return DeclarationParser.MetadataNameOf(field.ContainingType);
                }
            }
        }
    }

    private static IEnumerable<SyntaxTree> Print(Declaration declaration, Compilation compilation)
    {
        var constants = Verdict.Of(declaration).Constants;
        if (declaration.Type.Obstacle is not null || constants.Count == 0)
            yield break;
        using var writer = new SourceWriter();
        FileFrame.Open(writer, declaration.Type);
        writer.Open($"partial class {FileFrame.Escape(declaration.Type.Name)}");
        foreach (var constant in constants)
            writer.Line($"public const int {constant.Name} = {constant.Value.ToString(CultureInfo.InvariantCulture)};");
        FileFrame.Close(writer, declaration.Type);
        yield return CSharpSyntaxTree.ParseText(writer.ToString(), (CSharpParseOptions)compilation.SyntaxTrees.First().Options, OwnPath);
    }

    private static INamedTypeSymbol Find(INamedTypeSymbol type, Compilation compilation) =>
        compilation.Assembly.GetTypeByMetadataName(DeclarationParser.MetadataNameOf(type)) ?? type;

    /// <summary>The declarations of a project, and the project with the constants that are generated for it.</summary>
    private sealed record Resolved(Compilation Compilation, IReadOnlyDictionary<string, Declaration> Declarations);
}
