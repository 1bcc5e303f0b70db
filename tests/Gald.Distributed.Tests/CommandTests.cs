using System.Globalization;
using System.Runtime.InteropServices;
using Gald.Checkpoints;
using Gald.Data;
using Gald.Pictures;
using Gald.Runtime.Tests;
using Gald.Training;

namespace Gald.Distributed.Tests;

/// <summary>The commands under mpirun: who prints, how they end, what they say of bad surroundings.</summary>
public sealed class CommandTests : IDisposable
{
    private const int Interrupt = 2, Kill = 9, Terminate = 15;
    private static readonly TimeSpan EndOfAll = TimeSpan.FromSeconds(30);
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    private string Pids => Path.Combine(temporary.Path, "pids");

    private RunFolder Folder => new(Path.Combine(temporary.Path, "run"));

    private Run Start(params string[] args) => Mpi.Start(2, ["command", Pids, .. args]);

    /// <summary>A training that does not end by itself, in its first steps.</summary>
    private Run StartLong() => StartLong([]);

    private Run StartLong(Dictionary<string, string> variables)
    {
        // Nothing of an earlier run is taken for this one's.
        if (File.Exists(Folder.LastCheckpoint))
            File.Delete(Folder.LastCheckpoint);
        foreach (var file in Directory.CreateDirectory(Pids).EnumerateFiles("pid-*").Select(file => file.FullName))
            File.Delete(file);
        var run = Mpi.StartWith(variables, 2, "command", Pids, "train", "--steps", "100000", "--out", Folder.Path, "--overwrite");
        Until(run, () => File.Exists(Folder.LastCheckpoint));
        return run;
    }

    private static void Until(Run run, Func<bool> condition)
    {
        var end = Environment.TickCount64 + 120_000;
        while (!condition())
        {
            Assert.True(!run.HasEnded && Environment.TickCount64 < end, "It did not come to it.");
            Thread.Sleep(20);
        }
    }

    private int PidOf(int rank) => int.Parse(File.ReadAllText(Path.Combine(Pids, "pid-" + rank)), CultureInfo.InvariantCulture);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int send_signal(int process, int signal);

    private static readonly SyntheticScenes Scenes = new(3, 64, 64, seed: 1);

    private string WriteData(string name, int count)
    {
        foreach (var split in new[] { "train", "val" })
        {
            for (var i = 0; i < count; i++)
            {
                var scene = Scenes.Load(i);
                ImageFiles.WritePng(temporary.File(name, split, $"{i}.png"), new RgbImage(scene.Height, scene.Width, scene.Pixels));
                ImageFiles.WriteLabelPng(temporary.File(name, split + "annot", $"{i}.png"), scene.Labels, scene.Height, scene.Width);
            }
        }
        File.WriteAllLines(
            temporary.File(name, "classes.txt"), ClassTable.StreetScenes.Classes.Select((c, id) => $"{id} {c.Name} {c.Red} {c.Green} {c.Blue}"));
        return Path.Combine(temporary.Path, name);
    }

    [MpiFact]
    public void OneProcessPrintsAndAllShareTheWork()
    {
        var data = WriteData("data", count: 3);
        using (var training = Start("train", "--data", data, "--out", Folder.Path, "--sync-batch-norm"))
        {
            var outcome = training.Wait();
            Assert.True(outcome.ExitCode == 0, outcome.ToString());
            Assert.Single(outcome.Output.Split('\n'), line => line.Contains("in 2 processes", StringComparison.Ordinal));
            Assert.Single(outcome.Output.Split('\n'), line => line.Contains("Trained 4 steps", StringComparison.Ordinal));
        }
        foreach (var file in new[] { Folder.LastCheckpoint, Folder.BestCheckpoint, Folder.Metrics, Folder.LossCurve, Folder.Comparison })
            Assert.True(File.Exists(file), file);

        // The scores of shared images are those of one process.
        string shared = temporary.File("shared.json"), whole = temporary.File("whole.json");
        using var together = Start("evaluate", "--data", data, "--weights", Folder.BestCheckpoint, "--json", shared);
        using var alone = Mpi.Alone("command", Pids, "evaluate", "--data", data, "--weights", Folder.BestCheckpoint, "--json", whole);
        Assert.Equal(0, together.Wait().ExitCode);
        Assert.Equal(0, alone.Wait().ExitCode);
        Assert.Equal(File.ReadAllText(whole), File.ReadAllText(shared));
    }

    [MpiFact]
    public void TerminatingOneProcessSavesOnceAndEndsAll()
    {
        using var run = StartLong();
        Assert.Equal(0, send_signal(PidOf(1), Terminate));
        AssertInterrupted(run.Wait(EndOfAll));
    }

    [MpiFact]
    public void InterruptingMpirunSavesOnceAndEndsAll()
    {
        // It leaves them a second by itself, which a busy machine may need for a step.
        using var run = StartLong(new() { ["OMPI_MCA_odls_base_sigkill_timeout"] = "5" });
        Assert.Equal(0, send_signal(run.Id, Interrupt));
        AssertInterrupted(run.Wait(EndOfAll));
    }

    private void AssertInterrupted(Outcome outcome)
    {
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Empty(outcome.Sentences);
        string line = Assert.Single(outcome.Output.Split('\n'), line => line.StartsWith("Interrupted after step", StringComparison.Ordinal));
        var step = RunCheckpoint.ReadInformation(Folder.LastCheckpoint).Training.Step;
        Assert.StartsWith($"Interrupted after step {step}. ", line);
    }

