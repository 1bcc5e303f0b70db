using System.Globalization;

namespace Gald.Distributed.Nccl;

/// <summary>Where processes meet that no MPI connects: a machine and a port that follow from what their launcher set.</summary>
internal static class Meeting
{
    /// <summary><c>machine:port</c>, the same in every process.</summary>
    /// <exception cref="GaldException">The launcher does not say which machine.</exception>
    public static string Point(Launch launch, Func<string, string?> variable)
    {
        if (launch.Launcher == Launcher.Slurm)
        {
            var list = variable("SLURM_STEP_NODELIST") ?? variable("SLURM_JOB_NODELIST")
                ?? throw new GaldException("srun does not say on which machines the processes run (SLURM_STEP_NODELIST); start the program with srun --mpi=pmix.");
            return string.Create(CultureInfo.InvariantCulture, $"{FirstMachine(list)}:{20_000 + Number("SLURM_JOB_ID", 0) % 20_000}");
        }
        // torchrun itself listens at MASTER_PORT.
        return string.Create(CultureInfo.InvariantCulture, $"{variable("MASTER_ADDR")}:{Number("MASTER_PORT", 29_500) + 1}");

        int Number(string name, int otherwise) => int.TryParse(variable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
    }

    /// <summary>The first name of a list as Slurm writes it: <c>node[03-05,09],login</c> is node03 first.</summary>
    internal static string FirstMachine(string list)
    {
        int open = list.IndexOf('['), comma = list.IndexOf(',');
        if (open < 0 || (comma >= 0 && comma < open))
            return comma < 0 ? list : list[..comma];
        int close = list.IndexOf(']', open), end = list.IndexOfAny([',', '-', ']'], open);
        var tail = list.IndexOf(',', close);
        return list[..open] + list[(open + 1)..end] + list[(close + 1)..(tail < 0 ? list.Length : tail)];
    }
}
