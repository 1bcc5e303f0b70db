namespace Gald;

/// <summary>Whose code a backbone follows, in its state keys and where two libraries compute differently.</summary>
public enum BackboneForm
{
    /// <summary>torchvision: the keys of its classifiers without the layers behind the last map.</summary>
    Torchvision,

    /// <summary>mmsegmentation, and mmpretrain for backbones that mmsegmentation takes from there.</summary>
    Mmsegmentation,
}
