namespace Gald.Training;

/// <summary>The learning rate as a function of how far a run is, so that nothing but the step is needed to resume it.</summary>
public static class LearningRateSchedule
{
    /// <summary>
    /// How much of a run is done, 0 to 1: the larger of steps done over all steps, and, if there is a time limit, of time spent over
    /// it. With both limits it is the square of the latter, so that the clock leads only where the steps would not end in time: a run
    /// that keeps its time follows its steps alone and can be repeated to the bit.
    /// </summary>
    /// <param name="options">The run.</param>
    /// <param name="step">Steps done.</param>
    /// <param name="elapsed">Time spent.</param>
    public static double Progress(TrainingOptions options, int step, TimeSpan elapsed)
    {
        var bySteps = (double)step / options.Steps;
        var byTime = options.Minutes > 0 ? elapsed.TotalMinutes / options.Minutes : 0;
        if (options.Steps < int.MaxValue)
            byTime *= byTime;
        return Math.Min(1, Math.Max(bySteps, byTime));
    }

    /// <summary>The decay of the options after a linear warm-up.</summary>
    /// <param name="options">The run.</param>
    /// <param name="step">Steps done before this one.</param>
    /// <param name="progress">How much of the run is done, 0 to 1.</param>
    public static double LearningRate(TrainingOptions options, int step, double progress)
    {
        var warmUp = step < options.WarmUpSteps ? (step + 1.0) / options.WarmUpSteps : 1;
        var decay = options.Decay == LearningRateDecay.Cosine
            ? (1 + Math.Cos(Math.PI * progress)) / 2
            : Math.Pow(1 - progress, options.DecayPower);
        return warmUp * options.LearningRate * decay;
    }
}
