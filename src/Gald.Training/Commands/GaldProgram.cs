using System.CommandLine;
using System.Runtime.InteropServices;
using Gald.Training;
using Spectre.Console;
using static TorchSharp.torch;

namespace Gald.Commands;

/// <summary>
/// A command-line program around one or several networks: <c>train</c>, <c>evaluate</c>, <c>predict</c>, <c>export</c>, <c>check</c>,
/// <c>describe</c> and <c>weights</c>.
/// Without arguments it shows its help, and three commands to try.
/// </summary>
/// <example>
/// <code>
/// return GaldProgram.Run&lt;StreetGald&gt;(args);
///
/// return new GaldProgram { Defaults = new TrainingOptions { Steps = 600 } }
///     .Add&lt;StreetGald&gt;()
///     .AddWithDefaults&lt;CamVidGald&gt;(new TrainingOptions { Steps = 20_000, LearningRate = 0.02 })
///     .Run(args);
/// </code>
/// </example>
public sealed class GaldProgram
{
    private const string TooLittleMemory = "There is not enough memory; use a smaller --batch, --crop or --window, or smaller images.";
    private readonly List<NetworkEntry> networks = [];

    /// <summary>How networks are trained unless the command line says otherwise.</summary>
    public TrainingOptions Defaults { get; init; } = new();

    /// <summary>
    /// The weights that training begins with unless <c>--pretrained</c> says otherwise, as it is written there: <c>imagenet</c> or a file. By default
    /// none.
    /// </summary>
    public string? Pretrained { get; init; }

    /// <summary>Runs a program with one network and the published defaults.</summary>
    /// <param name="args">The command line.</param>
    /// <returns>The exit code: 0, 1 after an error, 129, 130 or 143 when interrupted.</returns>
    public static int Run<TNetwork>(string[] args)
        where TNetwork : nn.Module<Tensor, SegmentationOutput>, ISegmentationNetwork, new() =>
        new GaldProgram().Add<TNetwork>().Run(args);

    /// <summary>Adds a network that is trained with <see cref="Defaults"/>. The first one added is the default network.</summary>
    /// <returns>This program.</returns>
    public GaldProgram Add<TNetwork>()
        where TNetwork : nn.Module<Tensor, SegmentationOutput>, ISegmentationNetwork, new() =>
        AddWithDefaults<TNetwork>(Defaults);

    /// <summary>Adds a network with training defaults of its own.</summary>
    /// <param name="defaults">How it is trained unless the command line says otherwise.</param>
    /// <returns>This program.</returns>
    public GaldProgram AddWithDefaults<TNetwork>(TrainingOptions defaults)
        where TNetwork : nn.Module<Tensor, SegmentationOutput>, ISegmentationNetwork, new()
    {
        networks.Add(new NetworkEntry(TNetwork.Description, defaults, Pretrained, static () => new TNetwork()));
        return this;
    }

    /// <summary>Runs the command that the arguments say.</summary>
    /// <param name="args">The command line; empty shows the help.</param>
    /// <returns>The exit code: 0, 1 after an error, 129, 130 or 143 when interrupted.</returns>
    /// <exception cref="InvalidOperationException">No network was added.</exception>
    public int Run(string[] args)
    {
        var console = AnsiConsole.Console;
        // A file or a pipe has no width; 80 would break paths in two.
        if (!console.Profile.Capabilities.Ansi)
            console.Profile.Width = 200;
        return Run(args, console, Console.Error);
    }

    internal int Run(string[] args, IAnsiConsole console, TextWriter errors)
    {
        if (networks.Count == 0)
            throw new InvalidOperationException("The program has no network: call Add<TNetwork>() before Run.");
        var processes = new Processes();
        try
        {
            processes.Find();
            if (processes.AreSeveral)
                console = processes.Console(console);
            var parsed = Root(console, processes).Parse(args.Length == 0 ? ["--help"] : args);
            if (parsed.Errors.Count > 0)
                throw new GaldException($"{parsed.Errors[0].Message} See --help.");
            var code = parsed.Invoke(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = console.Profile.Out.Writer,
                Error = errors,
            });
            processes.Leave();
            return code;
        }
        catch (Exception e) when (Sentence(e) is not null)
        {
            processes.Fail(e, Sentence(e)!, sentence => errors.WriteLine("error: " + sentence));
            return 1;
        }
        catch (Exception e) when (processes.Group.Size > 1)
        {
            processes.Fail(e, e.ToString(), errors.WriteLine);
            return 1;
        }
    }

    /// <summary>What to say of an error that the user can mend; null for one that is ours, whose stack trace is wanted.</summary>
    internal static string? Sentence(Exception e) => e switch
    {
        GaldException or IOException or UnauthorizedAccessException => e.Message,
        // libtorch's message goes on with a trace of its own.
        ExternalException when e.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
            || e.Message.Contains("allocate", StringComparison.OrdinalIgnoreCase) => TooLittleMemory,
        OutOfMemoryException => TooLittleMemory,
        _ => null,
    };

    private RootCommand Root(IAnsiConsole console, Processes processes)
    {
        var root = new RootCommand(
            $"Trains and runs {string.Join(", ", networks.Select(network => network.Description.Name))}.\n\n"
            + "To begin with:\n"
            + "  describe            what the network is made of, and what it costs\n"
            + "  train --minutes 3   a first training, on synthetic street scenes; --data FOLDER takes your images\n"
            + "  predict photo.jpg   a picture of the classes that the trained network sees")
        {
            new TrainCommand(networks, console, processes).Command,
            new EvaluateCommand(networks, console, processes).Command,
            new PredictCommand(networks, console).Command,
            new ExportCommand(networks, console).Command,
            new CheckCommand(networks, console).Command,
            new DescribeCommand(networks, console).Command,
            new WeightsCommand(console).Command,
        };
        return root;
    }
}
