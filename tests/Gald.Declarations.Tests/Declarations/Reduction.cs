namespace Gald.Declarations.Tests.Declarations;

/// <summary>Makes a failing declaration smaller for as long as it fails alike.</summary>
internal static class Reduction
{
    /// <summary>The smallest declaration that could be reached which still fails.</summary>
    /// <param name="declaration">One that fails.</param>
    /// <param name="fails">Whether another fails in the same way.</param>
    public static Declaration Smallest(Declaration declaration, Func<Declaration, bool> fails)
    {
        while (Simpler(declaration).FirstOrDefault(fails) is { } smaller)
            declaration = smaller;
        return declaration;
    }

    /// <summary>Declarations that say a little less, those that say much less first.</summary>
    private static IEnumerable<Declaration> Simpler(Declaration declaration)
    {
        if (declaration.Form != ClassForm.Public)
            yield return declaration with { Form = ClassForm.Public };
        var attributes = declaration.Attributes;
        for (var i = 0; i < attributes.Count; i++)
        {
            if (attributes[i].Name != "ResNet")
                yield return declaration with { Attributes = [.. attributes.Where((_, index) => index != i)] };
        }

        for (var i = 0; i < attributes.Count; i++)
        {
            foreach (var argument in attributes[i].Arguments.Where(argument => argument.Name != "Depth"))
                yield return Replace(i, attributes[i].Arguments.Where(other => other != argument));
        }

        for (var i = 0; i < attributes.Count; i++)
        {
            foreach (var argument in attributes[i].Arguments)
            {
                foreach (var simpler in Simpler(argument))
                    yield return Replace(i, attributes[i].Arguments.Select(other => other == argument ? argument with { Value = simpler } : other));
            }
        }

        Declaration Replace(int index, IEnumerable<Argument> arguments) => declaration with
        {
            Attributes = [.. attributes.Select((use, i) => i == index ? use with { Arguments = [.. arguments] } : use)],
        };
    }

    /// <summary>Values nearer to plain ones; each is nearer than the last, so that reduction ends.</summary>
    private static IEnumerable<Value> Simpler(Argument argument)
    {
        switch (argument.Value)
        {
            case Value.Integer { Number: var number }:
                var plain = argument.Name switch { "Depth" => 18, "Classes" => 2, "Height" or "Width" => 64, "BaseWidth" => 4, _ => 1 };
                var candidates = new[] { plain, (int)(((long)number + plain) / 2), number > plain ? number - 1 : number + 1 };
                foreach (var candidate in candidates.Distinct().Where(one => Math.Abs((long)one - plain) < Math.Abs((long)number - plain)))
                    yield return new Value.Integer(candidate);
                break;
            case Value.Integers { Numbers: { } numbers } when numbers.Any(number => number != 1):
                for (var i = 0; i < numbers.Count; i++)
                {
                    if (numbers[i] != 1)
                        yield return new Value.Integers([.. numbers.Select((number, index) => index == i ? 1 : number)]);
                }

                break;
        }
    }
}
