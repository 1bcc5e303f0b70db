namespace Gald.Package.Tests;

/// <summary>What docs/getting-started.md promises of <c>dotnet new gald</c>, from the packed packages.</summary>
public sealed class TemplateTests(PackedGald gald) : IClassFixture<PackedGald>
{
    [Theory]
    [InlineData("Streets", "C#")]
    [InlineData("Trees", "F#")]
    public async Task A_new_project_builds_without_warnings_and_shows_what_to_do(string name, string language)
    {
        var application = await gald.CreateFromTemplate(name, "--language", language, "--classes", "3");

        var build = await Dotnet.Build(application.Folder, "build", "-c", "Release", "-o", application.Output);
        Assert.DoesNotContain("warning", build.Output, StringComparison.Ordinal);

        var help = await application.RunFrom(application.Output);
        Assert.Equal("", help.Error);
        Assert.Contains("train --minutes 3", help.Output, StringComparison.Ordinal);
        var description = await Dotnet.Run(application.Folder, Path.Combine(application.Output, $"{name}.dll"), "describe");
        Assert.Contains("3 classes", description.Output, StringComparison.Ordinal);
    }
}
