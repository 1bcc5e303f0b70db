using Spectre.Console;

namespace Gald.Commands;

/// <summary>Work on many images on the console: a progress bar on a terminal, nothing elsewhere.</summary>
internal static class ImageProgress
{
    public static T Show<T>(IAnsiConsole console, string what, int count, Func<IProgress<int>, T> work)
    {
        if (!console.Profile.Capabilities.Ansi || !console.Profile.Capabilities.Interactive)
            return work(new Silent());
        return console.Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn { Width = 30 }, new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => work(new Bar(context.AddTask(what, maxValue: count))));
    }

    private sealed class Bar(ProgressTask task) : IProgress<int>
    {
        public void Report(int value) => task.Value = value;
    }

    private sealed class Silent : IProgress<int>
    {
        public void Report(int value) { }
    }
}
