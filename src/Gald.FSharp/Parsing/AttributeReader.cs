using FSharp.Compiler.Syntax;
using FSharp.Compiler.Text;
using Gald.Generators;
using Gald.Generators.Architecture;

namespace Gald.FSharp.Parsing;

/// <summary>Reads one attribute of the language.</summary>
internal sealed class AttributeReader
{
    private readonly Type type;
    private readonly SourceType on;
    private readonly List<DeclaredArgument> numbers = [];
    private readonly List<DeclaredStage> stages = [];
    private readonly List<WrittenArgument> arguments = [];
    private readonly List<Finding> findings = [];
    private bool isReadable = true;

    private AttributeReader(Type type, SourceType on) => (this.type, this.on) = (type, on);

    /// <summary>Reads an attribute.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="type">Its class.</param>
    /// <param name="on">The type that it stands on.</param>
    /// <param name="withStages">Whether the types that it names are read as well; those of a used type are not.</param>
    public static WrittenAttribute Read(SynAttribute attribute, Type type, SourceType on, bool withStages)
    {
        var reader = new AttributeReader(type, on);
        reader.ReadArguments(attribute.ArgExpr, withStages);
        return new WrittenAttribute(
            new DeclaredAttribute(Language.NameOf(type), new(reader.numbers), new(reader.stages)),
            attribute.TypeName.Range,
            reader.arguments,
            reader.isReadable,
            reader.findings);
    }

    private void ReadArguments(SynExpr written, bool withStages)
    {
        var parameters = Language.ParametersOf(type);
        var values = ListOf(written);
        var positional = values.TakeWhile(value => !IsNamed(value, out _, out _)).ToArray();
        var given = new HashSet<string>();
        if (parameters is [{ ParameterType.IsArray: true } only] && positional.Length > 0)
        {
            // The elements of the array may stand there one by one.
            given.Add(Language.PropertyOf(only));
            if (positional.Length == 1 && SyntaxFacts.ElementsOf(positional[0]) is { } elements)
                Add(Language.PropertyOf(only), only.ParameterType, positional[0], elements, withStages);
            else
                Add(Language.PropertyOf(only), only.ParameterType, positional[0], positional, withStages);
        }
        else
        {
            isReadable &= positional.Length <= parameters.Length;
            foreach (var (parameter, value) in parameters.Zip(positional, (parameter, value) => (parameter, value)))
                AddOnce(Language.PropertyOf(parameter), parameter.ParameterType, value);
        }

        foreach (var value in values.Skip(positional.Length))
        {
            if (!IsNamed(value, out var name, out var expression))
                isReadable = false;
            else if (parameters.FirstOrDefault(parameter => parameter.Name == name) is { } parameter)
                AddOnce(Language.PropertyOf(parameter), parameter.ParameterType, expression);
            else if (Language.SettableType(type, name) is { } settable)
                AddOnce(name, settable, expression);
            else
                isReadable = false;
        }

        isReadable &= Language.MayStandAlone(type) || parameters.All(parameter => given.Contains(Language.PropertyOf(parameter)) || parameter.ParameterType.IsArray);

        void AddOnce(string name, Type target, SynExpr value)
        {
            if (given.Add(name))
                Add(name, target, value, SyntaxFacts.ElementsOf(value), withStages);
            else
                isReadable = false;
        }
    }

    private void Add(string name, Type target, SynExpr value, IReadOnlyList<SynExpr>? elements, bool withStages)
    {
        arguments.Add(new WrittenArgument(name, value.Range, [.. (elements ?? []).Select(element => element.Range)]));
        if (!target.IsArray)
            AddNumbers(name, [ReadNumber(name, target, value)]);
        else if (elements is null && ConstantReader.Read(value, on.Scope) is Nothing)
            return; // MultiGrid = null is as good as leaving it out.
        else if (elements is null)
            Refuse(name, target, value, ConstantReader.Read(value, on.Scope));
        else if (target == typeof(Type[]))
            AddStages(name, target, elements, withStages);
        else
            AddNumbers(name, [.. elements.Select(element => ReadNumber(name, target.GetElementType(), element, target))]);
    }

