using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Gald.Computing;

/// <summary>
/// Work on the threads of libtorch. They go on spinning for a while when an operation is over, so threads of .NET beside them would get
/// half of the processor.
/// </summary>
internal static unsafe class ThreadTeam
{
    /// <summary>GOMP_parallel(function, data, threads, flags) of the OpenMP library that libtorch has loaded; null where it has another.</summary>
    private static readonly delegate* unmanaged<delegate* unmanaged<nint, void>, nint, uint, uint, void> parallel = FindParallel();

    /// <summary>Whether libtorch's threads can be had here.</summary>
    public static bool IsShared => parallel is not null;

    /// <summary>Calls an action once for each index below a number, on as many threads as libtorch uses here; returns when all calls have.</summary>
    /// <param name="calls">How often, at least 1.</param>
    /// <param name="action">It gets the number of its thread, below the number of threads, and the index.</param>
    public static void Run(int calls, Action<int, int> action)
    {
        var threads = Math.Min(calls, get_num_threads());
        var work = new Work(calls, action);
        if (threads <= 1 || !IsShared)
        {
            work.Do();
        }
        else
        {
            var handle = GCHandle.Alloc(work);
            try
            {
                parallel(&Join, GCHandle.ToIntPtr(handle), (uint)threads, 0);
            }
            finally
            {
                handle.Free();
            }
        }
        work.ThrowIfFailed();
    }

    [UnmanagedCallersOnly]
    private static void Join(nint work) => ((Work)GCHandle.FromIntPtr(work).Target!).Do();

    private static delegate* unmanaged<delegate* unmanaged<nint, void>, nint, uint, uint, void> FindParallel()
    {
        LibTorch.EnsureLoaded();
        return NativeLibrary.TryLoad("torch_cpu", typeof(ThreadTeam).Assembly, null, out var library)
            && NativeLibrary.TryGetExport(library, "GOMP_parallel", out var address)
            ? (delegate* unmanaged<delegate* unmanaged<nint, void>, nint, uint, uint, void>)address
            : null;
    }

    /// <summary>The calls that are still to be made; whichever thread is free takes the next. No exception leaves a thread.</summary>
    private sealed class Work(int calls, Action<int, int> action)
    {
        private int last = -1, lastThread = -1;
        private ExceptionDispatchInfo? failure;

        public void Do()
        {
            try
            {
                int thread = Interlocked.Increment(ref lastThread), index;
                while ((index = Interlocked.Increment(ref last)) < calls)
                    action(thread, index);
            }
            catch (Exception e)
            {
                Volatile.Write(ref failure, ExceptionDispatchInfo.Capture(e));
            }
        }

        public void ThrowIfFailed() => Volatile.Read(ref failure)?.Throw();
    }
}
