using System.CommandLine;
using System.Globalization;
using static TorchSharp.torch;

namespace Gald.Commands;

/// <summary><c>--device</c> and <c>--threads</c>: what computes.</summary>
internal sealed class DeviceOptions
{
    private const int MostThreads = 1024;

    private readonly Option<string> device = new("--device")
    {
        HelpName = "cpu|cuda[:N]",
        Description = "What computes: the processor or a CUDA device.",
        DefaultValueFactory = _ => "cpu",
    };

    private readonly Option<int> threads = new("--threads")
    {
        HelpName = "N",
        Description = "Processor threads to compute with.",
        DefaultValueFactory = _ => Math.Min(Environment.ProcessorCount, MostThreads),
    };

    public DeviceOptions(Command command)
    {
        command.Options.Add(device);
        command.Options.Add(threads);
    }

    /// <summary>Loads libtorch and sets its number of threads; the device.</summary>
    /// <exception cref="GaldException">libtorch is not there, or there is no such device, or no such number.</exception>
    public Device Apply(ParseResult parsed)
    {
        int count = parsed.GetValue(threads);
        if (count is < 1 or > MostThreads)
            throw new GaldException($"The number of threads is at least 1 and at most {MostThreads}, not {count}.");
        LibTorch.EnsureLoaded();
        Device chosen = Parse(parsed.GetValue(device)!);
        set_num_threads(count);
        return chosen;
    }

    private static Device Parse(string name)
    {
        if (name == "cpu")
            return CPU;
        int index = 0;
        if (name != "cuda"
            && !(name.StartsWith("cuda:", StringComparison.Ordinal)
                && int.TryParse(name["cuda:".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out index)))
            throw new GaldException($"There is no device '{name}'; choose cpu, cuda, or cuda:N with the number of a device.");
        if (!cuda.is_available())
            throw new GaldException(
                $"The device '{name}' cannot be used: this build has no CUDA, or the machine has no CUDA device; reference the package "
                + "TorchSharp-cuda-linux or TorchSharp-cuda-windows instead of TorchSharp-cpu, or use --device cpu.");
        if (index >= cuda.device_count())
            throw new GaldException($"There is no device '{name}'; this machine has {cuda.device_count()}, from cuda:0.");
        return new Device(TorchSharp.DeviceType.CUDA, index);
    }
}