    /// <summary>GALD_KILLS=50 kills as often.</summary>
    [MpiFact]
    public void WhenAProcessIsKilledAllEndAndTheLastCheckpointIsWhole()
    {
        var kills = int.TryParse(Environment.GetEnvironmentVariable("GALD_KILLS"), out var count) ? count : 2;
        var random = new Random(1);
        for (var i = 0; i < kills; i++)
        {
            using var run = StartLong();
            Thread.Sleep(random.Next(1500));
            var killed = send_signal(PidOf(random.Next(2)), Kill) == 0;
            var outcome = run.Wait(EndOfAll);
            Assert.True(killed, $"Kill {i + 1} came too late: {outcome}");
            Assert.NotEqual(0, outcome.ExitCode);
            var state = State.Read(Folder.LastCheckpoint);
            Assert.Equal(RunCheckpoint.ReadInformation(Folder.LastCheckpoint).Training.Step, state["training.losses"].Length);
            Assert.All(state.Values, values => Assert.All(values, value => Assert.True(double.IsFinite(value))));
        }
        var saved = RunCheckpoint.ReadInformation(Folder.LastCheckpoint).Training.Step;
        using var resumed = Start("train", "--out", Folder.Path, "--resume", "--steps", $"{saved + 1}");
        var end = resumed.Wait();
        Assert.True(end.ExitCode == 0, end.ToString());
        Assert.Empty(Directory.EnumerateFiles(Folder.Path, "*.tmp"));
    }

    [MpiFact]
    public void ABatchThatCannotBeSharedIsRefusedInOneSentence() => AssertRefused(
        "A batch of 1 cannot be shared by 2 processes; use a batch of at least 2", "train", "--batch", "1", "--out", Folder.Path);

    [MpiFact]
    public void DifferentNetworksAreRefusedInOneSentence()
    {
        // Each machine may have another program.
        AssertRefused("have different networks; start the same program", "train", "--network", "{network}", "--out", Folder.Path);
    }

    [MpiFact]
    public void DifferentOptionsAreRefusedInOneSentence() => AssertRefused(
        "have different options; give every process the same command line", "train", "--seed", "{rank}", "--out", Folder.Path);

    [MpiFact]
    public void DifferentImagesAreRefusedInOneSentence()
    {
        WriteData("data0", count: 2);
        var other = WriteData("data1", count: 2);
        // One pixel of one label.
        var last = Scenes.Load(1);
        last.Labels[^1] ^= 1;
        ImageFiles.WriteLabelPng(Path.Combine(other, "valannot", "1.png"), last.Labels, last.Height, last.Width);
        AssertRefused("have different validation images; copy the same files", "train", "--data", Path.Combine(temporary.Path, "data{rank}"), "--out", Folder.Path);
    }

    [MpiFact]
    public void AMistakeThatAllMakeIsSaidOnce() => AssertRefused("There is no folder 'nowhere'", "train", "--data", "nowhere", "--out", Folder.Path);

    [MpiFact]
    public void AMistakeOfOneProcessEndsAll() => AssertRefused(
        "Process 1 of 2: There is no folder", "train", "--data", WriteData("data0", count: 2)[..^1] + "{rank}", "--out", Folder.Path);

    private void AssertRefused(string sentence, params string[] args)
    {
        using var run = Start(args);
        var outcome = run.Wait();
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains(sentence, Assert.Single(outcome.Sentences));
        Assert.False(File.Exists(Folder.LastCheckpoint));
    }

    [Fact]
    public void WithoutAnMpiLibraryTheSentenceSaysWhatToInstall()
    {
        using var run = Mpi.AloneWith(
            new() { ["OMPI_COMM_WORLD_SIZE"] = "2", ["OMPI_COMM_WORLD_RANK"] = "0", ["OMPI_COMM_WORLD_LOCAL_RANK"] = "0", ["GALD_MPI_LIBRARY"] = "libnosuchmpi.so" },
            "command", Pids, "train", "--out", Folder.Path);
        var outcome = run.Wait();
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("no MPI library can be loaded (libnosuchmpi.so): install Open MPI or MPICH", Assert.Single(outcome.Sentences));
    }

    [MpiFact]
    public void ALauncherOfAnotherVendorIsToldFromTheLibrarys()
    {
        using var run = Mpi.AloneWith(
            new() { ["PMI_SIZE"] = "2", ["PMI_RANK"] = "0", ["MPI_LOCALRANKID"] = "0" }, "command", Pids, "train", "--out", Folder.Path);
        var outcome = run.Wait();
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("mpiexec started 2 processes, but the MPI library", Assert.Single(outcome.Sentences));
    }

    [Fact]
    public void WithoutMpiProcessesOnTheCpuAreRefused()
    {
        using var run = Mpi.AloneWith(
            new() { ["WORLD_SIZE"] = "2", ["RANK"] = "0", ["LOCAL_RANK"] = "0", ["MASTER_ADDR"] = "localhost" }, "command", Pids, "train", "--out", Folder.Path);
        var outcome = run.Wait();
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("torchrun started 2 processes without MPI", Assert.Single(outcome.Sentences));
    }
}
