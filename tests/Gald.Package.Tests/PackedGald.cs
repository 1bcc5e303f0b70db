namespace Gald.Package.Tests;

/// <summary>The packages, packed from what was just built into a temporary folder that is a NuGet source: Gald at once, the others when they are asked for.</summary>
public sealed class PackedGald : IAsyncLifetime
{
    // A version of its own: NuGet never asks twice for a version that it has.
    private readonly string version = $"0.0.0-test-{Guid.NewGuid():N}";
    private readonly string folder = Directory.CreateTempSubdirectory("gald-package-").FullName;

    /// <summary>Packs the templates beside Gald, installs them for this folder alone, and makes a project of one in a new folder.</summary>
    internal async Task<Application> CreateFromTemplate(string name, params string[] options)
    {
        var hive = Path.Combine(folder, "templates");
        if (!Directory.Exists(hive))
        {
            await Pack("Gald.Training");
            await New("install", await Pack("Gald.Templates"));
        }
        var application = new Application(name, Path.Combine(folder, name));
        await New(["gald", "-o", application.Folder, .. options]);
        return application;

        async Task New(params string[] arguments)
        {
            var outcome = await Dotnet.Run(folder, ["new", .. arguments, "--debug:custom-hive", hive]);
            Assert.True(outcome.ExitCode == 0, $"dotnet new failed:\n{outcome.Output}{outcome.Error}");
        }
    }

    /// <summary>The version that this run gave all of them.</summary>
    internal string Version => version;

    internal string PackageFile => FileOf("Gald");

    /// <summary>Packs a project of the same name into the source, unless it is there.</summary>
    /// <returns>The package.</returns>
    internal async Task<string> Pack(string package)
    {
        if (!File.Exists(FileOf(package)))
        {
            string project = package == "Gald" ? "src/Gald.Runtime" : $"src/{package}";
            await Dotnet.Build(Build.Root, "pack", project, "--no-build", "-c", Build.Configuration,
                "-o", Path.Combine(folder, "feed"), $"-p:Version={version}", $"-p:NuspecOutputPath={Path.Combine(folder, "nuspec", package)}");
        }
        return FileOf(package);
    }

    /// <summary>A new folder beside those of the applications, for which the source is known.</summary>
    internal string CreateFolder(string name) => Directory.CreateDirectory(Path.Combine(folder, name)).FullName;

    private string FileOf(string package) => Path.Combine(folder, "feed", $"{package}.{version}.nupkg");

    public async Task InitializeAsync()
    {
        File.Copy(Path.Combine(Build.Root, "global.json"), Path.Combine(folder, "global.json"));
        // The temporary folder's own rules, whatever lies above it.
        foreach (var file in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
            await File.WriteAllTextAsync(Path.Combine(folder, file), "<Project />");
        // One more source, a cache for Gald alone, and the usual cache for the rest.
        await File.WriteAllTextAsync(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <add key="packed" value="feed" />
              </packageSources>
              <config>
                <add key="globalPackagesFolder" value="packages" />
              </config>
              <fallbackPackageFolders>
                <add key="restored" value="{Build.PackageRoot}" />
              </fallbackPackageFolders>
            </configuration>
            """);
        await Pack("Gald");
    }

    public Task DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>A new console application that references Gald, and a libtorch if one is named.</summary>
    internal async Task<Application> Create(string name, string program, string? backend)
    {
        var application = await Create(name, "csproj", items: "", backend);
        await application.Write("Program.cs", program);
        return application;
    }

    /// <summary>A new F# console application that declares networks in a file of its own.</summary>
    internal async Task<Application> CreateFSharp(string name, string declarations, string program, string? backend)
    {
        const string items = """
            <GaldDeclarations Include="Networks.fs" />
            <Compile Include="Program.fs" />
            """;
        var application = await Create(name, "fsproj", items, backend);
        await application.Write("Networks.fs", declarations);
        await application.Write("Program.fs", program);
        return application;
    }

    /// <summary>A library in a folder of a solution; its items name its sources and the projects that it references.</summary>
    internal Task<Application> CreateLibrary(string name, string extension, string items) =>
        Create(name, extension, items, backend: null, outputType: "Library");

    private async Task<Application> Create(string name, string extension, string items, string? backend, string outputType = "Exe")
    {
        var application = new Application(name, Directory.CreateDirectory(Path.Combine(folder, name)).FullName);
        var reference = backend is null ? "" : $"""<PackageReference Include="{backend}" Version="{Build.TorchSharpVersion}" />""";
        await application.Write($"{name}.{extension}", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>{outputType}</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <OutputPath>out/</OutputPath>
                <AppendTargetFrameworkToOutputPath>false</AppendTargetFrameworkToOutputPath>
                <AppendRuntimeIdentifierToOutputPath>false</AppendRuntimeIdentifierToOutputPath>
                <UseCurrentRuntimeIdentifier>true</UseCurrentRuntimeIdentifier>
                <CreateHardLinksForCopyLocalIfPossible>true</CreateHardLinksForCopyLocalIfPossible>
                <CreateHardLinksForPublishFilesIfPossible>true</CreateHardLinksForPublishFilesIfPossible>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Gald" Version="{version}" />
                {reference}
                {items}
              </ItemGroup>
            </Project>
            """);
        return application;
    }
}
