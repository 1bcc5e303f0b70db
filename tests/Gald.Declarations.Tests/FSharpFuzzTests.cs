using Gald.Declarations.Tests.Checking;
using Gald.Declarations.Tests.Declarations;

namespace Gald.Declarations.Tests;

/// <summary>
/// What is declared in F# is what is declared in C#: the same findings at the same places, the same shapes, and, of each second
/// one, modules with the same state and description. The declarations are those that the C# compiler is compared with libtorch on.
/// </summary>
public sealed class FSharpFuzzTests
{
    public FSharpFuzzTests() => LibTorch.EnsureLoaded();

    public static TheoryData<long, int> Batches() => FuzzTests.Batches();

    [Theory]
    [MemberData(nameof(Batches))]
    public void FSharpSaysWhatCSharpSaysAboutRandomDeclarations(long first, int count)
    {
        var all = Enumerable.Range(0, count).Select(index => (Number: first + index, Declaration: RandomDeclaration.Of(FuzzTests.Seed, first + index))).ToArray();
        var cases = all.Where(one => FSharpText.CanPrint(one.Declaration)).ToArray();
        using var languages = new Languages([.. cases.Select(one => one.Declaration)]);
        var failures = languages.Complaints.Take(5).ToList();
        for (var i = 0; i < cases.Length; i++)
        {
            try
            {
                languages.Check(i);
            }
            catch (Exception failure)
            {
                failures.Add($"{Check.ClaimOf(failure)}: seed {FuzzTests.Seed}, declaration {cases[i].Number}.\n{failure}\n"
                    + $"{FSharpText.Print(cases[i].Declaration, "Original")}{CSharpText.Print(cases[i].Declaration, "Original")}");
            }
        }

        var accepted = Enumerable.Range(0, cases.Length).Where(languages.IsAccepted).ToArray();
        Write(first, $"{cases.Length} compared, {accepted.Length} accepted, {accepted.Count(Languages.IsCompiled)} of these compiled, {all.Length - cases.Length} left out because F# has no such class");
        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    /// <summary>Writes a file beside the tests that tells what a batch was made of.</summary>
    private static void Write(long first, string text) =>
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, $"fuzz-fsharp-{FuzzTests.Seed}-{first}.txt"), text + "\n");
}
