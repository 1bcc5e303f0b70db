using Xunit;

namespace Gald.Runtime.Tests;

public sealed class AtomicFileTests
{
    [Fact]
    public void What_a_killed_write_leaves_is_found_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var remains = "";
        AtomicFile.Write(folder.File("last.safetensors"), _ => remains = Assert.Single(Directory.GetFiles(folder.Path)));
        Assert.False(File.Exists(remains));

        // As if the process had been killed before it renamed the file.
        foreach (var name in new[] { remains, folder.File("notes.tmp"), folder.File(".hidden.tmp") })
            File.WriteAllText(name, "");
        AtomicFile.DeleteRemains(folder.Path);

        Assert.Equal([".hidden.tmp", "last.safetensors", "notes.tmp"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }
}
