using System.Globalization;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Distributed.Nccl;

/// <summary>
/// Processes that compute on a GPU each, connected by NCCL. The order in which it adds up follows from the machines, their wiring and its
/// version, so that a run repeats to the bit on the same machines.
/// </summary>
internal sealed class NcclGroup : IProcessGroup
{
    private readonly NcclLibrary nccl;
    private readonly IProcessGroup launcher;
    private readonly Device device;
    private nint comm;

    private NcclGroup(NcclLibrary nccl, IProcessGroup launcher, Device device, int rank, int size, NcclId id)
    {
        this.nccl = nccl;
        this.launcher = launcher;
        this.device = device;
        Rank = rank;
        Size = size;
        NcclLibrary.UseDevice(device.index);
        Check(nccl.Join(out comm, size, id, rank));
        nccl.Version(out var version);
        Transport = string.Create(CultureInfo.InvariantCulture, $"NCCL {version / 10_000}.{version / 100 % 100}.{version % 100}");
    }

    public int Rank { get; }

    public int Size { get; }

    public string Transport { get; }

    /// <summary>Joins the processes that a launcher started.</summary>
    /// <param name="launch">How this process was started.</param>
    /// <param name="launcher">The processes as MPI connects them; <see cref="SingleProcess"/> if it does not. It belongs to the result.</param>
    /// <param name="device">This process's GPU, which it shares with no other.</param>
    /// <exception cref="GaldException">There is no NCCL, or it cannot connect them.</exception>
    public static NcclGroup Join(Launch launch, IProcessGroup launcher, Device device)
    {
        var nccl = launcher.Together(NcclLibrary.Load);
        if (launch.UsesMpi)
        {
            NcclId id = default;
            if (launcher.Rank == 0)
                Check(nccl, nccl.CreateId(out id));
            using var bytes = zeros([Marshal.SizeOf<NcclId>()], ScalarType.Byte, CPU);
            MemoryMarshal.Write(bytes.bytes, in id);
            launcher.Broadcast(bytes);
            return new NcclGroup(nccl, launcher, device, launcher.Rank, launcher.Size, MemoryMarshal.Read<NcclId>(bytes.bytes));
        }
        // NCCL's own way without a launcher that passes the id: process 0 listens where all are told.
        NcclLibrary.set_variable("NCCL_COMM_ID", Meeting.Point(launch, Environment.GetEnvironmentVariable), 0);
        Check(nccl, nccl.CreateId(out var agreed));
        return new NcclGroup(nccl, launcher, device, launch.Rank, launch.Size, agreed);
    }

    public void Sum(Tensor tensor) => OnDevice(tensor, here =>
        Check(nccl.AllReduce(Address(here), Address(here), (nuint)here.numel(), NcclLibrary.TypeOf(here.dtype), NcclLibrary.AddUp, comm, 0)));

    public Tensor Gather(Tensor tensor)
    {
        using var here = tensor.to(device);
        var gathered = empty([Size, .. tensor.shape], tensor.dtype, device);
        Check(nccl.AllGather(Address(here), Address(gathered), (nuint)here.numel(), NcclLibrary.TypeOf(here.dtype), comm, 0));
        if (tensor.device_type != DeviceType.CPU)
            return gathered;
        using (gathered)
            return gathered.cpu();
    }

    public void Broadcast(Tensor tensor) => OnDevice(tensor, here =>
        Check(nccl.Broadcast(Address(here), Address(here), (nuint)here.numel(), NcclLibrary.TypeOf(here.dtype), 0, comm, 0)));

    public void Barrier()
    {
        // The result is read, so that the GPU has done it.
        using var mark = zeros([1], ScalarType.Int64, CPU);
        Sum(mark);
    }

    public void Abort()
    {
        if (launcher is not SingleProcess)
            launcher.Abort();
        nccl.Abort(comm);
        Environment.Exit(1);
    }

    public void Dispose()
    {
        if (comm == 0)
            return;
        nccl.Destroy(comm);
        comm = 0;
        launcher.Dispose();
    }

    private void OnDevice(Tensor tensor, Action<Tensor> action)
    {
        using var noGradient = no_grad();
        using var plain = tensor.detach();
        using var here = plain.to(device);
        action(here);
        if (plain.device_type == DeviceType.CPU)
            plain.copy_(here);
    }

    private static nint Address(Tensor tensor) => tensor.is_contiguous()
        ? NcclLibrary.address_of(tensor.Handle)
        : throw new ArgumentException("Tensors that processes exchange are contiguous.");

    private void Check(int code) => Check(nccl, code);

    private static void Check(NcclLibrary nccl, int code)
    {
        if (code != 0)
            throw new GaldException(
                $"NCCL cannot connect the processes ({Marshal.PtrToStringUTF8(nccl.Describe(code))}); NCCL_DEBUG=INFO in the environment makes it say more.");
    }
}
