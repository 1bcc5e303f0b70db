using Gald.Distributed;
using Gald.Distributed.Nccl;
using Xunit;

namespace Gald.Runtime.Tests.Distributed;

/// <summary>What launchers set in the environment.</summary>
public class LaunchTests
{
    private static Func<string, string?> Variables(string text)
    {
        var set = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return name => set.GetValueOrDefault(name);
    }

    [Theory]
    [InlineData("", "None", 0, 1, 0, 1)]
    // The script of a Slurm job, which is no step.
    [InlineData("SLURM_JOB_ID=7 SLURM_NTASKS=4 SLURM_PROCID=0", "None", 0, 1, 0, 1)]
    [InlineData("SLURM_STEP_NUM_TASKS=1 SLURM_PROCID=0 SLURM_LOCALID=0", "None", 0, 1, 0, 1)]
    [InlineData("OMPI_COMM_WORLD_SIZE=4 OMPI_COMM_WORLD_RANK=3 OMPI_COMM_WORLD_LOCAL_RANK=1 OMPI_COMM_WORLD_LOCAL_SIZE=2", "OpenMpi", 3, 4, 1, 2)]
    [InlineData("OMPI_COMM_WORLD_SIZE=1 OMPI_COMM_WORLD_RANK=0 OMPI_COMM_WORLD_LOCAL_RANK=0 PMIX_RANK=0", "OpenMpi", 0, 1, 0, 0)]
    [InlineData("PMI_SIZE=4 PMI_RANK=2 MPI_LOCALRANKID=0 MPI_LOCALNRANKS=2", "Mpich", 2, 4, 0, 2)]
    [InlineData("PMIX_RANK=5 SLURM_STEP_NUM_TASKS=8 SLURM_LOCALID=1 SLURM_PROCID=5", "Pmix", 5, 8, 1, 0)]
    [InlineData("SLURM_STEP_NUM_TASKS=8 SLURM_LOCALID=1 SLURM_PROCID=5 SLURM_NTASKS_PER_NODE=4", "Slurm", 5, 8, 1, 4)]
    [InlineData("WORLD_SIZE=8 RANK=6 LOCAL_RANK=2 LOCAL_WORLD_SIZE=4 MASTER_ADDR=node0", "TorchRun", 6, 8, 2, 4)]
    public void ALauncherIsKnownByItsVariables(string variables, string launcher, int rank, int size, int localRank, int localSize) =>
        Assert.Equal(
            new Launch(Enum.Parse<Launcher>(launcher), rank, size, localRank, localSize), Launch.Read(Variables(variables)));

    [Theory]
    [InlineData("OMPI_COMM_WORLD_SIZE=two", "OMPI_COMM_WORLD_SIZE says how this process was started and holds no number, but 'two'")]
    [InlineData("OMPI_COMM_WORLD_SIZE=2", "OMPI_COMM_WORLD_RANK is missing")]
    public void AnEnvironmentThatContradictsItselfIsToldOf(string variables, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<GaldException>(() => Launch.Read(Variables(variables))).Message);

    [Theory]
    [InlineData("node7", "node7")]
    [InlineData("node7,node9", "node7")]
    [InlineData("node[03-05,09],login", "node03")]
    [InlineData("node[3]", "node3")]
    [InlineData("login,node[03-05]", "login")]
    [InlineData("rack[1-2]-ib,x", "rack1-ib")]
    public void TheFirstMachineOfAListOfSlurm(string list, string machine) => Assert.Equal(machine, Meeting.FirstMachine(list));

    [Fact]
    public void ProcessesWithoutMpiMeetWhereTheirLauncherSays()
    {
        Launch torch = new(Launcher.TorchRun, 1, 2, 0, 1), slurm = new(Launcher.Slurm, 1, 2, 0, 1);
        Assert.Equal("node0:29501", Meeting.Point(torch, Variables("MASTER_ADDR=node0")));
        Assert.Equal("node0:1235", Meeting.Point(torch, Variables("MASTER_ADDR=node0 MASTER_PORT=1234")));
        Assert.Equal("node3:20017", Meeting.Point(slurm, Variables("SLURM_STEP_NODELIST=node[3-4] SLURM_JOB_ID=40017")));
        Assert.Contains("SLURM_STEP_NODELIST", Assert.Throws<GaldException>(() => Meeting.Point(slurm, Variables(""))).Message);
    }
}
