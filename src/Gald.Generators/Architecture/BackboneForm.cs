namespace Gald.Generators.Architecture;

/// <summary>Whose code a backbone follows, numbered as in the language.</summary>
internal enum BackboneForm
{
    Torchvision,
    Mmsegmentation,
}
