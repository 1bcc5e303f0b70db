using System.Runtime.InteropServices;
using TorchSharp;

namespace Gald.Distributed.Nccl;

/// <summary>The 128 bytes by which processes find each other, passed by value.</summary>
internal struct NcclId
{
    public long A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P;
}

/// <summary>The C functions of NCCL, and the few of the CUDA driver that choose a thread's device.</summary>
internal sealed class NcclLibrary
{
    /// <summary>Names a library file that the usual name does not find.</summary>
    public const string Variable = "GALD_NCCL_LIBRARY";

    public const int AddUp = 0;

    public delegate int VersionOf(out int version);
    public delegate int NewId(out NcclId id);
    public delegate int JoinRanks(out nint comm, int size, NcclId id, int rank);
    public delegate int Reduce(nint send, nint receive, nuint count, int type, int operation, nint comm, nint stream);
    public delegate int GatherAll(nint send, nint receive, nuint count, int type, nint comm, nint stream);
    public delegate int OneToAll(nint send, nint receive, nuint count, int type, int root, nint comm, nint stream);
    public delegate int OfComm(nint comm);
    public delegate nint Text(int code);

    private delegate int DriverInit(uint flags);
    private delegate int DriverDevice(out int device, int index);
    private delegate int DriverContext(out nint context, int device);
    private delegate int DriverUse(nint context);

    private NcclLibrary(nint handle)
    {
        Version = Function<VersionOf>("ncclGetVersion");
        CreateId = Function<NewId>("ncclGetUniqueId");
        Join = Function<JoinRanks>("ncclCommInitRank");
        AllReduce = Function<Reduce>("ncclAllReduce");
        AllGather = Function<GatherAll>("ncclAllGather");
        Broadcast = Function<OneToAll>("ncclBroadcast");
        Destroy = Function<OfComm>("ncclCommDestroy");
        Abort = Function<OfComm>("ncclCommAbort");
        Describe = Function<Text>("ncclGetErrorString");

        T Function<T>(string name) where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(handle, name));
    }

    public VersionOf Version { get; }

    public NewId CreateId { get; }

    public JoinRanks Join { get; }

    public Reduce AllReduce { get; }

    public GatherAll AllGather { get; }

    public OneToAll Broadcast { get; }

    public OfComm Destroy { get; }

    public OfComm Abort { get; }

    public Text Describe { get; }

    /// <summary>The library.</summary>
    /// <exception cref="GaldException">It is not there, or is another one.</exception>
    public static NcclLibrary Load()
    {
        var name = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : "libnccl.so.2";
        if (!NativeLibrary.TryLoad(name, out var handle))
            throw new GaldException(
                $"NCCL connects processes on GPUs, and '{name}' cannot be loaded: install it (Debian and Ubuntu, from NVIDIA: libnccl2; every PyTorch with CUDA carries it), "
                + $"put its folder on LD_LIBRARY_PATH, or name the file with the environment variable {Variable}.");
        try
        {
            return new NcclLibrary(handle);
        }
        catch (EntryPointNotFoundException e)
        {
            throw new GaldException($"'{name}' is not NCCL 2: {e.Message.TrimEnd('.')}; name another file with the environment variable {Variable}.", e);
        }
    }

    /// <summary>Makes a CUDA device this thread's, as cudaSetDevice does.</summary>
    /// <exception cref="GaldException">The driver refuses.</exception>
    public static void UseDevice(int index)
    {
        if (!NativeLibrary.TryLoad("libcuda.so.1", out var driver))
            throw new GaldException("The CUDA driver (libcuda.so.1) cannot be loaded; install NVIDIA's driver.");
        Require(Driver<DriverInit>("cuInit")(0));
        Require(Driver<DriverDevice>("cuDeviceGet")(out var device, index));
        Require(Driver<DriverContext>("cuDevicePrimaryCtxRetain")(out var context, device));
        Require(Driver<DriverUse>("cuCtxSetCurrent")(context));

        T Driver<T>(string name) where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(driver, name));

        void Require(int code)
        {
            if (code != 0)
                throw new GaldException($"The CUDA device {index} cannot be used (the driver's error {code}); check it with nvidia-smi.");
        }
    }

    /// <summary>NCCL's number of an element type.</summary>
    public static int TypeOf(torch.ScalarType type) => type switch
    {
        torch.ScalarType.Int8 => 0,
        torch.ScalarType.Byte or torch.ScalarType.Bool => 1,
        torch.ScalarType.Int32 => 2,
        torch.ScalarType.Int64 => 4,
        torch.ScalarType.Float16 => 6,
        torch.ScalarType.Float32 => 7,
        torch.ScalarType.Float64 => 8,
        torch.ScalarType.BFloat16 => 9,
        _ => throw new ArgumentException($"NCCL has no numbers of type {type}."),
    };

    /// <summary>Where a tensor's numbers lie, on its device.</summary>
    [DllImport("LibTorchSharp", EntryPoint = "THSTensor_data")]
    public static extern nint address_of(nint tensor);

    /// <summary>Sets a variable where C libraries see it; .NET's own are a copy.</summary>
    [DllImport("libc", EntryPoint = "setenv")]
    public static extern int set_variable([MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrite);
}
