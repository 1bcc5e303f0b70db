using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Training;

/// <summary>
/// The exponential moving average of a network's weights and running statistics (Polyak and Juditsky, 1992; Tarvainen and Valpola, NeurIPS
/// 2017): average ← d·average + (1 − d)·weight after each step t, where d is the decay or, early on, (1 + t)/(10 + t).
/// </summary>
internal sealed class WeightAverage : IDisposable
{
    public const string Kind = "average";
    private readonly IReadOnlyDictionary<string, Tensor> state;
    private readonly Dictionary<string, Tensor> averages;
    private readonly double decay;

    /// <summary>Begins with what the network has now.</summary>
    public WeightAverage(nn.Module network, double decay)
    {
        this.decay = decay;
        state = network.state_dict().Where(pair => pair.Value.is_floating_point()).ToDictionary(StringComparer.Ordinal);
        using var noGradient = no_grad();
        averages = state.ToDictionary(pair => $"{Kind}.{pair.Key}", pair => pair.Value.detach().clone().DetachFromDisposeScope(), StringComparer.Ordinal);
    }

    /// <summary>The averages, as <c>average.name</c>.</summary>
    public IReadOnlyDictionary<string, Tensor> Memory => averages;

    /// <summary>Takes in the network as it is after a step.</summary>
    /// <param name="step">The number of the step, from 1.</param>
    public void Update(int step)
    {
        var kept = Math.Min(decay, (1.0 + step) / (10.0 + step));
        using var noGradient = no_grad();
        using Scalar old = kept, added = 1 - kept;
        foreach (var (name, tensor) in state)
        {
            var average = averages[$"{Kind}.{name}"];
            average.mul_(old);
            average.add_(tensor, added);
        }
    }

    /// <summary>Gives the network the averages until the result is disposed.</summary>
    public IDisposable Use()
    {
        Exchange();
        return new Return(this);
    }

    /// <summary>Goes on with saved averages; those that are not there begin with the network as it is.</summary>
    public void Restore(IReadOnlyDictionary<string, Tensor> saved)
    {
        using var noGradient = no_grad();
        foreach (var (name, tensor) in state)
            averages[$"{Kind}.{name}"].copy_(saved.TryGetValue($"{Kind}.{name}", out var average) ? average : tensor);
    }

    private void Exchange()
    {
        using var noGradient = no_grad();
        foreach (var (name, tensor) in state)
        {
            var average = averages[$"{Kind}.{name}"];
            using var kept = tensor.clone();
            tensor.copy_(average);
            average.copy_(kept);
        }
    }

    public void Dispose()
    {
        foreach (var average in averages.Values)
            average.Dispose();
    }

    private sealed class Return(WeightAverage average) : IDisposable
    {
        public void Dispose() => average.Exchange();
    }
}
