namespace Gald.Data;

/// <summary>A set of labelled images with a fixed order. Reading is safe from several threads at once.</summary>
public interface IScenes
{
    /// <summary>What the label ids mean.</summary>
    ClassTable Classes { get; }

    /// <summary>Number of images.</summary>
    int Count { get; }

    /// <summary>Reads, or makes, the image at an index; the same index always gives the same image.</summary>
    /// <param name="index">0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="GaldException">The image or its label cannot be used; the message names the file and why.</exception>
    LabelledImage Load(int index);

    /// <summary>The same, with what tells its things apart (<see cref="LabelledImage.Instances"/>) if there is anything; by default what <see cref="Load"/> gives.</summary>
    /// <param name="index">0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="GaldException">The image or one of its files cannot be used; the message names the file and why.</exception>
    LabelledImage LoadWithInstances(int index) => Load(index);
}
