using System.Diagnostics;

namespace Gald.Declarations.Tests.Declarations;

/// <summary>Makes a failing declaration smaller for as long as it fails alike.</summary>
internal static class Reduction
{
    /// <summary>The smallest declaration that could be reached which still fails.</summary>
    /// <param name="declaration">One that fails.</param>
    /// <param name="fails">Whether another fails in the same way.</param>
    /// <param name="limit">How long the search may last.</param>
    public static Declaration Smallest(Declaration declaration, Func<Declaration, bool> fails, TimeSpan limit)
    {
        var clock = Stopwatch.StartNew();
        while (Simpler(declaration).TakeWhile(_ => clock.Elapsed < limit).FirstOrDefault(fails) is { } smaller)
            declaration = smaller;
        return declaration;
    }

    /// <summary>Declarations that say a little less, those that say much less first.</summary>
    private static IEnumerable<Declaration> Simpler(Declaration declaration)
    {
        if (declaration.Form != ClassForm.Public)
            yield return declaration with { Form = ClassForm.Public };
        if (declaration.HasTwin)
            yield return declaration with { HasTwin = false };
        var attributes = declaration.Attributes;
        for (var i = 0; i < attributes.Count; i++)
        {
            if (attributes[i]["Stages"] is Value.Classes { Stages: var classes })
            {
                // In place of the class, its attributes.
                foreach (var stage in classes.Where(stage => stage.Work is null))
                {
                    var without = Use(i, classes.Where(other => other != stage));
                    yield return without with { Attributes = [.. without.Attributes, .. stage.Attributes] };
                }

                foreach (var stage in classes)
                    yield return Use(i, classes.Where(other => other != stage));
                foreach (var stage in classes)
                {
                    foreach (var simpler in Simpler(stage))
                        yield return Use(i, classes.Select(other => other == stage ? simpler : other));
                }
            }

            if (!Stages.Backbones.Contains(attributes[i].Name))
                yield return declaration with { Attributes = [.. attributes.Where((_, index) => index != i)] };
        }

        for (var i = 0; i < attributes.Count; i++)
        {
            foreach (var argument in attributes[i].Arguments.Where(argument => !CSharpText.IsPositional(argument)))
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

        Declaration Use(int index, IEnumerable<StageClass> classes) => classes.ToArray() is { Length: > 0 } left
            ? Replace(index, [new Argument("Stages", new Value.Classes(left))])
            : declaration with { Attributes = [.. attributes.Where((_, i) => i != index)] };

        Declaration Replace(int index, IEnumerable<Argument> arguments) => declaration with
        {
            Attributes = [.. attributes.Select((use, i) => i == index ? use with { Arguments = [.. arguments] } : use)],
        };
    }


    private static IEnumerable<StageClass> Simpler(StageClass stage)
    {
        if (stage.Form != ClassForm.Public)
            yield return stage with { Form = ClassForm.Public };
        if (stage.Work is { Breach: not Breach.None } work)
            yield return stage with { Work = work with { Breach = Breach.None } };
        for (var i = 0; i < stage.Attributes.Count; i++)
        {
            var use = stage.Attributes[i];
            foreach (var argument in use.Arguments)
            {
                if (!CSharpText.IsPositional(argument))
                    yield return With(use with { Arguments = [.. use.Arguments.Where(other => other != argument)] });
                foreach (var simpler in Simpler(argument))
                    yield return With(use with { Arguments = [.. use.Arguments.Select(other => other == argument ? argument with { Value = simpler } : other)] });
            }

            StageClass With(AttributeUse other) => stage with { Attributes = [.. stage.Attributes.Select(one => one == use ? other : one)] };
        }
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
