using System.Runtime.InteropServices;
using TorchSharp;

namespace Gald.Computing;

/// <summary>How much libtorch insists on deterministic algorithms.</summary>
internal enum Determinism
{
    No,

    /// <summary>Where there is one; elsewhere a warning.</summary>
    Preferred,

    /// <summary>An operation without one is an error.</summary>
    Required,
}

/// <summary>
/// Functions of libtorch that TorchSharp 0.107 has no API for, by their names on Linux and macOS. Ask whether a group is there before
/// its members are called: another platform or version may name them otherwise.
/// </summary>
internal static class TorchExports
{
    private const string Library = "torch_cpu";
    private const string IsEnabledName = "_ZN2at8autocast19is_autocast_enabledEN3c1010DeviceTypeE";
    private const string SetEnabledName = "_ZN2at8autocast20set_autocast_enabledEN3c1010DeviceTypeEb";
    private const string TypeName = "_ZN2at8autocast18get_autocast_dtypeEN3c1010DeviceTypeE";
    private const string SetTypeName = "_ZN2at8autocast18set_autocast_dtypeEN3c1010DeviceTypeENS1_10ScalarTypeE";
    private const string IncrementName = "_ZN2at8autocast17increment_nestingEv";
    private const string DecrementName = "_ZN2at8autocast17decrement_nestingEv";
    private const string ClearName = "_ZN2at8autocast11clear_cacheEv";
    private const string HasOneDnnName = "_ZN2at7Context9hasMKLDNNEv";
    private const string ContextName = "_ZN2at13globalContextEv";
    private const string BenchmarkName = "_ZNK2at7Context14benchmarkCuDNNEv";
    private const string SetBenchmarkName = "_ZN2at7Context17setBenchmarkCuDNNEb";
    private const string DeterminismName = "_ZNK2at7Context23deterministicAlgorithmsEv";
    private const string WarnOnlyName = "_ZNK2at7Context31deterministicAlgorithmsWarnOnlyEv";
    private const string SetDeterminismName = "_ZN2at7Context26setDeterministicAlgorithmsEbb";

    /// <summary>What TorchSharp itself calls; its own way to the numbers, a span, ends at 2 GB.</summary>
    private static readonly nint data = FindData();

    public static bool HasAutocast { get; } = Has(IsEnabledName, SetEnabledName, TypeName, SetTypeName, IncrementName, DecrementName, ClearName);

    /// <summary>Whether libtorch was built with oneDNN.</summary>
    public static bool HasOneDnn { get; } = Has(HasOneDnnName) && has_one_dnn() != 0;

    public static bool HasBenchmark { get; } = Has(ContextName, BenchmarkName, SetBenchmarkName);

    public static bool HasDeterminism { get; } = Has(ContextName, DeterminismName, WarnOnlyName, SetDeterminismName);

    public static bool Benchmark
    {
        get => get_benchmark(get_context()) != 0;
        set => set_benchmark(get_context(), value ? (byte)1 : (byte)0);
    }

    public static Determinism Determinism
    {
        get => get_determinism(get_context()) == 0 ? Determinism.No
            : get_warn_only(get_context()) != 0 ? Determinism.Preferred : Determinism.Required;
        set => set_determinism(get_context(), value == Determinism.No ? (byte)0 : (byte)1, value == Determinism.Preferred ? (byte)1 : (byte)0);
    }

    /// <summary>The address of the first number of a tensor on a processor, which stays where it is as long as the tensor lives.</summary>
    public static unsafe nint AddressOf(torch.Tensor tensor)
    {
        var address = ((delegate* unmanaged<nint, nint>)data)(tensor.Handle);
        GC.KeepAlive(tensor);
        return address;
    }

    public static bool IsAutocastEnabled(DeviceType device) => is_enabled((sbyte)device) != 0;

    public static void SetAutocastEnabled(DeviceType device, bool enabled) => set_enabled((sbyte)device, enabled ? (byte)1 : (byte)0);

    public static torch.ScalarType AutocastType(DeviceType device) => (torch.ScalarType)get_type((sbyte)device);

    public static void SetAutocastType(DeviceType device, torch.ScalarType type) => set_type((sbyte)device, (sbyte)type);

    [DllImport(Library, EntryPoint = IncrementName)]
    public static extern int increment_nesting();

    [DllImport(Library, EntryPoint = DecrementName)]
    public static extern int decrement_nesting();

    [DllImport(Library, EntryPoint = ClearName)]
    public static extern void clear_cache();

    [DllImport(Library, EntryPoint = IsEnabledName)]
    private static extern byte is_enabled(sbyte device);

    [DllImport(Library, EntryPoint = SetEnabledName)]
    private static extern void set_enabled(sbyte device, byte enabled);

    [DllImport(Library, EntryPoint = TypeName)]
    private static extern sbyte get_type(sbyte device);

    [DllImport(Library, EntryPoint = SetTypeName)]
    private static extern void set_type(sbyte device, sbyte type);

    [DllImport(Library, EntryPoint = HasOneDnnName)]
    private static extern byte has_one_dnn();

    [DllImport(Library, EntryPoint = ContextName)]
    private static extern nint get_context();

    [DllImport(Library, EntryPoint = BenchmarkName)]
    private static extern byte get_benchmark(nint context);

    [DllImport(Library, EntryPoint = SetBenchmarkName)]
    private static extern void set_benchmark(nint context, byte benchmark);

    [DllImport(Library, EntryPoint = DeterminismName)]
    private static extern byte get_determinism(nint context);

    [DllImport(Library, EntryPoint = WarnOnlyName)]
    private static extern byte get_warn_only(nint context);

    [DllImport(Library, EntryPoint = SetDeterminismName)]
    private static extern void set_determinism(nint context, byte deterministic, byte warnOnly);

    private static nint FindData()
    {
        LibTorch.EnsureLoaded();
        return NativeLibrary.GetExport(NativeLibrary.Load("LibTorchSharp", typeof(torch).Assembly, null), "THSTensor_data");
    }

    /// <summary>Whether libtorch has all of these functions.</summary>
    internal static bool Has(params string[] names)
    {
        LibTorch.EnsureLoaded();
        return NativeLibrary.TryLoad(Library, typeof(TorchExports).Assembly, null, out var handle)
            && names.All(name => NativeLibrary.TryGetExport(handle, name, out _));
    }
}
