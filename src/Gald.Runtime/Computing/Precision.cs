namespace Gald.Computing;

/// <summary>The numbers that convolutions and matrix products are computed with.</summary>
public enum Precision
{
    /// <summary>32 bits, of which 24 are the number's digits.</summary>
    Float32,

    /// <summary>
    /// 16 bits, of which 8 are the number's digits, with float32's range (mixed precision): half of the memory, and several times
    /// faster on processors and GPUs that have it. Weights, running statistics, the loss and the weights' gradients stay float32.
    /// </summary>
    BFloat16,

    /// <summary>
    /// 64 bits, of which 53 are the number's digits, weights and statistics as well: to tell rounding from a real difference between two runs. Twice the
    /// memory of float32 and several times the time.
    /// </summary>
    Float64,
}
