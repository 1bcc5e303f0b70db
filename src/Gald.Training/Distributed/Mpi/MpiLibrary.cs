using System.Runtime.InteropServices;

namespace Gald.Distributed.Mpi;

/// <summary>
/// The C functions of an MPI library. Open MPI's handles are addresses of exported symbols, those of MPICH and its relatives (Intel
/// MPI, MVAPICH, MS-MPI, Cray) fixed integers; which it is, its exports tell. Data travel as bytes, so that one handle of a type does.
/// </summary>
internal sealed class MpiLibrary
{
    /// <summary>Names a library file that none of the usual names finds.</summary>
    public const string Variable = "GALD_MPI_LIBRARY";

    public delegate int InitThread(nint argc, nint argv, int required, out int provided);
    public delegate int Nullary();
    public delegate int CommNumber(nint comm, out int value);
    public delegate int CommNullary(nint comm);
    public delegate int CommValue(nint comm, nint value);
    public delegate int Exchange(ref byte send, int sendCount, nint sendType, ref byte receive, int receiveCount, nint receiveType, nint comm);
    public delegate int OneToAll(ref byte buffer, int count, nint type, int root, nint comm);
    public delegate int ErrorString(int code, ref byte text, out int length);

    // MPICH's mpi.h.
    private const int MpichWorld = 0x44000000, MpichByte = 0x4c00010d, MpichErrorsReturn = 0x54000001;

    private static readonly string[] OpenMpiNames = ["libmpi.so.40", "libmpi.40.dylib"];
    private static readonly string[] MpichNames = ["libmpi.so.12", "libmpich.so.12", "libmpi.12.dylib", "libpmpi.12.dylib", "msmpi.dll"];
    private static readonly string[] AnyNames = ["libmpi.so", "libmpi.dylib"];

    private MpiLibrary(nint handle, string path)
    {
        Path = path;
        IsOpenMpi = NativeLibrary.TryGetExport(handle, "ompi_mpi_comm_world", out var world);
        World = IsOpenMpi ? world : MpichWorld;
        Byte = IsOpenMpi ? NativeLibrary.GetExport(handle, "ompi_mpi_byte") : MpichByte;
        ErrorsReturn = IsOpenMpi ? NativeLibrary.GetExport(handle, "ompi_mpi_errors_return") : MpichErrorsReturn;
        Init = Function<InitThread>("MPI_Init_thread");
        Finish = Function<Nullary>("MPI_Finalize");
        Rank = Function<CommNumber>("MPI_Comm_rank");
        Size = Function<CommNumber>("MPI_Comm_size");
        SetErrorHandler = Function<CommValue>("MPI_Comm_set_errhandler");
        AllToAll = Function<Exchange>("MPI_Alltoall");
        AllGather = Function<Exchange>("MPI_Allgather");
        Broadcast = Function<OneToAll>("MPI_Bcast");
        Barrier = Function<CommNullary>("MPI_Barrier");
        Abort = Function<CommValue>("MPI_Abort");
        Describe = Function<ErrorString>("MPI_Error_string");

        T Function<T>(string name) where T : Delegate => NativeLibrary.TryGetExport(handle, name, out var address)
            ? Marshal.GetDelegateForFunctionPointer<T>(address)
            : throw new GaldException($"'{path}' is no MPI library: it has no {name}; install Open MPI or MPICH, or name another library with {Variable}.");
    }

    public string Path { get; }

    public bool IsOpenMpi { get; }

    public nint World { get; }

    public nint Byte { get; }

    public nint ErrorsReturn { get; }

    public InitThread Init { get; }

    public Nullary Finish { get; }

    public CommNumber Rank { get; }

    public CommNumber Size { get; }

    public CommValue SetErrorHandler { get; }

    public Exchange AllToAll { get; }

    public Exchange AllGather { get; }

    public OneToAll Broadcast { get; }

    public CommNullary Barrier { get; }

    public CommValue Abort { get; }

    public ErrorString Describe { get; }

    /// <summary>The library that fits what started the processes, or the one that is there.</summary>
    /// <exception cref="GaldException">There is none.</exception>
    public static MpiLibrary Load(Launch launch)
    {
        string[] names = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? [named]
            : launch.Launcher == Launcher.Mpich ? [.. MpichNames, .. AnyNames, .. OpenMpiNames]
            : [.. OpenMpiNames, .. AnyNames, .. MpichNames];
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, out var handle))
                return new MpiLibrary(handle, name);
        }
        throw new GaldException(
            $"{launch.Name} started this program as several processes, but no MPI library can be loaded ({string.Join(", ", names)}): install Open MPI or MPICH on "
            + $"every machine (Debian: libopenmpi3 or libmpich12), or name the library's file with the environment variable {Variable}.");
    }
}
