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
    /// <exception cref="GaldException">Stages are to be frozen, and the backbone is no ResNet, whose stages are counted.</exception>
    public static IReadOnlyList<TrainedParameter> Of(nn.Module network, TrainingOptions options)
    {
        if (options.FrozenStages > 0 && !Backbone.HasStages(network.named_parameters().Select(pair => pair.name)))
            throw new GaldException("Stages can be frozen of a ResNet, and the network has another backbone; freeze none, or only the statistics of its batch norms.");
        var trained = new List<TrainedParameter>();
        foreach (var (name, parameter) in network.named_parameters())
        {
            if (Backbone.IsInFirstStages(name, options.FrozenStages))
            {
                parameter.requires_grad = false;
                continue;
            }
            // Norms and biases have one number a channel.
            var isDecayed = parameter.dim() > 1 || !options.SkipDecayOfNorms;
            trained.Add(new TrainedParameter(
                name, parameter, Backbone.Contains(name) ? 1 : options.HeadLearningRateFactor, isDecayed ? options.WeightDecay : 0));
        }
        return trained;
    }
}
