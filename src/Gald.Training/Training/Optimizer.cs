namespace Gald.Training;

/// <summary>How gradients change weights.</summary>
public enum Optimizer
{
    /// <summary>Gradient descent with momentum, the weight decay added to the gradient: the published code's.</summary>
    Sgd,

    /// <summary>
    /// Adam with decoupled weight decay (Loshchilov and Hutter, ICLR 2019), β₁ <see cref="TrainingOptions.Momentum"/>, β₂ 0.999, ε 1e-8. Learning
    /// rates are some 30 times smaller.
    /// </summary>
    AdamW,
}
