using System.Globalization;
using Gald.Declarations.Tests.Checking;
using Gald.Declarations.Tests.Declarations;
using Xunit.Abstractions;

namespace Gald.Declarations.Tests;

/// <summary>
/// The checker is never wrong: what it accepts, libtorch runs with exactly the shapes that it said; what it rejects, libtorch
/// rejects, or the rule's page says why it is an error all the same.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int BatchSize = 40;

    /// <summary>From so many declarations on, everything must have occurred.</summary>
    private const int Many = 2000;

    private static long Seed => Variable("GALD_FUZZ_SEED", 1);

    private static long Cases => Variable("GALD_FUZZ_CASES", 200);

    private static string Report => Path.Combine(AppContext.BaseDirectory, $"fuzz-{Seed}.txt");

    [Fact]
    public void TheCompilerAndLibtorchAgreeOnRandomDeclarations()
    {
        LibTorch.EnsureLoaded();

        // Small networks are faster on one thread than on several.
        TorchSharp.torch.set_num_threads(1);
        var distribution = new Distribution();
        var failures = new Dictionary<string, string>();
        for (var first = 0L; first < Cases; first += BatchSize)
        {
            var numbers = Enumerable.Range(0, (int)Math.Min(BatchSize, Cases - first)).Select(index => first + index).ToArray();
            Try(numbers, distribution, failures);
            File.WriteAllText(Report, $"Seed {Seed}. {distribution}\n{string.Join("\n\n", failures.Values)}");
        }

        output.WriteLine(distribution.ToString());
        Assert.True(failures.Count == 0, string.Join("\n\n", failures.Values));
        if (Cases < Many)
            return;
        Assert.Empty(distribution.SilentRules);
        Assert.Empty(distribution.ConstantProperties);
        Assert.Empty(distribution.MissingForms);
    }

    private static void Try(IReadOnlyList<long> numbers, Distribution distribution, Dictionary<string, string> failures)
    {
        using var batch = Batch.Of([.. numbers.Select(number => RandomDeclaration.Of(Seed, number))]);
        if (batch.Cases.Any(one => one.Complaints.Count > 0) && numbers.Count > 1)
        {
            // One that does not compile keeps the others from being loaded.
            var half = numbers.Count / 2;
            Try([.. numbers.Take(half)], distribution, failures);
            Try([.. numbers.Skip(half)], distribution, failures);
            return;
        }

        for (var i = 0; i < numbers.Count; i++)
        {
            try
            {
                distribution.Add(batch.Cases[i], Check.Of(batch.Cases[i]));
            }
            catch (Exception failure)
            {
                var claim = Check.ClaimOf(failure);
                if (!failures.ContainsKey(claim))
                    failures.Add(claim, Describe(batch.Cases[i].Declaration, numbers[i], failure));
            }
        }
    }

    /// <summary>A failure with its declaration, as small as it fails alike.</summary>
    private static string Describe(Declaration declaration, long number, Exception failure)
    {
        var claim = Check.ClaimOf(failure);
        var smallest = Reduction.Smallest(declaration, smaller => Check.Fails(smaller, claim));
        return $"{claim}: seed {Seed}, declaration {number}.\n{failure}\nThe smallest declaration that fails alike:\n{CSharpText.Print(smallest, "Smallest")}"
            + $"The declaration:\n{CSharpText.Print(declaration, "Original")}";
    }

    private static long Variable(string name, long absent) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : absent;
}
