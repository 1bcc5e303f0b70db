using Gald.Computing;
using Gald.Data;
using Gald.Distributed;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Training;

/// <summary>
/// A training step: gradients of one batch or several, their clipping, and what an <see cref="UpdateRule"/> makes of them.
/// </summary>
internal sealed class GradientDescent : IDisposable
{
    private readonly nn.Module<Tensor, SegmentationOutput> network;
    private readonly SegmentationLoss loss;
    private readonly TrainingOptions options;
    private readonly IProcessGroup group;
    private readonly IReadOnlyList<TrainedParameter> parameters;
    private readonly IReadOnlyList<nn.Module> frozenNorms;
    private readonly UpdateRule rule;
    private readonly WeightAverage? average;
    private readonly IDisposable kept;
    private int steps;

    public GradientDescent(nn.Module<Tensor, SegmentationOutput> network, SegmentationLoss loss, TrainingOptions options)
        : this(network, loss, options, SingleProcess.Instance)
    {
    }

    public GradientDescent(nn.Module<Tensor, SegmentationOutput> network, SegmentationLoss loss, TrainingOptions options, IProcessGroup group, NetworkDescription? description = null)
    {
        this.network = network;
        this.loss = loss;
        this.options = options;
        this.group = group;
        parameters = TrainedParameter.Of(network, options, description);
        // Batches come channels last, and cuDNN would reorder other weights at each call. On the CPU it makes no difference.
        if (Device.type == DeviceType.CUDA)
            MemoryLayout.WeightsChannelsLast(network);
        frozenNorms = TrainedParameter.FrozenNorms(network, options, description);
        rule = UpdateRule.Of(options);
        average = options.AverageDecay > 0 ? new WeightAverage(network, options.AverageDecay) : null;
        kept = HeapMemory.Keep();
    }

    /// <summary>What is needed to go on besides the weights, as <c>kind.name</c>: momenta, moments, averages.</summary>
    public IReadOnlyDictionary<string, Tensor> Memory => average is null
        ? rule.Memory
        : rule.Memory.Concat(average.Memory).ToDictionary(StringComparer.Ordinal);

    /// <summary>Where the network is.</summary>
    public Device Device => parameters[0].Parameter.device;

    /// <summary>The loss of a batch, of which this process has its share, whose gradients are then followed.</summary>
    /// <exception cref="GaldException">The loss is not a finite number; no parameter was changed, but running statistics have seen the batch.</exception>
    public double Step(Batch batch, double learningRate)
    {
        var value = AddGradients(batch, share: 1, learningRate);
        Follow(learningRate);
        return value;
    }

    /// <summary>Adds the gradients of a batch to those that are there.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="share">Its share in the step, 1 if it is the only one.</param>
    /// <param name="learningRate">For the message.</param>
    /// <returns>The loss of the batch.</returns>
    /// <exception cref="GaldException">The loss is not a finite number; no parameter was changed, but running statistics have seen the batch.</exception>
    public double AddGradients(Batch batch, double share, double learningRate)
    {
        using var scope = NewDisposeScope();
        var device = Device;
        using var algorithms = options.Compute.EnterAlgorithms(device);
        Tensor images = MemoryLayout.ChannelsLast(batch.Images.to(parameters[0].Parameter.dtype, device)), labels = batch.Labels.to(device);
        network.train();
        foreach (var norm in frozenNorms)
            norm.eval();
        using SharedBatch? shared = SharedBatch.Enter(
            group, BatchShare.Of(group.Rank, group.Size, options.BatchSize), options.SynchronizedBatchNorm);
        Tensor batchLoss;
        using (var output = Forward(images, device))
            batchLoss = loss.Compute(output, labels);
        var value = batchLoss.ToDouble();
        if (!double.IsFinite(value))
            throw Agreement.Agreed(
                $"The loss of step {batch.Step + 1} is {value} at a learning rate of {learningRate:0.#####}; train with a lower learning rate.");
        if (share != 1)
        {
            using Scalar factor = share;
            batchLoss = batchLoss.mul(factor);
        }
        Receive();
        batchLoss.backward();
        shared?.ThrowIfFailed();
        Modules.Recomputation.ThrowIfFailed();
        return value;
    }

    /// <summary>
    /// Lets the rule receive gradients where it remembers, unless somebody needs those of this batch by themselves: other processes, the clipping, or
    /// a run that is saved between the batches of a step. The same numbers are added either way, in the same order.
    /// </summary>
    private void Receive()
    {
        if (group is not SingleProcess || options.GradientClipping > 0 || options.Accumulation > 1)
            return;
        using var noGradient = no_grad();
        foreach (var parameter in parameters)
            rule.Receive(parameter);
    }

    /// <summary>Follows the gradients of all processes that are there; they are gone afterwards.</summary>
    public void Follow(double learningRate)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        steps++;
        GradientSum.Replace(group, parameters.Select(parameter => parameter.Parameter));
        if (options.GradientClipping > 0)
            Clip();
        foreach (var parameter in parameters)
        {
            using var gradient = parameter.Parameter.grad;
            if (gradient is null)
                continue;
            rule.Follow(parameter, gradient, learningRate * parameter.RateFactor, steps);
            parameter.Parameter.grad = null;
        }
        average?.Update(steps);
    }

    /// <summary>Gives the network the average of its weights, if one is kept, until the result is disposed.</summary>
    public IDisposable? UseAverage() => average?.Use();

    /// <summary>Whether every number that is saved is finite: weights, running statistics and what the rule remembers.</summary>
    public bool IsFinite()
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        // A sum is finite only if all that it is of is.
        return network.state_dict().Values.Concat(rule.Memory.Values)
            .Where(tensor => tensor.is_floating_point())
            .All(tensor => double.IsFinite(tensor.sum(ScalarType.Float64).ToDouble()));
    }

    /// <summary>Goes on after a number of steps with what was saved, which is copied.</summary>
    public void Restore(IReadOnlyDictionary<string, Tensor> saved, int stepsDone)
    {
        steps = stepsDone;
        rule.Restore(saved, parameters);
        average?.Restore(saved);
    }

    /// <summary>The network's logits in float32, or float64 as its weights, whatever it computed with, for the loss's exponentials are beyond 8 digits.</summary>
    private SegmentationOutput Forward(Tensor images, Device device)
    {
        using var precision = options.Compute.EnterPrecision(device);
        using var output = network.call(images);
        var type = parameters[0].Parameter.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;
        var logits = output.Logits.to_type(type);
        return new SegmentationOutput(logits, [.. output.Auxiliaries.Select(auxiliary => auxiliary.to_type(type))]);
    }

    /// <summary>Scales all gradients down together, so that their norm is at most what the options say (Pascanu et al., ICML 2013).</summary>
    private void Clip()
    {
        List<Tensor> gradients = [.. parameters.Select(parameter => parameter.Parameter.grad).OfType<Tensor>()];
        if (gradients.Count == 0)
            return;
        var norm = stack(gradients.Select(gradient => gradient.norm())).norm().ToDouble();
        if (norm <= options.GradientClipping)
            return;
        using Scalar factor = options.GradientClipping / norm;
        foreach (var gradient in gradients)
            gradient.mul_(factor);
    }

    public void Dispose()
    {
        rule.Dispose();
        average?.Dispose();
        kept.Dispose();
    }
}
