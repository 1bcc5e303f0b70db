namespace Gald.Data;

/// <summary>How a training image is changed at random, and its label with it, before a crop of it is taken.</summary>
public sealed record AugmentationOptions
{
    /// <summary>No change: the crop is taken from the image as it is, at a random place.</summary>
    public static AugmentationOptions None { get; } = new()
    {
        ScaleMinimum = 1,
        ScaleMaximum = 1,
        FlipProbability = 0,
        Brightness = 0,
        Contrast = 0,
        Saturation = 0,
    };

    /// <summary>Options that are all at their defaults.</summary>
    public AugmentationOptions()
    {
    }

    /// <summary>A copy, of which an initialiser may set some anew: in F#, <c>AugmentationOptions(options, FlipProbability = 0.5)</c>.</summary>
    /// <param name="options">What is copied.</param>
    public AugmentationOptions(AugmentationOptions options)
    {
        ScaleMinimum = options.ScaleMinimum;
        ScaleMaximum = options.ScaleMaximum;
        FlipProbability = options.FlipProbability;
        Brightness = options.Brightness;
        Contrast = options.Contrast;
        Saturation = options.Saturation;
        ClassFocus = options.ClassFocus;
        RotationDegrees = options.RotationDegrees;
        BlurProbability = options.BlurProbability;
    }

    /// <summary>Smallest factor of the size; the factor is uniform between the two. Default 0.5.</summary>
    public double ScaleMinimum { get; init; } = 0.5;

    /// <summary>Largest factor of the size. Default 2.0.</summary>
    public double ScaleMaximum { get; init; } = 2.0;

    /// <summary>Probability of a left-right mirror image, 0 to 1. Default 0.5.</summary>
    public double FlipProbability { get; init; } = 0.5;

    /// <summary>The pixels are multiplied by a factor uniform in 1 ± this, 0 to 1. Default 0.2.</summary>
    public double Brightness { get; init; } = 0.2;

    /// <summary>Distances from the image's mean grey are multiplied by a factor uniform in 1 ± this, 0 to 1. Default 0.2.</summary>
    public double Contrast { get; init; } = 0.2;

    /// <summary>Distances from each pixel's grey are multiplied by a factor uniform in 1 ± this, 0 to 1. Default 0.2.</summary>
    public double Saturation { get; init; } = 0.2;

    /// <summary>
    /// Share of crops, 0 to 1, that are laid over a random pixel of a class of the image, each of its classes as likely, so that rare ones
    /// are seen more often. The others, and by default all, lie anywhere.
    /// </summary>
    public double ClassFocus { get; init; }

    /// <summary>
    /// Crops are turned about their centre by an angle uniform in ± this, in degrees, 0 to 90. What comes from beyond the crop is ignored.
    /// Default 0.
    /// </summary>
    public double RotationDegrees { get; init; }

    /// <summary>Probability, 0 to 1, of a crop that is resampled with a filter up to three times as wide, which blurs it. Default 0.</summary>
    public double BlurProbability { get; init; }
}
