using System.Reflection;

namespace Gald.Package.Tests;

/// <summary>What the build of this project knows: where the sources are, and which versions it restored.</summary>
internal static class Build
{
    /// <summary>The folder of the solution.</summary>
    public static string Root => Value(nameof(Root));

    /// <summary>Debug or Release: what was built is what is packed.</summary>
    public static string Configuration => Value(nameof(Configuration));

    /// <summary>The NuGet cache.</summary>
    public static string PackageRoot => Value(nameof(PackageRoot));

    /// <summary>The version of TorchSharp that Gald depends on.</summary>
    public static string TorchSharpVersion => Value(nameof(TorchSharpVersion));

    /// <summary>TorchSharp's native library for Linux, as its package brings it.</summary>
    public static string LibTorchSharp =>
        Path.Combine(PackageRoot, "torchsharp", TorchSharpVersion, "runtimes", "linux-x64", "native", "libLibTorchSharp.so");

    private static string Value(string key) => typeof(Build).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(attribute => attribute.Key == key).Value!;
}
