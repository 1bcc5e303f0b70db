using Gald.Runtime.Tests;

namespace Gald.Distributed.Tests;

/// <summary>Several hosts, which network namespaces of this machine play.</summary>
public sealed class HostsTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [HostsFact]
    public void TwoHostsTrainToTheWeightsOfOneProcess()
    {
        string alone = temporary.File("alone"), two = temporary.File("two");
        using (var run = Mpi.Alone("training", alone, "2", "2", "fresh", "sync"))
            Assert.Equal(0, run.Wait().ExitCode);
        using (var run = Mpi.StartOnTwoHosts("training", two, "2", "2", "fresh", "sync"))
        {
            var outcome = run.Wait();
            Assert.True(outcome.ExitCode == 0, outcome.ToString());
        }
        var (distance, name) = State.Compare(
            State.Read(Path.Combine(alone, "last.safetensors")), State.Read(Path.Combine(two, "last.safetensors")));
        Assert.True(distance <= 1e-10, $"{name} is {distance} away.");
    }
}

/// <summary>A test that needs network namespaces and Open MPI, and is skipped with the reason where it may make none.</summary>
internal sealed class HostsFactAttribute : FactAttribute
{
    public HostsFactAttribute() => Skip = Mpi.Missing ?? (Mpi.CanPlayHosts ? null : "Network namespaces need root and 'ip' (Debian: iproute2), and the hosts Open MPI.");
}
