using FSharp.Compiler.Syntax;
using FSharp.Compiler.Text;

namespace Gald.FSharp.Parsing;

/// <summary>Finds the types of a file, and enters every name in it into the spaces that later files see.</summary>
/// <param name="file">The file.</param>
/// <param name="root">The outermost namespace of all files so far.</param>
internal sealed class FileReader(SourceFile file, Space root)
{
    private readonly List<SourceType> types = [];
    private readonly List<Space> modules = [];

    /// <summary>The types in the order of the file.</summary>
    public IReadOnlyList<SourceType> Types => types;

    /// <summary>The modules of the file.</summary>
    public IReadOnlyList<Space> Modules => modules;

    public void Read()
    {
        root.IsIncomplete |= file.IsBroken;
        foreach (var part in file.Contents)
        {
            var path = SyntaxFacts.PathOf(part.longId);
            var isModule = part.kind.IsNamedModule || part.kind.IsAnonModule;
            var outer = part.kind.IsGlobalNamespace ? [] : isModule ? path.Take(path.Count - 1).ToArray() : path;
            var space = outer.Aggregate(root, (around, name) => around.Enter(name));
            var place = new Surroundings(space, space.Path, [], new Scope(root), part.isRecursive, IsPublic: true, IsVisible: true);
            place.Scope.Open(space);
            if (isModule && path.Count > 0)
                ReadModule(path[path.Count - 1], part.longId.Last().idRange, part.attribs, part.accessibility?.Value, part.decls, place, isRecursive: false);
            else
                Read(part.decls, place);
        }
    }

    private void Read(IEnumerable<SynModuleDecl> declarations, Surroundings place)
    {
        foreach (var declaration in declarations)
        {
            switch (declaration)
            {
                case SynModuleDecl.NestedModule { moduleInfo: { LongIdent: [.., { } name] } module } nested:
                    ReadModule(name.idText, name.idRange, module.attributes, module.accessibility?.Value, nested.decls, place, nested.isRecursive);
                    break;
                case SynModuleDecl.ModuleAbbrev abbreviation:
                    foreach (var meant in place.Scope.FindSpaces(SyntaxFacts.PathOf(abbreviation.longId)).Reverse().ToArray())
                        place.Scope.Add(abbreviation.ident.idText, meant);
                    break;
                case SynModuleDecl.Open open:
                    Open(open.target, place.Scope);
                    break;
                case SynModuleDecl.Let let:
                    foreach (var binding in let.bindings)
                        ReadValue(binding, place);
                    break;
                case SynModuleDecl.Types group:
                    ReadTypes(group.typeDefns, place);
                    break;
                case SynModuleDecl.Exception { exnDefn.exnRepr: var exception }:
                    AddType(NameOf(exception.caseName), exception.attributes, exception.accessibility?.Value, new TypeForm("an exception"), place);
                    break;
            }
        }
    }

    private void ReadModule(
        string name, Range range, IEnumerable<SynAttributeList> attributes, SynAccess? access, IEnumerable<SynModuleDecl> declarations, Surroundings around, bool isRecursive)
    {
        var space = around.Space.Enter(name);
        space.IsAutoOpen |= SyntaxFacts.Has(attributes, "AutoOpen");
        space.SaysSuffix |= SyntaxFacts.Has(attributes, "CompilationRepresentation");
        modules.Add(space);
        if (SyntaxFacts.Flatten(attributes).Any())
            types.Add(Create((name, range), attributes, access, new TypeForm("a module"), around));
        around.Scope.Add(name, space);
        Read(declarations, around with
        {
            Space = space,
            Modules = [.. around.Modules, space],
            Scope = new Scope(root, around.Capture()),
            IsRecursive = around.IsRecursive || isRecursive,
            IsPublic = around.IsPublic && IsPublic(access),
            IsVisible = around.IsVisible && access is not SynAccess.Private,
        });
        if (space.IsAutoOpen)
            around.Scope.Open(space);
    }

