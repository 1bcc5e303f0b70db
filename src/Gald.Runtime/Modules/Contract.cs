using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>Checks what stages that were written by hand return against their <see cref="StageContractAttribute"/>.</summary>
public static class Contract
{
    /// <summary>Checks a result of a stage.</summary>
    /// <param name="stage">The name of the stage's class.</param>
    /// <param name="input">N×C×H×W, what the stage got.</param>
    /// <param name="result">What the stage returned.</param>
    /// <param name="channels">The channels that it promises.</param>
    /// <param name="reduction">How many positions it promises to make one, in both directions.</param>
    /// <param name="roundsUp">Whether it promises to round up a size that the reduction does not divide.</param>
    /// <returns>The result; where that is the input itself, another handle of it, so that each can be disposed.</returns>
    /// <exception cref="GaldException">The result has another shape than promised.</exception>
    public static Tensor Verify(string stage, Tensor input, Tensor result, int channels, int reduction, bool roundsUp)
    {
        var given = input.shape;
        long[] promised = [given[0], channels, Reduce(given[2]), Reduce(given[3])];
        var returned = result.shape;
        if (returned.AsSpan().SequenceEqual(promised))
            return ReferenceEquals(result, input) ? result.alias() : result;
        if (!ReferenceEquals(result, input))
            result.Dispose();
        throw new GaldException(
            $"{stage} promises to make {Text(promised)} of {Text(given)}, but returned {Text(returned)}; correct the class or its [StageContract].");

        long Reduce(long length) => roundsUp ? (length + reduction - 1) / reduction : length / reduction;
    }

    private static string Text(long[] shape) => string.Join("×", shape);
}
