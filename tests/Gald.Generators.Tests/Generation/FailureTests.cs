using Gald.Generators.Architecture;
using Gald.Generators.Diagnostics;

namespace Gald.Generators.Tests.Generation;

/// <summary>A fault of the compiler is one error at the class, and never a stub without a word.</summary>
public sealed class FailureTests
{
    private static readonly Declaration Streets = new(new DeclaredType("Own", default, "Streets", "Own.Streets", null, HasStaticInterfaces: true), default, default, null);

    [Fact]
    public void A_fault_is_one_error_that_names_it_and_asks_for_a_report()
    {
        var verdict = Verdict.Failed(Streets, new InvalidOperationException("No input is large enough.\nIndeed."));

        var problem = Assert.Single(verdict.Errors);
        Assert.Equal(
            "GALD0014: The compiler of Gald failed on Streets, which is a fault of its own: InvalidOperationException: No input is large enough. Indeed.; "
            + "please report it at https://github.com/gald-net/gald/issues with the declaration",
            problem.ToString());
        Assert.Equal(Place.ClassName, problem.Place);
        Assert.Equal(problem.ToString(), Assert.Single(verdict.Refusal!.Errors));
    }

    /// <summary>A declaration that no parser makes: an attribute without its argument is read by a pass that trusts it.</summary>
    [Fact]
    public void A_pass_that_throws_leaves_a_stub_with_the_error()
    {
        var broken = Streets with { Attributes = new([new DeclaredAttribute("SegmentationNetwork", new([new DeclaredArgument("Classes", default)]), default)]) };
        var file = GeneratedFile.Of(broken);

        Assert.Equal("GALD0014", Assert.Single(file.Errors).Rule.Id);
        Assert.Contains("The declaration of Streets has errors. GALD0014: ", file.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_no_refusal_without_an_error()
    {
        var problems = new Problems();
        Assert.Null(Refusal.Of(problems));
        problems.Report(InputSize.NotStated, Place.ClassName, "Streets", 1);
        Assert.Null(Refusal.Of(problems));
        problems.Blame("Trunk: GALD0201: …");
        Assert.NotNull(Refusal.Of(problems));
    }
}
