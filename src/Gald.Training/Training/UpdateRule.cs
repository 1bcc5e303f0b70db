using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Training;

/// <summary>
/// Changes parameters by their gradients. What it remembers of each is kept by the parameter's name. The library's own keep it by the order of
/// the parameters, and hand the native side scalars that may be freed under it.
/// </summary>
internal abstract class UpdateRule : IDisposable
{
    private readonly Dictionary<string, Tensor> memory = new(StringComparer.Ordinal);

    /// <summary>What it remembers, as <c>kind.name</c>, such as <c>momentum.conv1.weight</c>.</summary>
    public IReadOnlyDictionary<string, Tensor> Memory => memory;

    public static UpdateRule Of(TrainingOptions options) => options.Optimizer switch
    {
        Optimizer.AdamW => new AdamW(options.Momentum),
        _ => new MomentumDescent(options.Momentum),
    };

    /// <summary>
    /// Lets a parameter's gradients be added to what is remembered of it rather than to memory of their own, before any gradient of a step is
    /// there: a network's weights less at the peak of a step. Nothing is done where the rule needs the gradients by themselves.
    /// </summary>
    public virtual void Receive(TrainedParameter parameter)
    {
    }

    /// <summary>Changes a parameter.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="gradient">Its gradient, which may be changed.</param>
    /// <param name="learningRate">The parameter's own learning rate.</param>
    /// <param name="step">The number of the step, from 1.</param>
    public abstract void Follow(TrainedParameter parameter, Tensor gradient, double learningRate, int step);

    /// <summary>Goes on with what was remembered; it is copied.</summary>
    public void Restore(IReadOnlyDictionary<string, Tensor> saved, IEnumerable<TrainedParameter> parameters)
    {
        Forget();
        foreach (var parameter in parameters)
        {
            foreach (var kind in Kinds)
            {
                var key = $"{kind}.{parameter.Name}";
                if (saved.TryGetValue(key, out var tensor))
                    Remember(key, tensor.to(parameter.Parameter.device, copy: true));
            }
        }
    }

    /// <summary>What it remembers of each parameter.</summary>
    protected abstract IReadOnlyList<string> Kinds { get; }

    protected Tensor? Remembered(string key) => memory.GetValueOrDefault(key);

    protected Tensor Remember(string key, Tensor tensor) => memory[key] = tensor.DetachFromDisposeScope();

    private void Forget()
    {
        foreach (var tensor in memory.Values)
            tensor.Dispose();
        memory.Clear();
    }

    public virtual void Dispose() => Forget();
}

/// <summary>v ← momentum·v + decay·weight + gradient; weight ← weight − rate·v.</summary>
internal sealed class MomentumDescent(double momentum) : UpdateRule
{
    private const string Kind = "momentum";
    private readonly Scalar momentum = momentum;

    /// <summary>Parameters whose gradients are in their velocities.</summary>
    private readonly HashSet<string> received = new(StringComparer.Ordinal);

    protected override IReadOnlyList<string> Kinds { get; } = [Kind];

    public override void Receive(TrainedParameter parameter)
    {
        if (Remembered(KeyOf(parameter)) is not Tensor velocity)
            return;
        Decay(parameter, velocity);
        parameter.Parameter.grad = velocity;
        received.Add(parameter.Name);
    }

    public override void Follow(TrainedParameter parameter, Tensor gradient, double learningRate, int step)
    {
        using Scalar descent = -learningRate;
        var key = KeyOf(parameter);
        var velocity = Remembered(key);
        if (velocity is null)
        {
            using Scalar decay = parameter.Decay;
            velocity = Remember(key, gradient.alias());
            if (parameter.Decay != 0)
                velocity.add_(parameter.Parameter, decay);
        }
        else if (!received.Remove(parameter.Name))
        {
            Decay(parameter, velocity);
            velocity.add_(gradient, Modules.Scalars.One);
        }
        parameter.Parameter.add_(velocity, descent);
    }

    private static string KeyOf(TrainedParameter parameter) => $"{Kind}.{parameter.Name}";

    /// <summary>v ← momentum·v + decay·weight.</summary>
    private void Decay(TrainedParameter parameter, Tensor velocity)
    {
        using Scalar decay = parameter.Decay;
        velocity.mul_(momentum);
        if (parameter.Decay != 0)
            velocity.add_(parameter.Parameter, decay);
    }

    public override void Dispose()
    {
        base.Dispose();
        momentum.Dispose();
    }
}

/// <summary>
/// weight ← weight − rate·decay·weight; m ← β₁·m + (1 − β₁)·gradient; v ← β₂·v + (1 − β₂)·gradient²; weight ← weight − rate·m̂/(√v̂ + ε), where
/// m̂ = m/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ) at step t.
/// </summary>
internal sealed class AdamW(double beta) : UpdateRule
{
    private const string First = "first_moment", Second = "second_moment";
    private const double SecondBeta = 0.999, Epsilon = 1e-8;
    private readonly Scalar keepFirst = beta, addFirst = 1 - beta, keepSecond = SecondBeta, addSecond = 1 - SecondBeta;

    protected override IReadOnlyList<string> Kinds { get; } = [First, Second];

    public override void Follow(TrainedParameter parameter, Tensor gradient, double learningRate, int step)
    {
        string firstKey = $"{First}.{parameter.Name}", secondKey = $"{Second}.{parameter.Name}";
        var first = Remembered(firstKey) ?? Remember(firstKey, zeros_like(gradient));
        var second = Remembered(secondKey) ?? Remember(secondKey, zeros_like(gradient));
        using Scalar shrink = 1 - learningRate * parameter.Decay;
        if (parameter.Decay != 0)
            parameter.Parameter.mul_(shrink);
        first.mul_(keepFirst);
        first.add_(gradient, addFirst);
        second.mul_(keepSecond);
        second.addcmul_(gradient, gradient, addSecond);
        var correction = Math.Sqrt(1 - Math.Pow(SecondBeta, step));
        using Scalar descent = -learningRate * correction / (1 - Math.Pow(beta, step));
        // √v̂ + ε, both times the correction that the rate has too.
        using Scalar floor = Epsilon * correction;
        using var size = second.sqrt();
        size.add_(floor, Modules.Scalars.One);
        parameter.Parameter.addcdiv_(first, size, descent);
    }

    public override void Dispose()
    {
        base.Dispose();
        foreach (var scalar in new[] { keepFirst, addFirst, keepSecond, addSecond })
            scalar.Dispose();
    }
}
