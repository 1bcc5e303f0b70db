namespace Gald.Training;

/// <summary>How the learning rate falls over a run.</summary>
public enum LearningRateDecay
{
    /// <summary>rate·(1 − progress)^power, as published.</summary>
    Polynomial,

    /// <summary>rate·(1 + cos(π·progress))/2 (Loshchilov and Hutter, ICLR 2017).</summary>
    Cosine,
}
