using Gald.Declarations.Tests.Checking;
using Gald.Declarations.Tests.Declarations;

namespace Gald.Declarations.Tests;

/// <summary>
/// What is declared in F# is what is declared in C#: the same findings at the same places, the same shapes, and modules with
/// the same state and description. The declarations are those that the C# compiler is compared with libtorch on.
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
                failures.Add($"{Check.ClaimOf(failure)}: seed {FuzzTests.Seed}, declaration {cases[i].Number}.\n{failure}\n{FSharpText.Print(cases[i].Declaration, "Case")}");
            }
        }

        Write(first, all.Length - cases.Length, Enumerable.Range(0, cases.Length).Count(languages.IsAccepted), cases.Length);
        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    /// <summary>Writes a file beside the tests that tells what a batch was made of.</summary>
    private static void Write(long first, int leftOut, int accepted, int compared) => File.WriteAllText(
        Path.Combine(AppContext.BaseDirectory, $"fuzz-fsharp-{FuzzTests.Seed}-{first}.txt"),
        $"{compared} compared, {accepted} accepted, {leftOut} left out because F# has no such class\n");
}
