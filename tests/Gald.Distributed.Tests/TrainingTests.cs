using Gald.Runtime.Tests;
using Gald.Training;

namespace Gald.Distributed.Tests;

/// <summary>Several processes train as one does.</summary>
public sealed class TrainingTests : IDisposable
{
    private const double Close = 1e-10;
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    private string Train(int processes, string name, int steps = 3, int? last = null, bool resumes = false, bool synchronizes = true)
    {
        var folder = temporary.File(name);
        string[] args = ["training", folder, $"{steps}", $"{last ?? steps}", resumes ? "resume" : "fresh", synchronizes ? "sync" : "local"];
        using var run = processes == 0 ? Mpi.Alone(args) : Mpi.Start(processes, args);
        var outcome = run.Wait();
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        return Path.Combine(folder, "last.safetensors");
    }

    [MpiFact]
    public void TheMembersOfAGroupDoWhatTheySay()
    {
        using var run = Mpi.Start(3, "sums");
        var outcome = run.Wait();
        Assert.Contains("3 processes agree.", outcome.Output);
        Assert.DoesNotContain("Wrong", outcome.Output);
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
    }

    [MpiFact]
    public void TwoProcessesTrainStreetGaldToTheWeightsOfOneAndRepeatThemToTheBit()
    {
        string alone = Train(0, "alone"), two = Train(2, "two"), again = Train(2, "again");
        var (distance, name) = State.Compare(State.Read(alone), State.Read(two));
        Assert.True(distance <= Close, $"{name} is {distance} away.");
        Assert.Equal(State.Read(two), State.Read(again));
    }

    [MpiFact]
    public void ARunGoesOnWithAnyNumberOfProcesses()
    {
        var whole = Train(0, "whole", steps: 4);
        Train(2, "parts", steps: 4, last: 1);
        Train(0, "parts", steps: 4, last: 2, resumes: true);
        var parts = Train(3, "parts", steps: 4, resumes: true);
        var (distance, name) = State.Compare(State.Read(whole), State.Read(parts));
        Assert.True(distance <= Close, $"{name} is {distance} away.");
    }

    [MpiFact]
    public void WithoutSynchronisedNormsEachProcessHasItsOwnStatistics()
    {
        // The first step's weights and statistics show it.
        string synchronised = Train(2, "synchronised", steps: 1), own = Train(2, "own", steps: 1, synchronizes: false), again = Train(2, "again", steps: 1, synchronizes: false);
        Assert.True(State.Compare(State.Read(synchronised), State.Read(own)).Distance > 1e-6);
        Assert.Equal(State.Read(own), State.Read(again));
    }

    [MpiFact]
    public void AnImageThatOneProcessCannotReadEndsAllWithOneSentenceAndCostsNoStep()
    {
        var folder = temporary.File("failing");
        using var run = Mpi.Start(2, "training", folder, "20", "20", "fresh", "sync", "fail");
        var outcome = run.Wait();
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Equal(["error: Process 1 of 2: '0007.png' cannot be read."], outcome.Sentences);
        Assert.InRange(RunCheckpoint.ReadInformation(Path.Combine(folder, "last.safetensors")).Training.Step, 1, 3);
    }
}
