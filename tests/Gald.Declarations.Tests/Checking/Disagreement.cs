namespace Gald.Declarations.Tests.Checking;

/// <summary>The compiler says one thing about a declaration, and C# or libtorch another.</summary>
/// <param name="claim">What was claimed; declarations for which the same claim is wrong fail alike.</param>
/// <param name="details">What is so instead.</param>
internal sealed class Disagreement(string claim, string details) : Exception($"{claim}: {details}")
{
    public string Claim => claim;

    public static void When(bool wrong, string claim, Func<string> details)
    {
        if (wrong)
            throw new Disagreement(claim, details());
    }
}