    private static void Open(SynOpenDeclTarget target, Scope scope)
    {
        if (target is SynOpenDeclTarget.ModuleOrNamespace space)
        {
            // The newest last, so that its names win.
            foreach (var opened in scope.FindSpaces(SyntaxFacts.PathOf(space.longId.LongIdent)).Reverse().ToArray())
                scope.Open(opened);
        }
        else if (target is SynOpenDeclTarget.Type type && SyntaxFacts.PathOf(type.typeName) is { } path && scope.FindEnumeration(path) is { } enumeration)
        {
            foreach (var member in Language.MembersOf(enumeration))
                scope.Add(member.Key, new OpenedMember(member.Value));
        }
    }

    private static void ReadValue(SynBinding binding, Surroundings place)
    {
        var (name, attributes) = NameOf(binding.headPat);
        if (name is null)
            return;
        var isLiteral = SyntaxFacts.Has(binding.attributes, "Literal") || SyntaxFacts.Has(attributes, "Literal");
        var value = new Binding(binding.expr, place.Capture(), isLiteral);
        place.Scope.Add(name, value);
        place.Space.Values[name] = value;
    }

    private static (string? Name, IEnumerable<SynAttributeList> Attributes) NameOf(SynPat pattern) => pattern switch
    {
        SynPat.Named named => (named.ident.ident.idText, []),
        SynPat.LongIdent { argPats: SynArgPats.Pats { pats: [] } } path when path.longDotId.LongIdent is [{ } only] => (only.idText, []),
        SynPat.Typed typed => NameOf(typed.pat),
        SynPat.Paren inner => NameOf(inner.pat),
        SynPat.Attrib attributed => (NameOf(attributed.pat).Name, attributed.attributes),
        _ => (null, []),
    };

    private static (string Name, Range Range) NameOf(SynUnionCase exception) => (exception.ident.ident.idText, exception.ident.ident.idRange);

    /// <summary>The types of a group see each other.</summary>
    private void ReadTypes(IReadOnlyList<SynTypeDefn> group, Surroundings place)
    {
        var shared = place with { Scope = place.IsRecursive ? place.Scope : place.Scope.Freeze(), IsRecursive = true };
        foreach (var type in group)
        {
            if (type.typeInfo.LongIdent is not [.., { } name] || type.typeRepr is SynTypeDefnRepr.ObjectModel { kind.IsAugmentation: true })
                continue;
            var found = AddType((name.idText, name.idRange), type.typeInfo.attributes, type.typeInfo.accessibility?.Value, TypeFormReader.Read(type), shared);
            place.Scope.Add(found.Name, found);
        }
    }

    private SourceType AddType((string Text, Range Range) name, IEnumerable<SynAttributeList> attributes, SynAccess? access, TypeForm form, Surroundings place)
    {
        var type = Create(name, attributes, access, form, place);
        types.Add(type);
        place.Scope.Add(type.Name, type);
        place.Space.Types[type.Name] = type;
        return type;
    }

    private SourceType Create((string Text, Range Range) name, IEnumerable<SynAttributeList> attributes, SynAccess? access, TypeForm form, Surroundings place) => new()
    {
        File = file,
        Name = name.Text,
        NameRange = name.Range,
        Namespace = place.Namespace,
        Modules = place.Modules,
        Path = place.Space.Path.Length == 0 ? name.Text : $"{place.Space.Path}.{name.Text}",
        IsPublic = place.IsPublic && IsPublic(access),
        IsVisible = place.IsVisible && access is not SynAccess.Private,
        Scope = place.Capture(),
        Attributes = [.. SyntaxFacts.Flatten(attributes)],
        Form = form,
    };

    private static bool IsPublic(SynAccess? access) => access is null or SynAccess.Public;

    /// <summary>Where declarations stand.</summary>
    /// <param name="Space">The module or namespace.</param>
    /// <param name="Namespace">The namespace around all modules.</param>
    /// <param name="Modules">The modules in it that are around, the outermost first.</param>
    /// <param name="Scope">The names so far.</param>
    /// <param name="IsRecursive">Whether names may be used before they are declared.</param>
    /// <param name="IsPublic">Whether every assembly sees what is in here.</param>
    /// <param name="IsVisible">Whether other files see what is in here.</param>
    private sealed record Surroundings(
        Space Space, string Namespace, IReadOnlyList<Space> Modules, Scope Scope, bool IsRecursive, bool IsPublic, bool IsVisible)
    {
        /// <summary>The names that a declaration at this place may use.</summary>
        public Scope Capture() => IsRecursive ? Scope : Scope.Freeze();
    }
}
