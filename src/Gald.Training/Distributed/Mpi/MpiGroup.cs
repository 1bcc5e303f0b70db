using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Distributed.Mpi;

/// <summary>
/// The processes of an MPI program (<c>MPI_COMM_WORLD</c>). MPI moves data, and each process adds up in the order of the ranks: which
/// algorithm the library picks for a reduction depends on sizes, machines and settings, and sums of floating-point numbers depend on the order.
/// </summary>
internal sealed class MpiGroup : IProcessGroup
{
    // Below it, one exchange of everything is faster than two of shares.
    private const int SmallBytes = 16 << 10;
    private const int ThreadsSerialized = 2;
    private readonly MpiLibrary mpi;
    private bool isFinished;

    private MpiGroup(MpiLibrary mpi)
    {
        this.mpi = mpi;
        Check(mpi.SetErrorHandler(mpi.World, mpi.ErrorsReturn));
        Check(mpi.Rank(mpi.World, out var rank));
        Check(mpi.Size(mpi.World, out var size));
        Rank = rank;
        Size = size;
    }

    public int Rank { get; }

    public int Size { get; }

    public string Transport => mpi.IsOpenMpi ? "Open MPI" : "MPICH";

    /// <summary>Joins the processes that a launcher started. Once in the life of a process.</summary>
    /// <exception cref="GaldException">There is no MPI library, or it is not the launcher's.</exception>
    public static MpiGroup Join(Launch launch)
    {
        MpiLibrary mpi = MpiLibrary.Load(launch);
        var code = mpi.Init(0, 0, ThreadsSerialized, out var provided);
        if (code != 0 || provided < ThreadsSerialized)
            throw new GaldException(
                $"The MPI library '{mpi.Path}' cannot be used by one thread after the other (MPI_Init_thread: code {code}, level {provided} of {ThreadsSerialized}); use one that is built with threads.");
        var group = new MpiGroup(mpi);
        if (launch.Size > 0 && group.Size != launch.Size)
            throw new GaldException(
                $"{launch.Name} started {launch.Size} processes, but the MPI library '{mpi.Path}' ({group.Transport}) sees {group.Size}, because the two are of different vendors "
                + $"or versions; start the program with the library's own mpirun, or name the launcher's library with the environment variable {MpiLibrary.Variable}.");
        return group;
    }

    public void Sum(Tensor tensor)
    {
        using var noGradient = no_grad();
        using var here = OnHost(tensor);
        using var flat = here.view(-1);
        var length = flat.numel();
        if (length * flat.element_size() <= SmallBytes)
        {
            using var all = Gather(flat);
            AddRows(all, flat);
        }
        else
        {
            // Each process gets everyone's numbers of its share, adds them up, and hands the sum round.
            var share = (length + Size - 1) / Size;
            using Tensor padded = empty([Size * share], flat.dtype, CPU), received = empty([Size, share], flat.dtype, CPU), sum = empty([share], flat.dtype, CPU);
            using (var filled = padded.narrow(0, 0, length))
                filled.copy_(flat);
            using (var rest = padded.narrow(0, length, Size * share - length))
                rest.zero_();
            Exchange(mpi.AllToAll, padded, received, share);
            AddRows(received, sum);
            Exchange(mpi.AllGather, sum, padded, share);
            using var whole = padded.narrow(0, 0, length);
            flat.copy_(whole);
        }
        if (tensor.device_type != DeviceType.CPU)
            tensor.copy_(here);
    }

    public Tensor Gather(Tensor tensor)
    {
        using var here = OnHost(tensor);
        var gathered = empty([Size, .. tensor.shape], tensor.dtype, CPU);
        Exchange(mpi.AllGather, here, gathered, here.numel());
        if (tensor.device_type == DeviceType.CPU)
            return gathered;
        using (gathered)
            return gathered.to(tensor.device);
    }

    public void Broadcast(Tensor tensor)
    {
        using var noGradient = no_grad();
        using var here = OnHost(tensor);
        var bytes = here.bytes;
        if (bytes.Length == 0)
            return;
        Check(mpi.Broadcast(ref bytes[0], bytes.Length, mpi.Byte, 0, mpi.World));
        if (tensor.device_type != DeviceType.CPU)
            tensor.copy_(here);
    }

    public void Barrier() => Check(mpi.Barrier(mpi.World));

    public void Abort() => mpi.Abort(mpi.World, 1);

    public void Dispose()
    {
        if (isFinished)
            return;
        isFinished = true;
        mpi.Finish();
    }

    /// <summary>The tensor itself, or a copy of one that lies on a GPU.</summary>
    private static Tensor OnHost(Tensor tensor)
    {
        using var plain = tensor.detach();
        if (!plain.is_contiguous())
            throw new ArgumentException("Tensors that processes exchange are contiguous.");
        return plain.device_type == DeviceType.CPU ? plain.alias() : plain.cpu();
    }

    private void Exchange(MpiLibrary.Exchange exchange, Tensor send, Tensor receive, long each)
    {
        Span<byte> sent = send.bytes, received = receive.bytes;
        if (received.Length == 0)
            return;
        var count = checked((int)(each * send.element_size()));
        Check(exchange(ref sent[0], count, mpi.Byte, ref received[0], count, mpi.Byte, mpi.World));
    }

    /// <summary>The sum of the rows, from the first to the last.</summary>
    private static void AddRows(Tensor rows, Tensor sum)
    {
        for (var r = 0; r < rows.shape[0]; r++)
        {
            using var row = rows.select(0, r);
            if (r == 0)
                sum.copy_(row);
            else
                sum.add_(row, Modules.Scalars.One);
        }
    }

    private void Check(int code)
    {
        if (code == 0)
            return;
        var text = new byte[1024];
        mpi.Describe(code, ref text[0], out var length);
        throw new GaldException(
            $"Process {Rank} of {Size} cannot reach the others ({Encoding.ASCII.GetString(text, 0, Math.Clamp(length, 0, text.Length))}); look for the process that ended first.");
    }
}
