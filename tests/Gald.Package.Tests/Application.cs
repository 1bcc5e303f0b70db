namespace Gald.Package.Tests;

/// <summary>A user's application in a folder of its own.</summary>
internal sealed record Application(string Name, string Folder)
{
    /// <summary>Where <see cref="Build"/> puts the application, by a property of its project.</summary>
    public string Output => Path.Combine(Folder, "out");

    /// <summary>Where <see cref="Publish"/> puts it.</summary>
    public string Published => Path.Combine(Folder, "published");

    /// <summary>Writes one of its files.</summary>
    public Task Write(string file, string text) => File.WriteAllTextAsync(Path.Combine(Folder, file), text);

    public Task<Outcome> Build() => Dotnet.Build(Folder, "build", "-c", "Release");

    public Task<Outcome> Publish() => Dotnet.Build(Folder, "publish", "-c", "Release", "--no-restore", "-o", Published);

    /// <summary>Runs it from one of its folders, as its user would on another machine.</summary>
    public Task<Outcome> RunFrom(string folder) => Dotnet.Run(folder, Path.Combine(folder, $"{Name}.dll"));
}
