using Gald.Distributed.Mpi;
using Gald.Distributed.Nccl;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Distributed;

/// <summary>Connects the processes that a launcher has started.</summary>
public static class ProcessGroup
{
    /// <summary>
    /// The processes that mpirun, mpiexec, srun or torchrun started together with this one; <see cref="SingleProcess"/> where nothing did. Those on the CPU
    /// are connected by MPI, those on GPUs by NCCL. Once in the life of a process; disposing it ends the group, in all of them.
    /// </summary>
    /// <param name="device">What this process computes with: the CPU, or a GPU of its own.</param>
    /// <exception cref="GaldException">A library is missing or another vendor's, or processes differ in the kind of device.</exception>
    public static IProcessGroup Join(Device device)
    {
        Launch launch = Launch.Detect();
        var launched = Launched(launch);
        try
        {
            return Connect(launch, launched, device);
        }
        catch (GaldException e) when (e.IsAgreed)
        {
            launched.Dispose();
            throw;
        }
    }

    /// <summary>The processes as MPI connects them; this one alone where it does not.</summary>
    /// <exception cref="GaldException">There is no MPI library, or it is not the launcher's.</exception>
    internal static IProcessGroup Launched(Launch launch) => launch.UsesMpi ? MpiGroup.Join(launch) : SingleProcess.Instance;

    /// <summary>The processes as they train: on GPUs, NCCL connects them.</summary>
    /// <exception cref="GaldException">They cannot be connected, or differ in the kind of device.</exception>
    internal static IProcessGroup Connect(Launch launch, IProcessGroup launched, Device device)
    {
        launched.RequireSame("kinds of devices", device.type.ToString(), "give every process the same --device");
        if (launch.Launcher != Launcher.None && device.type == DeviceType.CUDA)
            return NcclGroup.Join(launch, launched, device);
        return launch.Launcher == Launcher.None || launch.UsesMpi
            ? launched
            : throw new GaldException(
                $"{launch.Name} started {launch.Size} processes without MPI, and processes that compute on the CPU need it; start them with mpirun (or srun --mpi=pmix), or give --device cuda.");
    }
}
