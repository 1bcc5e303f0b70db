using FSharp.Compiler.Syntax;

namespace Gald.FSharp.Parsing;

/// <summary>Finds the value of an expression that F# takes for an argument of an attribute.</summary>
internal static class ConstantReader
{
    /// <summary>Deeper expressions are not understood, rather than end the process.</summary>
    private const int DeepestNesting = 256;

    /// <summary>The value of an expression; null for one that is not understood.</summary>
    public static Constant? Read(SynExpr expression, Scope scope) => Read(expression, scope, 0);

    private static Constant? Read(SynExpr expression, Scope scope, int depth) => depth > DeepestNesting ? null : expression switch
    {
        SynExpr.Paren inner => Read(inner.expr, scope, depth + 1),
        SynExpr.Typed typed => Read(typed.expr, scope, depth + 1),
        SynExpr.Const literal => Read(literal.constant),
        SynExpr.Null => new Nothing(),
        _ when SyntaxFacts.PathOf(expression) is { } path => ReadName(path, scope, depth),
        SynExpr.App { argExpr: var right, funcExpr: SynExpr.App { isInfix: true, argExpr: var left } inner } when SyntaxFacts.NameOf(inner.funcExpr) is { } sign =>
            Apply(sign, Read(left, scope, depth + 1), Read(right, scope, depth + 1)),
        SynExpr.App { funcExpr: SynExpr.TypeApp { typeArgs: [{ } type] } function } application when SyntaxFacts.NameOf(function.expr) == "enum" =>
            AsMember(Read(application.argExpr, scope, depth + 1), SyntaxFacts.PathOf(type) is { } path ? scope.FindEnumeration(path) : null),
        SynExpr.App { isInfix: false } application when SyntaxFacts.NameOf(application.funcExpr) is { } sign =>
            Apply(sign, Read(application.argExpr, scope, depth + 1)),
        _ => null,
    };

    private static Constant? Read(SynConst literal) => literal switch
    {
        SynConst.Int32 whole => new Whole(whole.Item),
        SynConst.Double real => new Real(real.Item),
        SynConst.Bool truth => new Truth(truth.Item),
        SynConst.Measure => null,
        _ => new Refused(),
    };

    private static Constant? ReadName(IReadOnlyList<string> path, Scope scope, int depth)
    {
        switch (scope.FindValue(path))
        {
            case OpenedMember opened:
                return opened.Member;
            case Binding binding:
                return binding.IsLiteral ? Read(binding.Expression, binding.Scope, depth + 1) : null;
        }

        if (path.Count < 2 || scope.FindEnumeration([.. path.Take(path.Count - 1)]) is not { } enumeration)
            return null;
        return Language.MembersOf(enumeration).TryGetValue(path[path.Count - 1], out var member) ? member : new Refused();
    }

    private static Constant? AsMember(Constant? number, Type? enumeration) => number switch
    {
        Whole whole => enumeration is null ? null : new Member(enumeration, whole.Value),
        _ => number is null ? null : new Refused(),
    };

    private static Constant? Apply(string sign, Constant? operand) => (sign, operand) switch
    {
        // F# takes some arithmetic on enumerations, of which none makes sense here.
        (_, null or Member) => null,
        ("op_UnaryNegation", Whole { Value: not int.MinValue } whole) => new Whole(-whole.Value),
        ("op_UnaryNegation", Real real) => new Real(-real.Value),
        ("op_UnaryPlus", Whole or Real) => operand,
        ("op_LogicalNot", Whole whole) => new Whole(~whole.Value),
        ("not", Truth truth) => new Truth(!truth.Value),
        ("enum", Whole whole) => new Member(null, whole.Value),
        ("op_UnaryNegation" or "op_UnaryPlus" or "op_LogicalNot" or "not" or "enum", _) => new Refused(),
        _ => null,
    };

    private static Constant? Apply(string sign, Constant? left, Constant? right) => (left, right) switch
    {
        (null or Member, _) or (_, null or Member) => null,
        (Whole first, Whole second) => Apply(sign, first.Value, second.Value),
        (Real first, Real second) => Apply(sign, first.Value, second.Value),
        (Truth first, Truth second) when sign == "op_BooleanAnd" => new Truth(first.Value && second.Value),
        (Truth first, Truth second) when sign == "op_BooleanOr" => new Truth(first.Value || second.Value),
        _ => new Refused(),
    };

    private static Constant? Apply(string sign, int left, int right)
    {
        long? value = sign switch
        {
            "op_Addition" => (long)left + right,
            "op_Subtraction" => (long)left - right,
            "op_Multiply" => (long)left * right,
            "op_Division" => right == 0 ? null : (long)left / right,
            "op_Modulus" => right == 0 ? null : (long)left % right,
            "op_LeftShift" => left << right,
            "op_RightShift" => left >> right,
            "op_BitwiseAnd" => left & right,
            "op_BitwiseOr" => left | right,
            "op_ExclusiveOr" => left ^ right,
            _ => null,
        };
        return value is null ? null : value is >= int.MinValue and <= int.MaxValue ? new Whole((int)value) : new Refused();
    }

    private static Constant? Apply(string sign, double left, double right) => sign switch
    {
        "op_Addition" => new Real(left + right),
        "op_Subtraction" => new Real(left - right),
        "op_Multiply" => new Real(left * right),
        "op_Division" => new Real(left / right),
        "op_Modulus" => new Real(left % right),
        _ => null,
    };
}
