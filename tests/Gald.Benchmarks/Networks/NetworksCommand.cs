using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Gald.Testing;
using Spectre.Console;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Benchmarks.Networks;

/// <summary><c>networks</c>: what the networks of docs/networks.md take, frozen, for one image of their size.</summary>
internal static partial class NetworksCommand
{
    public static Command Create()
    {
        var page = new Option<string>("--page") { DefaultValueFactory = _ => Path.Combine("docs", "networks.md"), Description = "The page with the declarations." };
        var only = new Option<string[]>("--network") { AllowMultipleArgumentsPerToken = true, Description = "The networks to measure. Absent: all." };
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => Environment.ProcessorCount, Description = "Threads of libtorch." };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 3, Description = "Predictions whose median is told, behind one that is not counted." };
        var command = new Command("networks", "Measures the networks of docs/networks.md, frozen.") { page, only, threads, rounds };
        command.SetAction(parsed => Run(parsed.GetValue(page)!, parsed.GetValue(only) ?? [], parsed.GetValue(threads), parsed.GetValue(rounds)));
        return command;
    }

    private static int Run(string page, string[] only, int threads, int rounds)
    {
        if (threads < 1 || rounds < 1)
            throw new GaldException("--threads and --rounds are at least 1.");
        if (!File.Exists(page))
            throw new GaldException($"There is no '{page}'; run the command in the repository's folder, or name the page with --page.");
        Dictionary<string, string> declared = Declaration().Matches(File.ReadAllText(page).ReplaceLineEndings("\n")).ToDictionary(found => found.Groups[2].Value, found => found.Groups[1].Value);
        if (only.FirstOrDefault(name => !declared.ContainsKey(name)) is string unknown)
            throw new GaldException($"'{page}' declares no {unknown}; it has {string.Join(", ", declared.Keys)}.");
        set_num_threads(threads);
        var table = new Table().Border(TableBorder.Rounded).AddColumn("Network");
        foreach (var heading in new[] { "Parameters, M", "Multiply-adds, G", "Frozen, ms" })
            table.AddColumn(new TableColumn(heading).RightAligned());
        foreach (var name in only.Length > 0 ? only : [.. declared.Keys])
        {
            Console.Error.WriteLine($"{name} …");
            (var description, var time) = Measure(name, declared[name], rounds);
            table.AddRow(name, Number(description.Parameters / 1e6), Number(description.MultiplyAdds / 1e9), time.ToString("F0", CultureInfo.InvariantCulture));
        }
        AnsiConsole.Write(table);
        return 0;
    }

    /// <summary>The median time, in milliseconds.</summary>
    private static (NetworkDescription Description, double Milliseconds) Measure(string name, string declaration, int rounds)
    {
        var assembly = GeneratorRun.Of("using Gald;\n" + declaration).Load();
        IFrozenNetwork program;
        using (var network = (nn.Module<Tensor, SegmentationOutput>)Activator.CreateInstance(assembly.GetType(name, throwOnError: true)!)!)
            program = ((IFreezable)network).Freeze(new FreezingOptions { ConsumesNetwork = true });
        using (program)
        using (var images = randn(1, 3, program.Description.Height, program.Description.Width))
        {
            program.call(images).Dispose();
            double[] times = [.. Enumerable.Range(0, rounds).Select(_ => Time(program, images)).Order()];
            return (program.Description, (times[(rounds - 1) / 2] + times[rounds / 2]) / 2);
        }
    }

    private static double Time(IFrozenNetwork program, Tensor images)
    {
        var start = Stopwatch.GetTimestamp();
        program.call(images).Dispose();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static string Number(double number) => number.ToString("F1", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"```csharp\n([^`]+public partial class (\w+);\n)```")]
    private static partial Regex Declaration();
}
