namespace Gald.Package.Tests;

/// <summary>The build task that copies libLibTorchSharp.so, run by MSBuild from Gald.targets.</summary>
public sealed class WeakenVersionNeedTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("gald-weaken-").FullName;

    private string Copy => Path.Combine(folder, "made", "copy.so");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_library_that_needs_no_such_version_is_copied_as_it_is()
    {
        var outcome = await Weaken(Build.LibTorchSharp, "GLIBCXX_3.4.3"); // a prefix of versions that it needs

        Assert.True(outcome.ExitCode == 0, outcome.Output);
        Assert.Equal(await File.ReadAllBytesAsync(Build.LibTorchSharp), await File.ReadAllBytesAsync(Copy));
    }

    [Fact]
    public async Task A_file_that_is_no_library_gives_one_error_and_no_copy()
    {
        var text = Path.Combine(folder, "text.so");
        await File.WriteAllTextAsync(text, new string('x', 1000));

        await AssertRefused(text, "it is not a 64-bit little-endian ELF library");
    }

    [Fact]
    public async Task A_truncated_library_gives_one_error_and_no_copy()
    {
        var truncated = Path.Combine(folder, "truncated.so");
        await File.WriteAllBytesAsync(truncated, (await File.ReadAllBytesAsync(Build.LibTorchSharp))[..100_000]);

        await AssertRefused(truncated, "its ELF tables are damaged");
    }

    private async Task AssertRefused(string library, string reason)
    {
        var outcome = await Weaken(library, "GLIBCXX_3.4.32");

        Assert.Equal(1, outcome.ExitCode);
        var error = Assert.Single(outcome.Output.Split('\n'), line => line.Contains("error", StringComparison.Ordinal));
        Assert.Contains("error GALDB04", error, StringComparison.Ordinal);
        Assert.Contains(library, error, StringComparison.Ordinal);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.GetDirectoryName(Copy)));
    }

    private async Task<Outcome> Weaken(string library, string version)
    {
        var project = Path.Combine(folder, "weaken.proj");
        await File.WriteAllTextAsync(project, $"""
            <Project>
              <Import Project="{Path.Combine(Build.Root, "src", "Gald.Runtime", "build", "Gald.targets")}" />
              <Target Name="Weaken">
                <WeakenVersionNeed Library="{library}" Destination="{Copy}" Version="{version}" />
              </Target>
            </Project>
            """);
        return await Dotnet.Run(folder, "msbuild", project, "-t:Weaken", "-nologo", "-v:quiet", "-clp:NoSummary");
    }
}
