using System.CommandLine;
using System.Globalization;
using Gald.Distributed;
using static TorchSharp.torch;

namespace Gald.Commands;

/// <summary><c>--device</c> and <c>--threads</c>: what computes.</summary>
internal sealed class DeviceOptions
{
    private const int MostThreads = 1024;

    private readonly Option<string> device = new("--device")
    {
        HelpName = "cpu|cuda[:N]",
        Description = "What computes: the processor or a CUDA device. Of several processes on a machine, cuda gives each a device of its own.",
        DefaultValueFactory = _ => "cpu",
    };

    private readonly Option<int?> threads = new("--threads")
    {
        HelpName = "N",
        Description = "Processor threads to compute with. Absent: all, which several processes on a machine share.",
    };

    public DeviceOptions(Command command)
    {
        command.Options.Add(device);
        command.Options.Add(threads);
    }

    /// <summary>Loads libtorch and sets its number of threads; the device.</summary>
    /// <exception cref="GaldException">libtorch is not there, or there is no such device, or no such number.</exception>
    public Device Apply(ParseResult parsed) => Apply(parsed, Launch.Alone);

    /// <summary>Loads libtorch and sets its number of threads; the device of one of several processes.</summary>
    /// <exception cref="GaldException">libtorch is not there, or there is no such device, or no such number.</exception>
    public Device Apply(ParseResult parsed, Launch launch)
    {
        var count = parsed.GetValue(threads) ?? Math.Clamp(Environment.ProcessorCount / Math.Max(1, launch.LocalSize), 1, MostThreads);
        if (count is < 1 or > MostThreads)
            throw new GaldException($"The number of threads is at least 1 and at most {MostThreads}, not {count}.");
        LibTorch.EnsureLoaded();
        var chosen = Parse(parsed.GetValue(device)!, launch);
        set_num_threads(count);
        return chosen;
    }

    private static Device Parse(string name, Launch launch)
    {
        if (name == "cpu")
            return CPU;
        var index = launch.LocalRank;
        if (name != "cuda"
            && !(name.StartsWith("cuda:", StringComparison.Ordinal)
                && int.TryParse(name["cuda:".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out index)))
            throw new GaldException($"There is no device '{name}'; choose cpu, cuda, or cuda:N with the number of a device.");
        if (!cuda.is_available())
            throw new GaldException(
                $"The device '{name}' cannot be used: this build has no CUDA, or the machine has no CUDA device; reference the package "
                + "TorchSharp-cuda-linux or TorchSharp-cuda-windows instead of TorchSharp-cpu, or use --device cpu.");
        if (launch.LocalSize > 1 && name != "cuda")
            throw new GaldException($"'{name}' is one device, and this machine has {launch.LocalSize} processes; give --device cuda, which gives each process one of its own.");
        if (name == "cuda" && index >= cuda.device_count())
            throw new GaldException(
                $"{Environment.MachineName} has {cuda.device_count()} CUDA devices and a process {launch.LocalRank + 1}; start one process for each device on every machine "
                + $"(mpirun --map-by ppr:{cuda.device_count()}:node).");
        if (index >= cuda.device_count())
            throw new GaldException($"There is no device '{name}'; this machine has {cuda.device_count()}, from cuda:0.");
        return new Device(TorchSharp.DeviceType.CUDA, index);
    }
}
