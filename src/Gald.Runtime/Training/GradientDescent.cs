using Gald.Computing;
using Gald.Data;
using Gald.Distributed;
using Gald.Modules;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gald.Training;

/// <summary>
/// Stochastic gradient descent with momentum and weight decay, a step at a time. The library's own keeps its state by the order of
/// the parameters, and hands the native side scalars that may be freed under it.
/// </summary>
internal sealed class GradientDescent : IDisposable
{
    private readonly nn.Module<Tensor, SegmentationOutput> network;
    private readonly SegmentationLoss loss;
    private readonly ComputeOptions compute;
    private readonly TrainingOptions options;
    private readonly IProcessGroup group;
    private readonly List<(string Name, Parameter Parameter)> parameters;
    private readonly Dictionary<string, Tensor> momenta = [];
    private readonly Scalar momentum, weightDecay;

    public GradientDescent(nn.Module<Tensor, SegmentationOutput> network, SegmentationLoss loss, TrainingOptions options)
        : this(network, loss, options, SingleProcess.Instance)
    {
    }

    public GradientDescent(nn.Module<Tensor, SegmentationOutput> network, SegmentationLoss loss, TrainingOptions options, IProcessGroup group)
    {
        this.network = network;
        this.loss = loss;
        this.options = options;
        this.group = group;
        compute = options.Compute;
        parameters = [.. network.named_parameters()];
        momentum = options.Momentum;
        weightDecay = options.WeightDecay;
        LibTorch.KeepFreedMemory();
    }

    /// <summary>The momentum of each parameter that has been followed, by the parameter's name.</summary>
    public IReadOnlyDictionary<string, Tensor> Momenta => momenta;

    /// <summary>The loss of the batch, of which this process has its share, before its gradients are followed.</summary>
    /// <exception cref="GaldException">The loss is not a finite number; no parameter was changed, but running statistics have seen the batch.</exception>
    public double Step(Batch batch, double learningRate)
    {
        using var scope = NewDisposeScope();
        Device device = parameters[0].Parameter.device;
        using IDisposable algorithms = compute.EnterAlgorithms(device);
        Tensor images = MemoryLayout.ChannelsLast(batch.Images.to(parameters[0].Parameter.dtype, device)), labels = batch.Labels.to(device);
        network.train();
        using SharedBatch? shared = SharedBatch.Enter(
            group, BatchShare.Of(group.Rank, group.Size, options.BatchSize), options.SynchronizedBatchNorm);
        Tensor batchLoss;
        using (SegmentationOutput output = Forward(images, device))
            batchLoss = loss.Compute(output, labels);
        double value = batchLoss.ToDouble();
        if (!double.IsFinite(value))
            throw Agreement.Agreed(
                $"The loss of step {batch.Step + 1} is {value} at a learning rate of {learningRate:0.#####}; train with a lower learning rate.");
        batchLoss.backward();
        shared?.ThrowIfFailed();
        GradientSum.Replace(group, parameters.Select(entry => entry.Parameter));
        Follow(learningRate);
        return value;
    }

    /// <summary>The network's logits in float32, or float64 as its weights, whatever it computed with, for the loss's exponentials are beyond 8 digits.</summary>
    private SegmentationOutput Forward(Tensor images, Device device)
    {
        using IDisposable precision = compute.EnterPrecision(device);
        using SegmentationOutput output = network.call(images);
        ScalarType type = parameters[0].Parameter.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;
        Tensor logits = output.Logits.to_type(type);
        return output.HasAuxiliary
            ? new SegmentationOutput(logits, output.Auxiliary.to_type(type))
            : new SegmentationOutput(logits);
    }

    /// <summary>v ← momentum·v + gradient + decay·weight; weight ← weight − rate·v. The gradients are gone afterwards.</summary>
    private void Follow(double learningRate)
    {
        using var noGradient = no_grad();
        using Scalar descent = -learningRate;
        foreach (var (name, parameter) in parameters)
        {
            using Tensor? gradient = parameter.grad;
            if (gradient is null)
                continue;
            gradient.add_(parameter, weightDecay);
            if (momenta.TryGetValue(name, out Tensor? velocity))
            {
                velocity.mul_(momentum);
                velocity.add_(gradient, Scalars.One);
            }
            else
            {
                momenta[name] = velocity = gradient.alias().DetachFromDisposeScope();
            }
            parameter.add_(velocity, descent);
            parameter.grad = null;
        }
    }

    /// <summary>Whether every number that is saved is finite: weights, running statistics and momenta.</summary>
    public bool IsFinite()
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        // A sum is finite only if all that it is of is.
        return network.state_dict().Values.Concat(momenta.Values)
            .Where(tensor => tensor.is_floating_point())
            .All(tensor => double.IsFinite(tensor.sum(ScalarType.Float64).ToDouble()));
    }

    /// <summary>Goes on with the given momenta, which are copied.</summary>
    public void Restore(IReadOnlyDictionary<string, Tensor> saved)
    {
        Forget();
        foreach (var (name, parameter) in parameters)
        {
            if (saved.TryGetValue(name, out Tensor? velocity))
                momenta[name] = velocity.to(parameter.device, copy: true).DetachFromDisposeScope();
        }
    }

    private void Forget()
    {
        foreach (Tensor velocity in momenta.Values)
            velocity.Dispose();
        momenta.Clear();
    }

    public void Dispose()
    {
        Forget();
        momentum.Dispose();
        weightDecay.Dispose();
        LibTorch.ReturnFreedMemory();
    }
}
