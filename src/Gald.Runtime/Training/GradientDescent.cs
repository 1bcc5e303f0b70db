using Gald.Data;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gald.Training;

/// <summary>One step of stochastic gradient descent at a time, and the momentum of each parameter by name.</summary>
internal sealed class GradientDescent : IDisposable
{
    private readonly nn.Module<Tensor, SegmentationOutput> network;
    private readonly SegmentationLoss loss;
    private readonly SGD optimizer;
    private readonly List<(string Name, Parameter Parameter)> parameters;

    public GradientDescent(nn.Module<Tensor, SegmentationOutput> network, SegmentationLoss loss, TrainingOptions options)
    {
        this.network = network;
        this.loss = loss;
        parameters = [.. network.named_parameters()];
        optimizer = optim.SGD(
            parameters.Select(parameter => parameter.Parameter), options.LearningRate, options.Momentum, weight_decay: options.WeightDecay);
    }

    public Device Device => parameters[0].Parameter.device;

    /// <summary>The loss of the batch, before its gradients are followed.</summary>
    /// <exception cref="GaldException">The loss is not a finite number; the weights are as before.</exception>
    public double Step(Batch batch, double learningRate)
    {
        using var scope = NewDisposeScope();
        network.train();
        optimizer.zero_grad();
        Tensor images = batch.Images.to(Device), labels = batch.Labels.to(Device);
        Tensor batchLoss;
        using (SegmentationOutput output = network.call(images))
            batchLoss = loss.Compute(output, labels);
        double value = batchLoss.ToDouble();
        if (!double.IsFinite(value))
            throw new GaldException(
                $"The loss of step {batch.Step + 1} is {value} at a learning rate of {learningRate:0.#####}; train with a lower learning rate.");
        batchLoss.backward();
        foreach (var group in optimizer.ParamGroups)
            group.LearningRate = learningRate;
        optimizer.step();
        return value;
    }

    /// <summary>The momentum of each parameter that has one; the tensors stay the optimizer's.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Momenta() =>
        from pair in parameters.Zip(States())
        where pair.Second.momentum_buffer is not null
        select KeyValuePair.Create(pair.First.Name, pair.Second.momentum_buffer);

    /// <summary>Goes on with the given momenta, which are copied.</summary>
    public void Restore(IReadOnlyDictionary<string, Tensor> momenta)
    {
        foreach (var ((name, parameter), state) in parameters.Zip(States()))
        {
            state.momentum_buffer?.Dispose();
            state.momentum_buffer = momenta.TryGetValue(name, out Tensor? momentum)
                ? momentum.to(parameter.device, copy: true).DetachFromDisposeScope()
                : null;
        }
    }

    // The library keeps the states in the order of the parameters.
    private IEnumerable<SGD.State> States() => optimizer.state_dict().State.Cast<SGD.State>();

    public void Dispose() => optimizer.Dispose();
}
