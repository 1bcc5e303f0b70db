namespace Gald.Pictures;

/// <summary>The loss of a training step.</summary>
/// <param name="Step">The step, from 0.</param>
/// <param name="Loss">Its loss; not-a-number and infinity are left out of the picture.</param>
public sealed record LossPoint(int Step, double Loss);

/// <summary>A validation during training.</summary>
/// <param name="Step">The step, from 0.</param>
/// <param name="MeanIou">Mean intersection over union, 0 to 1.</param>
public sealed record ScorePoint(int Step, double MeanIou);

/// <summary>
/// A picture of a training run: the loss of each step, faint, and its running mean, over the steps; and the mean IoU of
/// the validations, if there were any, on an axis of its own.
/// </summary>
public static class LossCurve
{
    /// <summary>Draws a curve, 960×540.</summary>
    /// <param name="title">The line at the top; none if empty.</param>
    /// <param name="losses">In the order of their steps.</param>
    /// <param name="scores">In the order of their steps; may be empty.</param>
    public static RgbImage Draw(string title, IReadOnlyList<LossPoint> losses, IReadOnlyList<ScorePoint> scores) =>
        throw new NotImplementedException();
}
