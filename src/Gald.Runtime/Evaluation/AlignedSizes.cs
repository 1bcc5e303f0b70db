namespace Gald.Evaluation;

/// <summary>Whether images are predicted at sizes at which predictions are not displaced (<see cref="NetworkDescription.AlignedSide"/>).</summary>
public enum AlignedSizes
{
    /// <summary>If the network was trained at such sizes, as a trainer and a checkpoint that was loaded tell; where nothing is known, at the images' own.</summary>
    AsTrained,

    /// <summary>At such sizes.</summary>
    Always,

    /// <summary>At the images' own sizes, as the published codes do.</summary>
    Never,
}
