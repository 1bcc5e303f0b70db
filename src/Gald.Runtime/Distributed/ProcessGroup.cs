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
    public static IProcessGroup Join(Device device) => Join(Launch.Detect(), device);

    internal static IProcessGroup Join(Launch launch, Device device)
    {
        if (launch.Launcher == Launcher.None)
            return SingleProcess.Instance;
        bool isCuda = device.type == DeviceType.CUDA;
        if (!launch.UsesMpi)
        {
            return isCuda
                ? NcclGroup.Join(launch, SingleProcess.Instance, device)
                : throw new GaldException(
                    $"{launch.Name} started {launch.Size} processes without MPI, and processes that compute on the CPU need it; start them with mpirun (or srun --mpi=pmix), or give --device cuda.");
        }
        MpiGroup group = MpiGroup.Join(launch);
        try
        {
            group.RequireSame("kinds of devices", device.type.ToString(), "give every process the same --device");
            return isCuda ? NcclGroup.Join(launch, group, device) : group;
        }
        catch (GaldException e) when (e.IsAgreed)
        {
            group.Dispose();
            throw;
        }
    }
}
