using FSharp.Compiler.Text;
using Gald.Generators.Diagnostics;

namespace Gald.FSharp.Parsing;

/// <summary>Something to say about a place in a file of declarations.</summary>
/// <param name="Rule">The rule that it is about.</param>
/// <param name="Range">The place.</param>
/// <param name="Message">The sentence.</param>
internal sealed record Finding(Rule Rule, Range Range, string Message)
{
    public static Finding Of(Rule rule, Range range, params object[] values) =>
        new(rule, range, string.Format(CultureInfo.InvariantCulture, rule.Message, values));
}
