using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Gald.CodeFixes;

/// <summary>A change of a declaration that a message names, as its diagnostic describes it.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Name">An argument, a type or an attribute; empty if there is nothing to name.</param>
/// <param name="Value">What it becomes.</param>
internal sealed record Change(string Kind, string Name, string Value)
{
    private static readonly string[] Sizes = ["Height", "Width"];

    /// <summary>Reads a line such as <c>Set|Groups|8</c>; the name may have that of its attribute in front.</summary>
    public static Change Parse(string line)
    {
        var parts = line.Split('|');
        var name = parts.ElementAtOrDefault(1) ?? "";
        return new(parts[0], parts[0] is "Set" or "Add" ? name.Substring(name.LastIndexOf('.') + 1) : name, parts.ElementAtOrDefault(2) ?? "");
    }

    /// <summary>What an editor shows.</summary>
    public string Title => Kind switch
    {
        "Partial" => Name.Length == 0 ? "Write 'partial'" : $"Write 'partial' in front of {Name}",
        "Plain" => "Make it a plain class",
        "Remove" => "Remove it",
        "Size" => $"Use images of at least {Name}×{Name}",
        "Attribute" => $"Add [{Name}]",
        "Copy" => $"Add {Name}",
        _ => $"Write {Name} = {Value}",
    };

    /// <summary>Whether it can be made at every place at once.</summary>
    public bool IsSafe => Kind is "Partial" or "Set" or "Add" or "Copy";

    /// <summary>The file with the change; null if there is nothing to change at the place.</summary>
    public SyntaxNode? Apply(SyntaxNode root, SyntaxNode marked)
    {
        var attribute = marked.FirstAncestorOrSelf<AttributeSyntax>();
        var type = marked.FirstAncestorOrSelf<TypeDeclarationSyntax>();
        return Kind switch
        {
            "Set" when attribute is not null && !IsUse(attribute) => marked is ExpressionSyntax expression && marked.FirstAncestorOrSelf<AttributeArgumentSyntax>() is not null
                ? root.ReplaceNode(expression, SyntaxFactory.ParseExpression(Value).WithTriviaFrom(expression))
                : root.ReplaceNode(attribute, With(attribute, Name, Value)),
            "Add" when attribute is not null && !IsUse(attribute) => root.ReplaceNode(attribute, With(attribute, Name, Value)),
            "Copy" when attribute is not null => root.ReplaceNode(attribute, With(attribute, Name, marked.ToString())),
            "Size" when type is not null && SizedBy(type) is { } sized => root.ReplaceNode(sized, Enlarge(sized)),
            "Attribute" when type is not null => root.ReplaceNode(type, AddAttribute(type)),
            "Remove" when attribute is not null => Remove(root, attribute, marked),
            "Partial" when FindPart(type) is { } part => root.ReplaceNode(part, AddPartial(part)),
            "Plain" when type is not null => root.ReplaceNode(type, MakePlain(type)),
            _ => null,
        };
    }

    private TypeDeclarationSyntax? FindPart(TypeDeclarationSyntax? type) =>
        Name.Length == 0 ? type : type?.Ancestors().OfType<TypeDeclarationSyntax>().FirstOrDefault(around => around.Identifier.ValueText == Name);

    /// <summary>An attribute that names classes has no arguments of theirs.</summary>
    private static bool IsUse(AttributeSyntax attribute) => NameOf(attribute) == "Uses";

