using System;

namespace Gald;

/// <summary>
/// mmsegmentation's head of OCRNet (Yuan et al., ECCV 2020), with its state keys: <c>decode_head.0.…</c> for the coarse head, <c>decode_head.1.…</c>,
/// <c>backbone.…</c>. A coarse prediction, an FCN head's, tells which positions belong to each class; what is known of each class is collected from
/// them, and every position asks these object regions for context. An aggregation and a distribution stand behind the context. The coarse
/// logits are a further output, in training and in evaluation.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class OcrHeadAttribute : Attribute
{
    /// <summary>
    /// The backbone's stages whose maps it reads, counted from 1, each once: maps in the size of the first of them, behind each other. Default:
    /// the last map alone. <c>new[] { 1, 2, 3, 4 }</c> behind <see cref="HrNetAttribute"/>.
    /// </summary>
    public int[]? Stages { get; set; }

    /// <summary>Channels inside the head, 1 to 16384. Default 512, as published.</summary>
    public int Channels { get; set; } = 512;

    /// <summary>Channels in which positions are compared with object regions, 1 to 16384. Default 256: mmsegmentation's <c>ocr_channels</c>.</summary>
    public int ObjectChannels { get; set; } = 256;

    /// <summary>The stages whose maps the coarse head reads. Default: those of <see cref="Stages"/> where they are written, otherwise the last but one. Where their stride is another, the coarse logits are resized for the head.</summary>
    public int[]? CoarseStages { get; set; }

    /// <summary>Channels inside the coarse head, 1 to 16384. Default: a quarter of what it reads, which is the published 256 of 1024.</summary>
    public int CoarseChannels { get; set; }

    /// <summary>Convolutions of the coarse head, 0 to 8; without any, it has the channels that it reads. Default 1.</summary>
    public int CoarseConvolutions { get; set; } = 1;

    /// <summary>Side of their kernels: 1, 3 (default), 5 or 7.</summary>
    public int CoarseKernel { get; set; } = 3;

    /// <summary>Their dilation, 1 (default) to 64.</summary>
    public int CoarseDilation { get; set; } = 1;

    /// <summary>Whether the coarse head sees what it reads beside what its convolutions have made of it. Default false.</summary>
    public bool CoarseConcatenate { get; set; }

    /// <summary>Weight of the coarse prediction's loss beside the main loss, more than 0. Default 0.4.</summary>
    public double CoarseWeight { get; set; } = 0.4;

    /// <summary>
    /// Probability with which a whole channel is dropped in front of both classifiers in training, from 0 up to but not including 1. Default 0.1;
    /// mmsegmentation's configurations for HRNet drop nothing.
    /// </summary>
    public double Dropout { get; set; } = 0.1;

    /// <summary>Whether resizing inside the head, and of its logits to pixels in loss and prediction, aligns corners. Default false.</summary>
    public bool AlignCorners { get; set; }

    /// <summary>Whether the distribution follows the aggregation (default), precedes it, or stands beside it.</summary>
    public StageOrder Order { get; set; } = StageOrder.AggregationFirst;
}
