using Gald.Generators.Architecture;
using Gald.Generators.Diagnostics;

namespace Gald.FSharp.Parsing;

/// <summary>What a file declares.</summary>
/// <param name="Declarations">What is to be printed, in the order of the file except that what is used stands above its use.</param>
/// <param name="Findings">What there is to say, in the order of the file.</param>
internal sealed record DeclarationFile(IReadOnlyList<Declaration> Declarations, IReadOnlyList<Finding> Findings)
{
    public bool HasErrors => Findings.Any(finding => finding.Rule.Severity == Severity.Error);
}

/// <summary>Reads the files of declarations of a project, of which each may use the earlier ones.</summary>
internal static class DeclarationFiles
{
    public static IReadOnlyList<DeclarationFile> Read(IReadOnlyList<SourceFile> files)
    {
        var root = Language.CreateRoot();
        var modules = new HashSet<string>();
        var read = new List<(ReadDeclaration[] Declarations, Finding[] Contracts)>();
        foreach (var file in files)
        {
            var reader = new FileReader(file, root);
            reader.Read();
            modules.UnionWith(reader.Modules.Select(module => module.Path));
            read.Add((
                [.. reader.Types.Select(DeclarationReader.Read).OfType<ReadDeclaration>()],
                [.. reader.Types.SelectMany(DeclarationReader.CheckContract)]));
        }

        var taken = new Dictionary<string, string>();
        foreach (var module in modules)
            taken[module] = $"the module {module}";
        return [.. read.Select(file => Finish(file.Declarations, file.Contracts, taken))];
    }

    private static DeclarationFile Finish(IEnumerable<ReadDeclaration> declarations, IEnumerable<Finding> contracts, Dictionary<string, string> taken)
    {
        var printed = new List<ReadDeclaration>();
        var findings = new List<Finding>(contracts);
        foreach (var declaration in declarations)
        {
            findings.AddRange(declaration.Findings);

            // The generated module of its name is called otherwise in the assembly, too.
            if (declaration.Type.Modules.FirstOrDefault(module => module.IsSuffixed) is { } suffixed)
                findings.Add(Finding.Of(FSharpRules.NameTaken, declaration.Type.NameRange, declaration.Type.Path, $"a part of {suffixed.Path}Module", $"the module {suffixed.Path}, as a type has its name"));
            else if (!taken.TryGetValue(declaration.Path, out var other))
            {
                taken.Add(declaration.Path, $"the module of {declaration.Type.Path}");
                printed.Add(declaration);
            }
            else if (!declaration.Type.File.IsBroken && declaration.Findings.All(finding => finding.Rule != TypeRules.NotAnEmptyClass))
            {
                findings.Add(Finding.Of(FSharpRules.NameTaken, declaration.Type.NameRange, declaration.Type.Path, declaration.Path, other));
            }
        }

        // In a recursive group or module a type may stand below its use; its module may not.
        var inOrder = printed.SelectMany(declaration => printed.Where(declaration.Uses).Append(declaration)).Distinct();
        return new DeclarationFile([.. inOrder.Select(declaration => declaration.Declaration)], [.. findings.OrderBy(finding => finding.Range.StartLine).ThenBy(finding => finding.Range.StartColumn)]);
    }
}
