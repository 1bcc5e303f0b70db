namespace Gald.Package.Tests;

/// <summary>The compiler says what it knows however a project is built, and no build breaks in code that nobody wrote.</summary>
public sealed class NothingSilentTests(PackedGald gald) : IClassFixture<PackedGald>
{
    private const string Wrong = """
        using Gald;
        namespace Acme;
        [SegmentationNetwork(Classes = 5, Height = 64, Width = 64)]
        [ResNet(50)]
        [LocalDistribution]
        public partial class Streets;
        """;

    private const string Right = """
        using Gald;
        namespace Acme;
        [System.Obsolete("Use another.")]
        [ResNet(18, BaseWidth = 16)]
        public partial class Trunk;

        #pragma warning disable CS0618, CS0436
        [SegmentationNetwork(Classes = 5, Height = 128, Width = 128)]
        [Uses(typeof(Trunk))]
        [Cgnl]
        public partial class Run;
        """;

    /// <summary>A quick build of an IDE, a project that wants no analyzers, and one that wants to hear nothing of them.</summary>
    [Fact]
    public async Task An_error_is_there_where_no_analyzer_runs()
    {
        var library = await gald.CreateLibrary("Quiet", "csproj", "");
        await library.Write("Streets.cs", Wrong + "\npublic sealed class Service(Streets.Frozen program) { public string Name => program.Description.Name; }");
        await library.Write(".editorconfig", "root = true\n[*.cs]\ndotnet_analyzer_diagnostic.severity = none\ndotnet_diagnostic.GALD0302.severity = none\n");

        var build = await Try(library, "-p:RunAnalyzers=false", "-p:NoWarn=GALD0302");
        Assert.Equal(1, build.ExitCode);
        var error = Assert.Single(Errors(build));
        Assert.Contains("Streets.cs(5,2): error GALD0302: Local distribution reduces 9×9 to 0×0", error, StringComparison.Ordinal);
    }

    /// <summary>Files that the compiler writes into the project are not compiled a second time, and linked ones warn of nothing.</summary>
    [Fact]
    public async Task Generated_code_breaks_no_build()
    {
        var library = await gald.CreateLibrary("Strict", "csproj", "");
        await library.Write("Networks.cs", Right);
        await library.Write("Assembly.cs", "[assembly: System.CLSCompliant(true)]");
        var linked = await gald.CreateLibrary("Linked", "csproj", """
            <ProjectReference Include="../Strict/Strict.csproj" />
            <Compile Include="../Strict/Networks.cs" />
            """);
        string[] strict = ["-p:TreatWarningsAsErrors=true", "-p:EmitCompilerGeneratedFiles=true", "-p:CompilerGeneratedFilesOutputPath=Generated"];

        Outcome[] builds = [await Try(linked, strict), await Try(linked, [.. strict, "--no-incremental"])];
        Assert.All(builds, build => Assert.True(build.ExitCode == 0, build.Output));
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(linked.Folder, "Generated"), "*.g.cs", SearchOption.AllDirectories));
    }

    /// <summary>Where the class is named; a project that uses what another declares hears nothing.</summary>
    [Fact]
    public async Task A_declaration_in_Visual_Basic_is_refused()
    {
        var library = await gald.CreateLibrary("Basic", "vbproj", "");
        await library.Write("Streets.vb", """
            Imports Gald
            <SegmentationNetwork(Classes:=19, Height:=769, Width:=769)>
            <ResNet(50)>
            Public Class Streets
            End Class
            """);

        var build = await Try(library);
        Assert.Equal(1, build.ExitCode);
        Assert.Matches(@"Streets\.vb\(4[,)][^\n]*: error GALD0015: Streets is declared in Visual Basic, for which nothing is generated;", build.Output);

        await library.Write("Streets.vb", "Public Class Uses\n  Public Property Weights As Gald.NetworkDescription\nEnd Class\n");
        var use = await Try(library);
        Assert.True(use.ExitCode == 0, use.Output);
    }

    [Theory]
    [InlineData("net8.0", "Gald")]
    [InlineData("netstandard2.0", "Gald")]
    [InlineData("net8.0", "Gald.Training")]
    public async Task A_framework_that_there_is_no_library_for_is_refused_when_the_package_is_restored(string framework, string package)
    {
        await gald.Pack(package);
        var library = await gald.CreateLibrary($"{package}For{framework.Replace('.', '_')}", "csproj", $"""<PackageReference Remove="Gald" /><PackageReference Include="{package}" Version="{gald.Version}" />""");

        var build = await Dotnet.Run(library.Folder, "restore", $"-p:TargetFramework={framework}");
        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains(Errors(build), error => error.Contains($"error NU1202: Package {package} ", StringComparison.Ordinal));
    }

    private static Task<Outcome> Try(Application application, params string[] arguments) =>
        Dotnet.Run(application.Folder, ["build", "-c", "Release", "--nologo", "--disable-build-servers", "-p:UseSharedCompilation=false", .. arguments]);

    private static IEnumerable<string> Errors(Outcome build) => build.Output.Split('\n')
        .Select(line => line.Trim())
        .Where(line => line.Contains("error ", StringComparison.Ordinal) && line.Contains("): ", StringComparison.Ordinal) | line.Contains("error NU", StringComparison.Ordinal))
        .Distinct();
}
