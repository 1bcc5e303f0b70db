using System.Runtime.InteropServices;
using Gald.Declarations.Tests.Declarations;
using static TorchSharp.torch;

namespace Gald.Declarations.Tests.Reference;

/// <summary>What libtorch makes of a declaration at one size of its input: the layers as they ran, or why they do not.</summary>
internal sealed record Verdict(Layers Layers, string? Failure)
{
    /// <summary>Large enough for all steps without padding behind a stride of 32.</summary>
    private const int OpenSide = 5120;

    /// <summary>The stage that breaks its contract, if one does.</summary>
    public string? Breaker { get; private init; }

    /// <summary>Whether it runs, and on maps that no contract excludes.</summary>
    public bool Works => Failure is null && !Layers.MetTooSmallMap;

    /// <summary>Checks the shapes on the meta device, in training, so that everything runs; nothing is computed.</summary>
    /// <param name="declaration">The declaration.</param>
    /// <param name="height">The height of the input; null for the declared one, or a large one where that is open.</param>
    /// <param name="width">The width of the input.</param>
    public static Verdict OnMeta(Declaration declaration, int? height = null, int? width = null) => Of(declaration, new Device("meta"), height, width);

    /// <summary>Runs it.</summary>
    public static Verdict OnCpu(Declaration declaration) => Of(declaration, CPU, null, null);

    private static Verdict Of(Declaration declaration, Device device, int? height, int? width)
    {
        var layers = new Layers(device) { Training = true };
        try
        {
            var numbers = new Numbers(declaration);
            using var grad = no_grad();
            using var input = zeros(
                [2, numbers.Channels, height ?? (numbers.IsOpen ? OpenSide : numbers.Height), width ?? (numbers.IsOpen ? OpenSide : numbers.Width)], device: device);
            ReferenceNetwork.Run(numbers, layers, input);
            return new Verdict(layers, null);
        }
        catch (BrokenContractException broken)
        {
            return new Verdict(layers, broken.Message) { Breaker = broken.Stage };
        }
        catch (Exception failure) when (failure is NoSuchNetworkException or OverflowException or ArgumentException || IsVerdict(failure))
        {
            return new Verdict(layers, failure.Message.Split('\n')[0]);
        }
    }

    /// <summary>Whether libtorch refuses the numbers, and does not merely lack something on the meta device.</summary>
    private static bool IsVerdict(Exception failure) =>
        failure is ExternalException && !failure.Message.Contains("Meta kernel", StringComparison.Ordinal) && !failure.Message.Contains("not implemented", StringComparison.Ordinal);
}
