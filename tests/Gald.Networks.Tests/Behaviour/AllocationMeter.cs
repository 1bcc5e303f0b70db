using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Gald.Networks.Tests.Behaviour;

/// <summary>
/// Counts the bytes of the CPU's tensors that this thread allocates and frees, to the byte, until disposal: it takes the place of
/// libtorch's memory profiler, an abstract C++ class (<c>c10::MemoryReportingInfoBase</c>) that TorchSharp has no API for. Scratch memory of
/// oneDNN is no tensor and not counted.
/// </summary>
internal sealed unsafe class AllocationMeter : IDisposable
{
    private const byte ProfilerState = 2;

    // An object without fields: a pointer to its class's functions, in the order of their declaration. It is never destroyed.
    private static readonly nint* Reporter = CreateReporter();

    [ThreadStatic]
    private static AllocationMeter? current;

    public AllocationMeter()
    {
        LibTorch.EnsureLoaded();
        current = this;
        var shared = new SharedPointer { Object = (nint)Reporter };
        push(ProfilerState, &shared);
    }

    /// <summary>Bytes that were allocated since and are not free.</summary>
    public long Live { get; private set; }

    /// <summary>The most that <see cref="Live"/> has been.</summary>
    public long Peak { get; private set; }

    public void Dispose()
    {
        pop(ProfilerState);
        current = null;
    }

    private static nint* CreateReporter()
    {
        var memory = (nint*)NativeMemory.AllocZeroed(6, (nuint)sizeof(nint));
        var functions = memory + 1;
        functions[0] = functions[1] = (nint)(delegate* unmanaged[Cdecl]<nint, void>)&Destroy;
        functions[2] = (nint)(delegate* unmanaged[Cdecl]<nint, nint, long, nuint, nuint, ushort, void>)&ReportUsage;
        functions[3] = (nint)(delegate* unmanaged[Cdecl]<nint, long, nuint, nuint, ushort, void>)&ReportLack;
        functions[4] = (nint)(delegate* unmanaged[Cdecl]<nint, byte>)&IsEnabled;
        memory[0] = (nint)functions;
        return memory;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Destroy(nint self)
    {
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void ReportUsage(nint self, nint pointer, long bytes, nuint allocated, nuint reserved, ushort device)
    {
        if (current is not { } meter)
            return;
        meter.Live += bytes;
        meter.Peak = Math.Max(meter.Peak, meter.Live);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void ReportLack(nint self, long bytes, nuint allocated, nuint reserved, ushort device)
    {
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte IsEnabled(nint self) => 1;

    [DllImport("c10", EntryPoint = "_ZN3c1020ThreadLocalDebugInfo5_pushENS_13DebugInfoKindESt10shared_ptrINS_13DebugInfoBaseEE")]
    private static extern void push(byte kind, SharedPointer* info);

    [DllImport("c10", EntryPoint = "_ZN3c1020ThreadLocalDebugInfo4_popENS_13DebugInfoKindE")]
    private static extern SharedPointer pop(byte kind);

    /// <summary>std::shared_ptr; without a count of its owners nobody destroys the object.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct SharedPointer
    {
        public nint Object;
        public nint Count;
        private readonly nint padding;
    }
}
