using System.Text.Json;

namespace Gald.Networks.Tests.Parity.Architectures;

/// <summary>The architectures that a declaration is known for. A family of them is one file, and one line here.</summary>
internal static class Known
{
    private static readonly IReadOnlyDictionary<string, Func<Manifest, Parameters, DeclaredClass>> all =
        new IReadOnlyDictionary<string, Func<Manifest, Parameters, DeclaredClass>>[]
        {
            GaldRepository.All,
            Blocks.All,
            Backbones.All,
            MobileNets.All,
            MobileNets.LrAspp,
            SegmentationNetworks.All,
            Torchvision.All,
            Transformers.All,
        }.SelectMany(family => family).ToDictionary(one => one.Key, one => one.Value);

    /// <summary>Architectures that the language has no words for yet, by how their names begin.</summary>
    private static readonly string[] later =
        ["tv.maskrcnn"];

    /// <summary>Whether a manifest waits for a declaration of its architecture or of its backbone.</summary>
    public static bool IsForLater(Manifest manifest) => !all.ContainsKey(manifest.Architecture)
        ? later.Any(name => manifest.Architecture.StartsWith(name, StringComparison.Ordinal))
        : manifest.Parameters is { } parameters && parameters.TryGetProperty("backbone", out var backbone) && !SegmentationNetworks.Knows(backbone.GetProperty("type").GetString()!);

    /// <summary>The declaration of what a manifest is about.</summary>
    /// <exception cref="NotDeclarableException">It cannot be declared; the message says what.</exception>
    public static DeclaredClass Declare(Manifest manifest)
    {
        if (!all.TryGetValue(manifest.Architecture, out var declare))
            throw new NotDeclarableException($"{manifest.Name}: the architecture '{manifest.Architecture}' cannot be declared yet.");
        var parameters = new Parameters(manifest.Parameters ?? JsonDocument.Parse("{}").RootElement, $"{manifest.Name}: parameters");
        var declared = declare(manifest, parameters);
        parameters.Done();
        return declared;
    }
}
