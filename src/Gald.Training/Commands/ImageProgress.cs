using Spectre.Console;

namespace Gald.Commands;

/// <summary>Work on many images on the console: a progress bar on a terminal, nothing elsewhere.</summary>
internal static class ImageProgress
{
    public static T Show<T>(IAnsiConsole console, string what, int count, Func<Action<int>, T> work)
    {
        if (!console.Profile.Capabilities.Ansi || !console.Profile.Capabilities.Interactive)
            return work(_ => { });
        return console.Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn { Width = 30 }, new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                var task = context.AddTask(what, maxValue: count);
                return work(done => task.Value = done);
            });
    }
}
