using Gald.Testing;

namespace Gald.Generators.Tests.Generation;

/// <summary>What the README shows is what the compiler does.</summary>
public sealed class ReadmeTests
{
    private static readonly string[] Blocks = Repository.Read("README.md").Split("```");

    [Fact]
    public void The_generated_code_is_the_published_networks()
    {
        var shown = Blocks.Single(block => block.Contains("public sealed class LocalDistribution", StringComparison.Ordinal));
        var snapshot = Repository.Read("tests", "Gald.Generators.Tests", "Generation", "SnapshotTests.Published_depth=50.verified.cs")
            .Split('\n')
            .Select(line => line.Trim())
            .ToHashSet();
        var lines = shown.Split('\n').Skip(1).Select(line => line.Trim()).Where(line => line is not ("" or "…")).ToArray();

        Assert.True(lines.Length > 10);
        Assert.All(lines, line => Assert.Contains(line, snapshot));
    }

    [Fact]
    public void The_wrong_declaration_gives_the_error()
    {
        var declaration = Blocks.Single(block => block.Contains("class Small", StringComparison.Ordinal));
        var shown = Blocks.Single(block => block.Contains("Small.cs(4,28)", StringComparison.Ordinal));
        var error = Assert.Single(GeneratorRun.Of("using Gald;\n" + declaration["csharp\n".Length..]).Analyze());

        // The README's excerpt leaves the using directive out.
        var at = error.Location.GetLineSpan().StartLinePosition;
        Assert.Equal((4, 27), (at.Line, at.Character));
        Assert.Contains($"error {error.Id}: {error.GetMessage()}", shown.Replace(",\n", ", ", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
