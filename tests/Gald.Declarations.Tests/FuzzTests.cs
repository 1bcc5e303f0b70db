using System.Globalization;
using Gald.Declarations.Tests.Checking;
using Gald.Declarations.Tests.Declarations;

namespace Gald.Declarations.Tests;

/// <summary>
/// The checker is never wrong: what it accepts, libtorch runs with exactly the shapes that it said; what it rejects, libtorch
/// rejects, or the rule's page says why it is an error all the same.
/// </summary>
public sealed class FuzzTests : IClassFixture<FuzzTests.Run>
{
    private const int BatchSize = 40;

    /// <summary>From so many declarations on, everything must have occurred.</summary>
    private const int Many = 10_000;

    private static readonly TimeSpan LongestReduction = TimeSpan.FromMinutes(1);

    private readonly Run run;

    public FuzzTests(Run run)
    {
        LibTorch.EnsureLoaded();

        // Small networks are faster on one thread than on several.
        TorchSharp.torch.set_num_threads(1);
        this.run = run;
    }

    internal static long Seed => Variable("GALD_FUZZ_SEED", 1);

    private static long Cases => Variable("GALD_FUZZ_CASES", 200);

    /// <summary>The first declaration of each batch, and how many are in it.</summary>
    public static TheoryData<long, int> Batches()
    {
        var batches = new TheoryData<long, int>();
        for (var first = 0L; first < Cases; first += BatchSize)
            batches.Add(first, (int)Math.Min(BatchSize, Cases - first));
        return batches;
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public void TheCompilerAndLibtorchAgreeOnRandomDeclarations(long first, int count)
    {
        var failures = new List<string>();
        Try([.. Enumerable.Range(0, count).Select(index => first + index)], failures);
        run.Write();

        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
        if (Cases < Many || run.Distribution.Count < Cases)
            return;
        Assert.Empty(run.Distribution.SilentRules);
        Assert.Empty(run.Distribution.ConstantProperties);
        Assert.Empty(run.Distribution.MissingForms);
    }

    private void Try(IReadOnlyList<long> numbers, List<string> failures)
    {
        using var batch = Batch.Of([.. numbers.Select(number => RandomDeclaration.Of(Seed, number))]);
        if (batch.Cases.Any(one => one.Complaints.Count > 0) && numbers.Count > 1)
        {
            // One that does not compile keeps the others from being loaded.
            var half = numbers.Count / 2;
            Try([.. numbers.Take(half)], failures);
            Try([.. numbers.Skip(half)], failures);
            return;
        }

        for (var i = 0; i < numbers.Count; i++)
        {
            try
            {
                run.Distribution.Add(batch.Cases[i], Check.Of(batch.Cases[i]));
            }
            catch (Exception failure)
            {
                var claim = Check.ClaimOf(failure);
                failures.Add(run.Failures.ContainsKey(claim)
                    ? $"{claim}: seed {Seed}, declaration {numbers[i]}, like an earlier one."
                    : run.Failures[claim] = Describe(batch.Cases[i].Declaration, numbers[i], failure));
            }
        }
    }

    /// <summary>A failure with its declaration, as small as it could be made and still fails alike.</summary>
    private static string Describe(Declaration declaration, long number, Exception failure)
    {
        var claim = Check.ClaimOf(failure);
        var smallest = Reduction.Smallest(declaration, smaller => Check.Fails(smaller, claim), LongestReduction);
        return $"{claim}: seed {Seed}, declaration {number}.\n{failure}\nA smaller declaration that fails alike:\n{CSharpText.Print(smallest, "Smallest")}"
            + $"The declaration:\n{CSharpText.Print(declaration, "Original")}";
    }

    private static long Variable(string name, long absent) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : absent;

    /// <summary>All batches of a run.</summary>
    public sealed class Run
    {
        internal Distribution Distribution { get; } = new();

        /// <summary>The first failure of each kind, by what it claims.</summary>
        internal Dictionary<string, string> Failures { get; } = [];

        /// <summary>Writes a file beside the tests that tells how far they are.</summary>
        internal void Write() =>
            File.WriteAllText(Path.Combine(AppContext.BaseDirectory, $"fuzz-{Seed}.txt"), $"Seed {Seed}. {Distribution}\n{string.Join("\n\n", Failures.Values)}");
    }
}
