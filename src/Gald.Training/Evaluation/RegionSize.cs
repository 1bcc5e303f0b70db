namespace Gald.Evaluation;

/// <summary>How large a connected region is; the limits are COCO's.</summary>
public enum RegionSize
{
    /// <summary>Below 32² pixels.</summary>
    Small,

    /// <summary>From 32² to below 96² pixels.</summary>
    Medium,

    /// <summary>From 96² pixels on.</summary>
    Large,
}
