using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Gald.Computing;
using TorchSharp;

namespace Gald;

/// <summary>
/// The native library that computes. Gald depends on none of its packages, for the application picks the CPU's or CUDA's;
/// so an application can lack it, or have one that its system cannot load.
/// </summary>
public static class LibTorch
{
    private static readonly Lock loading = new();
    private static volatile bool loaded;

    /// <summary>
    /// Loads libtorch as TorchSharp does, and says what is wrong when that fails. Generated networks call it before their
    /// first tensor; left to itself TorchSharp would copy 500 MB beside the application and then print its search.
    /// Any thread may call it, any number of times. A libtorch that was loaded in another way is left alone.
    /// </summary>
    /// <exception cref="GaldException">libtorch is not beside the application, or the system cannot load it.</exception>
    public static void EnsureLoaded()
    {
        if (loaded) return;
        lock (loading)
        {
            if (loaded) return;
            if (!LoadByName()) LoadOtherwise();
            loaded = true;
        }
    }

    /// <summary>Loads libtorch in front of the constructor of a module, which needs it.</summary>
    /// <param name="name">The module's name.</param>
    /// <returns>The name.</returns>
    /// <exception cref="GaldException">libtorch is not beside the application, or the system cannot load it.</exception>
    public static string EnsureLoaded(string name)
    {
        EnsureLoaded();
        return name;
    }

    /// <summary>
    /// Gives memory that was freed back to the system, where the C library can. A network that is disposed leaves hundreds of holes of a
    /// few megabytes in the heap, which the feature maps of another network do not fit into. Generated networks do it when they are
    /// disposed.
    /// </summary>
    public static void ReturnFreedMemory() => HeapMemory.ReturnFreed();

    /// <summary>The two libraries, in the order and by the names in which TorchSharp loads them.</summary>
    private static bool LoadByName()
    {
        var torchSharp = typeof(torch).Assembly;
        NativeLibrary.TryLoad("torch_cpu", torchSharp, null, out _);
        return NativeLibrary.TryLoad("LibTorchSharp", torchSharp, null, out _);
    }

    private static void LoadOtherwise()
    {
        if (IsScript)
        {
            try
            {
                RuntimeHelpers.RunClassConstructor(typeof(torch).TypeHandle);
                return;
            }
            catch (TypeInitializationException)
            {
                // The search below says more than TorchSharp's trace.
            }
        }
        var libTorch = Find(FileName("torch_cpu"));
        var libTorchSharp = Find(FileName("LibTorchSharp"));
        Load(libTorch);
        Load(libTorchSharp);
    }

    /// <summary>Scripts and notebooks run TorchSharp.dll from the NuGet cache, and TorchSharp gathers its native files itself.</summary>
    private static bool IsScript => TorchSharpDirectory is { } directory
        && File.Exists(Path.Combine(directory, "..", "..", "torchsharp.nuspec"));

    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "In a single file there is no directory, and nothing is looked for in it.")]
    private static string? TorchSharpDirectory => Path.GetDirectoryName(typeof(torch).Assembly.Location) is { Length: > 0 } directory
        ? directory
        : null;

    private static string TorchSharpVersion => typeof(torch).Assembly.GetName().Version!.ToString(3);

    private static string Missing(string file) => IsSupported
        ? $"This application has no libtorch beside it ({file} is missing): reference the package TorchSharp-cpu {TorchSharpVersion} in the application's "
            + $"project (or TorchSharp-cuda-linux or TorchSharp-cuda-windows of that version) and build it again; "
            + $"searched {string.Join(", ", SearchedDirectories)}."
        : $"There is no libtorch for this process, which is {RuntimeInformation.RuntimeIdentifier}: TorchSharp {TorchSharpVersion} runs on "
            + "linux-x64 with glibc, win-x64 and osx-arm64.";

    private static bool IsSupported => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => OperatingSystem.IsWindows()
            || (OperatingSystem.IsLinux() && !RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal)),
        Architecture.Arm64 => OperatingSystem.IsMacOS(),
        _ => false,
    };

    private static IEnumerable<string> SearchedDirectories
    {
        get
        {
            var native = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
            return native.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .Append(AppContext.BaseDirectory)
                .Concat(TorchSharpDirectory is { } directory ? [directory] : [])
                .Select(path => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)))
                // The shared framework's folder is searched too, but nobody puts libtorch there, unless it is the application's own.
                .Where(path => path == Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)
                    || path != Path.TrimEndingDirectorySeparator(RuntimeEnvironment.GetRuntimeDirectory()))
                .Distinct();
        }
    }

    private static string Find(string file) =>
        SearchedDirectories.Select(directory => Path.Combine(directory, file)).FirstOrDefault(File.Exists)
            ?? throw new GaldException(Missing(file));

    private static string FileName(string library) =>
        OperatingSystem.IsWindows() ? $"{library}.dll" : OperatingSystem.IsMacOS() ? $"lib{library}.dylib" : $"lib{library}.so";

    private static void Load(string path)
    {
        try
        {
            NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            // The runtime's advice comes first, the loader's reason last.
            var reason = e.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1];
            throw new GaldException($"libtorch is there, but this system cannot load it: {reason.TrimEnd('.')}; {Cure(reason)}.", e);
        }
    }

    private static string Cure(string reason)
    {
        if (reason.Contains("GLIBCXX_3.4.32", StringComparison.Ordinal))
            return "build the application with the package Gald, or import Gald.targets, which makes libLibTorchSharp.so "
                + "load on Debian 12 and Ubuntu 22.04, or run it on a newer system";
        if (reason.Contains("GLIBC", StringComparison.Ordinal))
            return "run on a system with glibc 2.34 and the C++ runtime of GCC 12 or newer, such as Debian 12 or Ubuntu 22.04";
        if (reason.Contains("cannot open shared object file", StringComparison.Ordinal))
            return "copy all files of the build or publish folder, or install the library that it names";
        return $"build the application again with TorchSharp-cpu {TorchSharpVersion}, or the CUDA package of that version, and copy all of its files";
    }
}
