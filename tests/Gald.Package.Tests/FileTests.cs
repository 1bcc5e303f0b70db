namespace Gald.Package.Tests;

/// <summary>A network and its program in one file, without a project, as docs/getting-started.md shows.</summary>
public sealed class FileTests(PackedGald gald) : IClassFixture<PackedGald>
{
    [Fact]
    public async Task A_single_file_declares_a_network_and_describes_it()
    {
        await gald.Pack("Gald.Training");
        string folder = gald.CreateFolder("single");
        string page = await File.ReadAllTextAsync(Path.Combine(Build.Root, "docs", "getting-started.md"));
        int start = page.IndexOf("#:package Gald.Training@", StringComparison.Ordinal);
        string program = page[start..page.IndexOf("```", start, StringComparison.Ordinal)];
        string version = program.Split('@', '\n')[1];
        await File.WriteAllTextAsync(
            Path.Combine(folder, "streets.cs"),
            program.Replace($"Gald.Training@{version}", $"Gald.Training@{gald.Version}", StringComparison.Ordinal));

        var run = await Dotnet.Run(folder, "run", "streets.cs", "--", "describe");

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.DoesNotContain("warning", run.Output, StringComparison.Ordinal);
        Assert.Contains("8 classes", run.Output, StringComparison.Ordinal);
    }
}
