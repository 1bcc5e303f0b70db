using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Gald.Package.Tests;

/// <summary>What a gallery shows of the packages, and what a debugger asks for.</summary>
public sealed partial class MetadataTests(PackedGald gald) : IClassFixture<PackedGald>
{
    private const string Repository = "https://github.com/gald-net/gald";

    [Theory]
    [InlineData("Gald")]
    [InlineData("Gald.Training")]
    [InlineData("Gald.Templates")]
    public async Task A_package_says_what_it_is_and_where_it_comes_from(string id)
    {
        using var package = ZipFile.OpenRead(await gald.Pack(id));
        var metadata = Metadata(package, id);

        Assert.Equal(id, Value(metadata, "id"));
        Assert.Equal("MIT", Value(metadata, "license"));
        Assert.Equal(Repository, Value(metadata, "projectUrl"));
        Assert.NotEqual("Package Description", Value(metadata, "description"));
        Assert.Contains("segmentation", Value(metadata, "tags"), StringComparison.Ordinal);
        var repository = Element(metadata, "repository");
        Assert.Equal(("git", Repository), (repository.Attribute("type")!.Value, repository.Attribute("url")!.Value.Replace(".git", "")));
        foreach (string file in new[] { Value(metadata, "icon"), Value(metadata, "readme") })
            Assert.True(package.GetEntry(file)?.Length > 0, $"{id} lacks {file}.");
    }

    /// <summary>Where a gallery shows the text there are no files beside it.</summary>
    [Theory]
    [InlineData("Gald")]
    [InlineData("Gald.Training")]
    [InlineData("Gald.Templates")]
    public async Task Links_of_a_package_s_readme_are_absolute(string id)
    {
        using var package = ZipFile.OpenRead(await gald.Pack(id));
        using var reader = new StreamReader(package.GetEntry("README.md")!.Open());

        var links = Link().Matches(await reader.ReadToEndAsync()).Select(match => match.Groups[1].Value).ToArray();
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.StartsWith("https://", link, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Gald", "Gald.Runtime.pdb")]
    [InlineData("Gald.Training", "Gald.Training.pdb")]
    public async Task Symbols_come_in_a_package_of_their_own(string id, string symbols)
    {
        using var package = ZipFile.OpenRead(Path.ChangeExtension(await gald.Pack(id), ".snupkg"));

        Assert.NotNull(package.GetEntry($"lib/net10.0/{symbols}"));
    }

    /// <summary>The assemblies of the two are built together, and whoever trains needs no second reference.</summary>
    [Fact]
    public async Task Training_brings_its_own_version_of_Gald_and_all_that_is_in_it()
    {
        using var package = ZipFile.OpenRead(await gald.Pack("Gald.Training"));
        var dependency = Metadata(package, "Gald.Training").Descendants()
            .Single(element => element.Name.LocalName == "dependency" && element.Attribute("id")!.Value == "Gald");

        Assert.Equal(($"[{gald.Version}]", "All"), (dependency.Attribute("version")!.Value, dependency.Attribute("include")?.Value));
    }

    /// <summary>What is copied from a page restores the version that the page is of.</summary>
    [Fact]
    public void The_documentation_names_the_version_that_is_packed()
    {
        var version = XDocument.Load(Path.Combine(Build.Root, "Directory.Build.props")).Descendants("Version").Single().Value;
        var named = Directory.EnumerateFiles(Path.Combine(Build.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .SelectMany(page => Reference().Matches(File.ReadAllText(page)).Select(match => (Path.GetFileName(page), match.Groups[1].Value)))
            .ToArray();

        Assert.NotEmpty(named);
        Assert.All(named, one => Assert.Equal(version, one.Value));
    }

    private static XElement Metadata(ZipArchive package, string id)
    {
        using var nuspec = package.GetEntry($"{id}.nuspec")!.Open();
        return XDocument.Load(nuspec).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    private static XElement Element(XElement metadata, string name) => Assert.Single(metadata.Elements(), element => element.Name.LocalName == name);

    private static string Value(XElement metadata, string name) => Element(metadata, name).Value;

    [GeneratedRegex(@"(?:Include=""Gald(?:\.\w+)?"" Version=""|#:package Gald(?:\.\w+)?@)([^""\s]+)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\]\(([^)#][^)]*)\)")]
    private static partial Regex Link();
}
