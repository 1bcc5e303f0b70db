using Gald.Data;
using Gald.Distributed;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Training;

/// <summary>What processes make sure of before they train together.</summary>
internal static class RunStart
{
    /// <summary>Requires that every process trains the same network, in the same way, on the same data.</summary>
    /// <exception cref="GaldException">They do not, or there are more processes than images in a batch.</exception>
    public static void RequireSameRun(
        this IProcessGroup group, nn.Module network, NetworkDescription description, IScenes training, IScenes validation, TrainingOptions options)
    {
        if (group is SingleProcess)
            return;
        group.RequireSame("networks", Layout(network, description), "start the same program, built from the same declaration, everywhere");
        group.RequireSame("options", Text(options), "give every process the same command line");
        var cure = "copy the same files to every machine, or put them where all machines read them";
        group.RequireSame("training images", group.Together(training.Fingerprint), cure);
        group.RequireSame("validation images", group.Together(validation.Fingerprint), cure);
        if (options.BatchSize < group.Size)
            throw Agreement.Agreed(
                $"A batch of {options.BatchSize} cannot be shared by {group.Size} processes; use a batch of at least {group.Size} (--batch is that of all processes), or fewer processes.");
        if (options.SynchronizedBatchNorm && network.modules().FirstOrDefault(module => module is TorchSharp.Modules.BatchNorm2d) is not null)
            throw Agreement.Agreed(
                $"{description.Name} has a TorchSharp.Modules.BatchNorm2d, which processes cannot synchronise; use Gald.Modules.BatchNorm2d in its place, or train without --sync-batch-norm.");
    }

    /// <summary>Gives every process the weights and statistics of process 0.</summary>
    /// <exception cref="GaldException">The processes cannot reach each other.</exception>
    public static void BroadcastState(this IProcessGroup group, nn.Module network)
    {
        if (group is SingleProcess)
            return;
        using var noGradient = no_grad();
        foreach (var value in network.state_dict().Values)
        {
            using var plain = value.detach();
            using var packed = plain.contiguous();
            group.Broadcast(packed);
            plain.copy_(packed);
        }
    }

    /// <summary>The state's keys, shapes and types, in their order.</summary>
    private static string Layout(nn.Module network, NetworkDescription description) =>
        description.Name + "\n" + string.Join('\n', network.state_dict().Select(entry => $"{entry.Key} {entry.Value.dtype} {string.Join('×', entry.Value.shape)}"));

    private static string Text(TrainingOptions options) =>
        System.Text.Json.JsonSerializer.Serialize(options, RunJson.Default.TrainingOptions);
}
