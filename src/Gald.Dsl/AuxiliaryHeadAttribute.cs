using System;

namespace Gald;

/// <summary>
/// A second classifier on an earlier stage of the backbone, which runs in training only and whose loss supports the
/// gradient (Zhao et al., CVPR 2017). Defaults are those of the published GALD network; beside a head of another library it is that
/// library's FCN head, and has its state keys: mmsegmentation's (<c>auxiliary_head.…</c>) or torchvision's
/// (<c>aux_classifier.…</c>).
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AuxiliaryHeadAttribute : Attribute
{
    /// <summary>The backbone's stage that it reads, counted from 1. Default 3. Not the last, which the main head reads.</summary>
    public int Stage { get; set; } = 3;

    /// <summary>
    /// Channels inside the head. Default: half the stage's, which is the published 512 of 1024; beside a head of
    /// mmsegmentation or torchvision a quarter, which is their 256.
    /// </summary>
    public int Channels { get; set; }

    /// <summary>Probability with which a whole channel is dropped in training, from 0 up to but not including 1. Default 0.1.</summary>
    public double Dropout { get; set; } = 0.1;

    /// <summary>Weight of its loss beside the main loss, more than 0. Default 0.4.</summary>
    public double Weight { get; set; } = 0.4;

    /// <summary>
    /// Whether its 3×3 convolution has a bias in front of the batch norm. Default true, as published; beside a head of mmsegmentation or
    /// torchvision false, as theirs.
    /// </summary>
    public bool Bias { get; set; } = true;

    /// <summary>Whether a ReLU follows the batch norm. Default true, as published.</summary>
    public bool Relu { get; set; } = true;

    /// <summary>Convolutions, 0 to 8; without any, it has the stage's channels. Default 1. Only beside a head of mmsegmentation.</summary>
    public int Convolutions { get; set; } = 1;

    /// <summary>Side of the kernels: 1, 3 (default), 5 or 7. Only beside a head of mmsegmentation.</summary>
    public int Kernel { get; set; } = 3;

    /// <summary>Dilation of the convolutions, 1 (default) to 64. Only beside a head of mmsegmentation.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>
    /// Whether the stage's map is seen beside what the convolutions have made of it. Default false. Only beside a
    /// <see cref="DecodeHeadAttribute"/>.
    /// </summary>
    public bool Concatenate { get; set; }
}