    private void AddNumbers(string name, double?[] values)
    {
        if (values.All(value => value is not null))
            numbers.Add(new DeclaredArgument(name, new(values.Select(value => value!.Value))));
    }

    private double? ReadNumber(string name, Type target, SynExpr value, Type? described = null)
    {
        var constant = ConstantReader.Read(value, on.Scope);
        switch (constant)
        {
            case Whole whole when target == typeof(int):
                return whole.Value;
            case Real real when target == typeof(double):
                return real.Value;
            case Truth truth when target == typeof(bool):
                return truth.Value ? 1 : 0;
            case Member member when target.IsEnum && (member.Type is null || member.Type == target):
                return member.Value;
            default:
                Refuse(name, described ?? target, value, constant);
                return null;
        }
    }

    /// <summary>Says that a value is not understood, unless the F# compiler says what is wrong with it.</summary>
    private void Refuse(string name, Type target, SynExpr value, Constant? found)
    {
        isReadable = false;
        if (found is null && !on.Scope.IsIncomplete)
        {
            findings.Add(Finding.Of(
                ArgumentReader.NotUnderstood,
                value.Range,
                $"{Language.NameOf(type)}.{name}",
                SyntaxFacts.TextOf(on.File.Text, value.Range),
                "in the files of declarations",
                $"{Language.Describe(target)}, or a [<Literal>] that is declared before it in this file or in an earlier file of declarations"));
        }
    }

    private void AddStages(string name, Type target, IReadOnlyList<SynExpr> elements, bool withStages)
    {
        if (!withStages)
            return;
        foreach (var element in elements)
        {
            if (ConstantReader.Read(element, on.Scope) is { } constant)
            {
                if (constant is Nothing)
                    stages.Add(StageReader.Nothing);
                isReadable &= constant is Nothing;
            }
            else if (NamedBy(element) is not { } named)
            {
                Refuse(name, target, element, found: null);
            }
            else if (StageReader.Read(named, on.Scope) is { } stage)
            {
                stages.Add(stage);
            }
            else
            {
                isReadable = false;
                if (!on.Scope.IsIncomplete)
                    findings.Add(Finding.Of(FSharpRules.NotDeclaredHere, element.Range, SyntaxFacts.TextOf(on.File.Text, named.Range), AdviceFor(named)));
            }
        }
    }

    /// <summary>A declaration is named by its own type, not by the generated one.</summary>
    private string AdviceFor(SynType named) =>
        SyntaxFacts.PathOf(named) is { Count: > 1 } path && path[path.Count - 1] is "Stage" or "Block" or "Network"
        && on.Scope.FindType([.. path.Take(path.Count - 1)]) is SourceType declared
            ? $"write typeof<{declared.Name}>, the type that declares it"
            : "move its declaration there, or derive a class with a [StageContract] from it there";

    /// <summary>The type of <c>typeof&lt;…&gt;</c>.</summary>
    private static SynType? NamedBy(SynExpr expression) => expression switch
    {
        SynExpr.Paren inner => NamedBy(inner.expr),
        SynExpr.TypeApp { typeArgs: [{ } type] } application when SyntaxFacts.NameOf(application.expr) == "typeof" => type,
        _ => null,
    };

    private static IReadOnlyList<SynExpr> ListOf(SynExpr written) => written switch
    {
        SynExpr.Const { constant.IsUnit: true } => [],
        SynExpr.Paren { expr: SynExpr.Tuple { isStruct: false } tuple } => [.. tuple.exprs],
        SynExpr.Paren inner => [inner.expr],
        _ => [written],
    };

    private static bool IsNamed(SynExpr value, out string name, out SynExpr expression)
    {
        (name, expression) = ("", value);
        if (value is not SynExpr.App { argExpr: var right, funcExpr: SynExpr.App { isInfix: true, argExpr: var left } inner }
            || SyntaxFacts.NameOf(inner.funcExpr) != "op_Equality"
            || SyntaxFacts.NameOf(left) is not { } property)
        {
            return false;
        }

        (name, expression) = (property, right);
        return true;
    }
}
