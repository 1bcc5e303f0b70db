using Gald.Checkpoints;
using Gald.Evaluation;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Commands;

/// <summary>A network with the weights of a checkpoint.</summary>
internal sealed class LoadedNetwork : IDisposable
{
    private readonly nn.Module<Tensor, SegmentationOutput> network;

    /// <exception cref="GaldException">The checkpoint cannot be used, or is of another network.</exception>
    public LoadedNetwork(NetworkEntry entry, string path, Device device)
    {
        Information = Checkpoint.ReadInformation(path);
        network = entry.Create();
        try
        {
            Checkpoint.LoadWeights(path, network, entry.Description);
            network.to(device);
        }
        catch
        {
            network.Dispose();
            throw;
        }
        Predictor = new Predictor(network, entry.Description, Information.Normalization);
    }

    public nn.Module<Tensor, SegmentationOutput> Network => network;

    public CheckpointInformation Information { get; }

    public Predictor Predictor { get; }

    public void Dispose() => network.Dispose();
}
