namespace Gald.Evaluation;

/// <summary>The most probable class of each pixel of an image, and how probable it is.</summary>
public sealed class Prediction
{
    internal Prediction(int height, int width)
    {
        (Height, Width) = (height, width);
        Labels = new byte[height * width];
        Probabilities = new float[height * width];
    }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height×Width class ids, row-major.</summary>
    public byte[] Labels { get; }

    /// <summary>Height×Width probabilities of these classes, 0 to 1: the softmax of the averaged logits.</summary>
    public float[] Probabilities { get; }
}
