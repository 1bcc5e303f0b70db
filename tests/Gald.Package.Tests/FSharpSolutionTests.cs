namespace Gald.Package.Tests;

/// <summary>Several projects that declare networks, built together.</summary>
public sealed class FSharpSolutionTests(PackedGald gald) : IClassFixture<PackedGald>
{
    private const string Stages = """
        namespace Shared

        open Gald

        [<Cgnl>]
        type Context = class end
        """;

    private const string Signature = """
        namespace Shared

        type Context = class end
        """;

    private const string Networks = """
        namespace Streets

        open Gald

        [<SegmentationNetwork(Classes = 5, Height = 128, Width = 128)>]
        [<ResNet(18, BaseWidth = 16)>]
        [<Cgnl>]
        type Tiny = class end
        """;

    private const string Use = """
        public static class Both
        {
            public static (string, System.Type) Names => (Streets.TinyModule.Network.Description.Name, typeof(Shared.ContextModule.Stage));
        }
        """;

    [Fact]
    public async Task Projects_that_declare_build_at_the_same_time_and_only_what_changed_builds_again()
    {
        // With a signature, and named twice.
        var stages = await gald.CreateLibrary("Stages", "fsproj", """<GaldDeclarations Include="Stages.fsi;Stages.fs;*.fs" />""");
        await stages.Write("Stages.fsi", Signature);
        await stages.Write("Stages.fs", Stages);
        var networks = await gald.CreateLibrary("Networks", "fsproj", """<GaldDeclarations Include="Networks.fs" />""");
        await networks.Write("Networks.fs", Networks);
        var use = await gald.CreateLibrary("Use", "csproj", """
            <ProjectReference Include="../Stages/Stages.fsproj" />
            <ProjectReference Include="../Networks/Networks.fsproj" />
            """);
        await use.Write("Use.cs", Use);
        await use.Write("Solution.slnx", """
            <Solution>
              <Project Path="../Stages/Stages.fsproj" />
              <Project Path="../Networks/Networks.fsproj" />
              <Project Path="Use.csproj" />
            </Solution>
            """);

        await Build(use);
        var (first, again) = (Stamps(), await StampsAfterBuild());
        Assert.Equal(first, again);

        await networks.Write("Networks.fs", Networks.Replace("Classes = 5", "Classes = 6"));
        var changed = await StampsAfterBuild();
        Assert.Equal(first.Stages, changed.Stages);
        Assert.NotEqual(first.Networks, changed.Networks);

        (DateTime Stages, DateTime Networks) Stamps() => (StampOf(stages), StampOf(networks));

        async Task<(DateTime Stages, DateTime Networks)> StampsAfterBuild()
        {
            await Build(use);
            return Stamps();
        }
    }

    private static Task<Outcome> Build(Application solution) => Dotnet.Build(solution.Folder, "build", "Solution.slnx", "-c", "Release", "-m:4");

    /// <summary>When the task last wrote a project's modules.</summary>
    private static DateTime StampOf(Application project) => File.GetLastWriteTimeUtc(
        Assert.Single(Directory.GetFiles(Path.Combine(project.Folder, "obj"), "declarations.stamp", SearchOption.AllDirectories)));
}
