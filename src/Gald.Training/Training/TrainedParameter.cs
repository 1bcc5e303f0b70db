using Gald.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gald.Training;

/// <summary>A parameter that is trained, and how.</summary>
/// <param name="Name">Its name in the network's state.</param>
/// <param name="Parameter">The parameter; the network's.</param>
/// <param name="RateFactor">Factor on the run's learning rate.</param>
/// <param name="Decay">Its weight decay.</param>
internal sealed record TrainedParameter(string Name, Parameter Parameter, double RateFactor, double Decay)
{
    /// <summary>The parameters of a network that options leave to be trained; the others are told not to take gradients.</summary>
    /// <exception cref="GaldException">More stages are to be frozen than the backbone has, or its stages are not known.</exception>
    public static IReadOnlyList<TrainedParameter> Of(nn.Module network, TrainingOptions options, NetworkDescription? description = null)
    {
        var backbone = BackboneParts.Of(network, description);
        if (options.FrozenStages > 0 && backbone.Count is null)
            throw new GaldException("Stages cannot be frozen: the network is written by hand, and what its backbone's stages are is not known; let its description say it by BackboneStages, or freeze none.");
        if (options.FrozenStages > backbone.Count)
            throw new GaldException($"The backbone has {backbone.Count} stages to freeze, not {options.FrozenStages}.");
        var trained = new List<TrainedParameter>();
        foreach (var (name, parameter) in network.named_parameters())
        {
            if (backbone.IsInFirst(name, options.FrozenStages))
            {
                parameter.requires_grad = false;
                continue;
            }
            // Norms and biases have one number a channel.
            var isDecayed = parameter.dim() > 1 || !options.SkipDecayOfNorms;
            trained.Add(new TrainedParameter(
                name, parameter, backbone.Contains(name) ? 1 : options.HeadLearningRateFactor, isDecayed ? options.WeightDecay : 0));
        }
        return trained;
    }

    /// <summary>The batch norms of the backbone whose statistics options freeze.</summary>
    public static IReadOnlyList<nn.Module> FrozenNorms(nn.Module network, TrainingOptions options, NetworkDescription? description = null)
    {
        var backbone = BackboneParts.Of(network, description);
        return
        [
            .. network.named_modules()
                .Where(pair => pair.module is Gald.Modules.BatchNorm2d or TorchSharp.Modules.BatchNorm2d)
                .Where(pair => (options.FreezeStatistics && backbone.Contains(pair.name)) || backbone.IsInFirst(pair.name, options.FrozenStages))
                .Select(pair => pair.module),
        ];
    }
}
