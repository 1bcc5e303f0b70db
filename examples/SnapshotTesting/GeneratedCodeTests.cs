using System.Reflection;
using static VerifyXunit.Verifier;

namespace SnapshotTesting;

/// <summary>
/// The generated code of our networks, word for word. When Gald is updated or a declaration is edited, the difference shows
/// what it means for the network, and somebody accepts it.
/// </summary>
public sealed class GeneratedCodeTests
{
    [Theory]
    [InlineData(nameof(OrchardGald))]
    public async Task Network(string network) =>
        await Verify(Read($"{nameof(SnapshotTesting)}.{network}.g.cs"), extension: "cs").UseParameters(network);

    private static string Read(string file) => File.ReadAllText(Path.Combine(
        typeof(GeneratedCodeTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "GeneratedFiles").Value!,
        file));
}
