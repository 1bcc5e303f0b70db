using Gald.Training;
using static TorchSharp.torch;

namespace Gald.Commands;

/// <summary>A network that a program's commands know.</summary>
internal sealed record NetworkEntry(
    NetworkDescription Description, TrainingOptions Defaults, string? Pretrained, Func<nn.Module<Tensor, SegmentationOutput>> Create);
