using System.Globalization;

namespace Gald;

/// <summary>Numbers of things in sentences.</summary>
internal static class Counted
{
    /// <summary>Such as <c>1 tensor</c> and <c>2 tensors</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="one">The thing in the singular, whose plural ends in s.</param>
    public static string Of(int count, string one) => $"{count.ToString(CultureInfo.InvariantCulture)} {one}{(count == 1 ? "" : "s")}";
}