    private static string NameOf(AttributeSyntax attribute)
    {
        var name = attribute.Name is QualifiedNameSyntax qualified ? qualified.Right.Identifier.ValueText : attribute.Name.ToString();
        return name.EndsWith("Attribute", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Attribute".Length) : name;
    }

    private static AttributeSyntax With(AttributeSyntax attribute, string name, string value)
    {
        var expression = SyntaxFactory.ParseExpression(value);
        var arguments = attribute.ArgumentList ?? SyntaxFactory.AttributeArgumentList();
        if (arguments.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name) is { } written)
            return attribute.WithArgumentList(arguments.ReplaceNode(written.Expression, expression.WithTriviaFrom(written.Expression)));
        var added = SyntaxFactory.ParseAttributeArgumentList($"({name} = {value})")!.Arguments[0];
        return attribute.WithArgumentList(arguments.Arguments.Count == 0
            ? arguments.AddArguments(added)
            : arguments.WithArguments(SyntaxFactory.SeparatedList<AttributeArgumentSyntax>(
                arguments.Arguments.GetWithSeparators().Concat([SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), added]))));
    }

    /// <summary>The attribute that states the size of the input.</summary>
    private static AttributeSyntax? SizedBy(TypeDeclarationSyntax type) => type.AttributeLists
        .SelectMany(list => list.Attributes)
        .FirstOrDefault(attribute => attribute.ArgumentList?.Arguments.Any(argument => Sizes.Contains(argument.NameEquals?.Name.Identifier.ValueText)) ?? false);

    private AttributeSyntax Enlarge(AttributeSyntax attribute) => Sizes.Aggregate(attribute, (sized, side) =>
        sized.ArgumentList!.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == side)?.Expression is LiteralExpressionSyntax { Token.Value: int length }
            && length >= int.Parse(Name, System.Globalization.CultureInfo.InvariantCulture) ? sized : With(sized, side, Name));

    private TypeDeclarationSyntax AddAttribute(TypeDeclarationSyntax type)
    {
        var list = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(
            SyntaxFactory.Attribute(SyntaxFactory.ParseName(Name.Split('(')[0]), SyntaxFactory.ParseAttributeArgumentList(Name.Substring(Name.IndexOf('('))))));
        var last = type.AttributeLists.Last();
        return type.InsertNodesAfter(last, [list.WithLeadingTrivia(last.GetLeadingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia))).WithTrailingTrivia(last.GetTrailingTrivia())]);
    }

    private static SyntaxNode? Remove(SyntaxNode root, AttributeSyntax attribute, SyntaxNode marked)
    {
        // One class of several, or one argument; the attribute itself if nothing would be left, or if it is marked as a whole.
        if (marked.FirstAncestorOrSelf<AttributeArgumentSyntax>() is { } argument && attribute.ArgumentList!.Arguments.Count > 1 && (IsUse(attribute) || argument.NameEquals is not null))
            return root.RemoveNode(argument, SyntaxRemoveOptions.KeepNoTrivia);
        var list = (AttributeListSyntax)attribute.Parent!;
        if (list.Attributes.Count > 1)
            return root.RemoveNode(attribute, SyntaxRemoveOptions.KeepNoTrivia);

        // Along with its line, if it has one.
        var isAlone = list.GetFirstToken().GetPreviousToken().TrailingTrivia.Any(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        return root.RemoveNode(list, isAlone ? SyntaxRemoveOptions.KeepLeadingTrivia : SyntaxRemoveOptions.KeepExteriorTrivia);
    }

    private static TypeDeclarationSyntax AddPartial(TypeDeclarationSyntax type)
    {
        var partial = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        return type.Modifiers.Count > 0
            ? type.WithModifiers(type.Modifiers.Add(partial))
            : type.WithKeyword(type.Keyword.WithLeadingTrivia()).WithModifiers(SyntaxFactory.TokenList(partial.WithLeadingTrivia(type.Keyword.LeadingTrivia)));
    }

    private static TypeDeclarationSyntax MakePlain(TypeDeclarationSyntax type)
    {
        var plain = type.WithModifiers(SyntaxFactory.TokenList(type.Modifiers.Where(modifier =>
            !modifier.IsKind(SyntaxKind.StaticKeyword) && !modifier.IsKind(SyntaxKind.AbstractKeyword) && !modifier.IsKind(SyntaxKind.FileKeyword))));
        return plain is RecordDeclarationSyntax { ParameterList: null } record
            ? SyntaxFactory.ClassDeclaration(
                record.AttributeLists, record.Modifiers, SyntaxFactory.Token(SyntaxKind.ClassKeyword).WithTriviaFrom(record.Keyword), record.Identifier, record.TypeParameterList,
                record.ParameterList, record.BaseList, record.ConstraintClauses, record.OpenBraceToken, record.Members, record.CloseBraceToken, record.SemicolonToken)
            : plain;
    }
}
