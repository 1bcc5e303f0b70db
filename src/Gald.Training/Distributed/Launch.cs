using System.Globalization;

namespace Gald.Distributed;

/// <summary>What started the processes, which decides how they find each other.</summary>
internal enum Launcher
{
    /// <summary>Nothing: this process is alone.</summary>
    None,

    /// <summary>mpirun of Open MPI.</summary>
    OpenMpi,

    /// <summary>mpiexec of MPICH or a relative.</summary>
    Mpich,

    /// <summary>A launcher that speaks PMIx, such as <c>srun --mpi=pmix</c>.</summary>
    Pmix,

    /// <summary>srun without MPI.</summary>
    Slurm,

    /// <summary>torchrun, or a Kubernetes job that sets the same variables.</summary>
    TorchRun,
}

/// <summary>How this process was started, read from the environment that launchers set.</summary>
/// <param name="Launcher">What started it.</param>
/// <param name="Rank">Its number.</param>
/// <param name="Size">The number of processes; 0 when the launcher does not say.</param>
/// <param name="LocalRank">Its number among those of its machine.</param>
/// <param name="LocalSize">The number of processes on its machine; 0 when the launcher does not say.</param>
internal sealed record Launch(Launcher Launcher, int Rank, int Size, int LocalRank, int LocalSize)
{
    /// <summary>A process on its own.</summary>
    public static Launch Alone { get; } = new(Launcher.None, 0, 1, 0, 1);

    /// <summary>Whether MPI connects the processes.</summary>
    public bool UsesMpi => Launcher is Launcher.OpenMpi or Launcher.Mpich or Launcher.Pmix;

    /// <summary>What started the processes, for people.</summary>
    public string Name => Launcher switch
    {
        Launcher.OpenMpi => "mpirun",
        Launcher.Mpich => "mpiexec",
        Launcher.Pmix or Launcher.Slurm => "srun",
        Launcher.TorchRun => "torchrun",
        _ => "nothing",
    };

    /// <summary>How this process was started.</summary>
    /// <exception cref="GaldException">A variable holds no number, or one is missing.</exception>
    public static Launch Detect() => Read(Environment.GetEnvironmentVariable);

    internal static Launch Read(Func<string, string?> variable)
    {
        if (Number("OMPI_COMM_WORLD_SIZE") is int size)
            return new(Launcher.OpenMpi, Needed("OMPI_COMM_WORLD_RANK"), size, Needed("OMPI_COMM_WORLD_LOCAL_RANK"), Number("OMPI_COMM_WORLD_LOCAL_SIZE") ?? 0);
        if (Number("PMI_SIZE") is int managed)
            return new(Launcher.Mpich, Needed("PMI_RANK"), managed, Number("MPI_LOCALRANKID") ?? Number("SLURM_LOCALID") ?? Needed("PMI_RANK"), Number("MPI_LOCALNRANKS") ?? 0);
        // Set for the steps that srun starts, not for the script around them.
        var tasks = Number("SLURM_STEP_NUM_TASKS") ?? 0;
        if (Number("PMIX_RANK") is int rank)
            return new(Launcher.Pmix, rank, tasks, Number("SLURM_LOCALID") ?? rank, Number("SLURM_NTASKS_PER_NODE") ?? 0);
        if (Number("WORLD_SIZE") is int world && variable("MASTER_ADDR") is not null)
            return new(Launcher.TorchRun, Needed("RANK"), world, Needed("LOCAL_RANK"), Number("LOCAL_WORLD_SIZE") ?? 0);
        return tasks > 1
            ? new(Launcher.Slurm, Needed("SLURM_PROCID"), tasks, Needed("SLURM_LOCALID"), Number("SLURM_NTASKS_PER_NODE") ?? 0)
            : Alone;

        int? Number(string name) => variable(name) switch
        {
            null or "" => null,
            string text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw new GaldException($"The environment variable {name} says how this process was started and holds no number, but '{text}'."),
        };

        int Needed(string name) => Number(name)
            ?? throw new GaldException($"The environment says that this process is one of several, but {name} is missing; start the program with mpirun or torchrun.");
    }
}
