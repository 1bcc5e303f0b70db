using System.Diagnostics;
using System.Globalization;
using Gald.Training;
using Spectre.Console;

namespace Gald.Commands;

/// <summary>A run on the console: a progress bar on a terminal, else a line every few seconds.</summary>
internal static class TrainingDisplay
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    /// <summary>Runs a training session and shows how it goes.</summary>
    public static TrainingResult Show(IAnsiConsole console, Func<Action<TrainingEvent>, TrainingResult> run)
    {
        if (!console.Profile.Capabilities.Ansi || !console.Profile.Capabilities.Interactive)
            return run(new Lines(console).Report);
        return console.Progress()
            .AutoClear(true)
            .Columns(new ProgressBarColumn { Width = 30 }, new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context => run(new Bar(console, context.AddTask("reading the first images", maxValue: 1)).Report));
    }

    private static string Describe(StepCompleted step) => string.Create(
        CultureInfo.InvariantCulture,
        $"step {step.Step}  loss {step.Loss:0.000}  rate {step.LearningRate:0.0000##}  {step.ImagesPerSecond:0.0} images/s  {Duration(step.TimeLeft)} left");

    private static string Describe(Validated validated)
    {
        var latest = validated.State.Validations[^1];
        int scored = ScoreTable.Scored(latest.Scores), all = latest.Scores.ClassIou.Count;
        return $"step {latest.Step}  validation: mean IoU {ScoreTable.Percent(latest.Scores.MeanIou)}{(scored == all ? "" : $" of {scored} of {all} classes")}, "
            + $"{ScoreTable.Percent(latest.Scores.PixelAccuracy)} of pixels right{(validated.IsBest ? " (best so far)" : "")}";
    }

    public static string Duration(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}");

    private sealed class Bar(IAnsiConsole console, ProgressTask task)
    {
        public void Report(TrainingEvent value)
        {
            switch (value)
            {
                case StepCompleted step:
                    task.Value = step.Progress;
                    task.Description = Describe(step);
                    break;
                case Validating validating:
                    task.Description = $"validating, image {validating.Done} of {validating.Count}";
                    break;
                case Validated validated:
                    console.WriteLine(Describe(validated));
                    break;
            }
        }
    }

    private sealed class Lines(IAnsiConsole console)
    {
        private long latest;

        public void Report(TrainingEvent value)
        {
            switch (value)
            {
                case StepCompleted step when latest == 0 || Stopwatch.GetElapsedTime(latest) >= LineInterval:
                    latest = Stopwatch.GetTimestamp();
                    console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{100 * step.Progress,3:0} %  {Describe(step)}"));
                    break;
                case Validated validated:
                    console.WriteLine(Describe(validated));
                    break;
            }
        }
    }
}
